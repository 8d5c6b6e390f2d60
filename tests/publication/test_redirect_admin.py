"""The table of old addresses, as staff edit it."""

import pytest
from django.contrib.redirects.models import Redirect

from publication.models import Revision
from tests.admin_forms import filled_in

pytestmark = pytest.mark.django_db
ADD = "/admin/redirects/redirect/add/"


@pytest.fixture
def add(editor_client):
    def add(old, new):
        page = editor_client.get(ADD)
        return editor_client.post(ADD, filled_in(page, old_path=old, new_path=new))

    return add


def test_new_redirect_works_in_every_language(add, reader):
    assert add("/sisca/x.html", "/themes/").status_code == 302
    response = reader.get("/sisca/x.html", headers={"accept-language": "fr"})
    assert (response.status_code, response.url) == (301, "/fr/themes/")


def test_redirect_without_destination_says_gone(add, reader):
    add("/sisca/gone.html", "")
    assert reader.get("/sisca/gone.html").status_code == 410


def test_new_redirect_raises_the_data_version(add):
    add("/a/", "/b/")
    assert Revision.objects.current().number == 1


def test_second_redirect_from_an_address_is_a_message(add):
    add("/a/", "/b/")
    response = add("/a/", "/c/")
    assert "old_path" in response.context["adminform"].form.errors
    assert Redirect.objects.get().new_path == "/b/"
