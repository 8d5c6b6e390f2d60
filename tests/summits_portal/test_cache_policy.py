"""Who may keep which answer."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from accounts.models import User
from summits_portal.middleware import is_public
from tests.summits_portal import addresses

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.create_user(email="reader@example.org"))
    return client


@pytest.mark.parametrize("path", ["/en/", "/pt-br/themes/?page=2", "/data/themes/migration.json"])
def test_public_page_may_be_kept_and_is_asked_for_again(reader: Client, path: str) -> None:
    response = reader.get(path)
    assert response["Cache-Control"] == PUBLIC
    assert response["Vary"] == "Accept-Encoding, Cookie"
    assert response["ETag"].startswith('W/"')
    assert "Set-Cookie" not in response


def test_tag_is_the_contents(reader: Client) -> None:
    assert reader.get("/en/")["ETag"] == reader.get("/en/")["ETag"]
    assert reader.get("/en/")["ETag"] != reader.get("/es/")["ETag"]


@pytest.mark.parametrize("form", ["{}", '"other", {}', "*", '{}, W/"x"'])
def test_known_tag_is_answered_with_304(reader: Client, form: str) -> None:
    condition = form.format(reader.get("/en/")["ETag"])
    response = reader.get("/en/", headers={"if-none-match": condition})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == PUBLIC
    assert response["Vary"] == "Accept-Encoding, Cookie"


def test_other_tag_is_answered_in_full(reader: Client) -> None:
    response = reader.get("/en/", headers={"if-none-match": 'W/"other"'})
    assert response.status_code == 200


def test_head_is_get_without_body(reader: Client) -> None:
    got, head = reader.get("/en/"), reader.head("/en/")
    assert head.content == b""
    for name in ("ETag", "Cache-Control", "Vary", "Content-Length", "Content-Type"):
        assert head[name] == got[name]


@pytest.mark.parametrize(
    "path", ["/en/", "/en/themes/", "/data/themes/migration.json", "/en/none/"]
)
def test_signed_in_reader_keeps_nothing(signed_in: Client, path: str) -> None:
    response = signed_in.get(path)
    assert response["Cache-Control"] == PRIVATE
    assert "ETag" not in response


@pytest.mark.parametrize("path", ["/en/form/", "/en/session/"])
def test_answer_with_a_cookie_is_private(reader: Client, path: str) -> None:
    response = reader.get(path)
    assert response.cookies
    assert response["Cache-Control"] == PRIVATE


@pytest.mark.parametrize(
    "path",
    [
        "/en/none/",
        "/en/fault/",
        "/en/refusal/",
        "/en/withdrawn/",
        "/en/private/",
        "/themes/",
        "/pt/",
        "/en/?q=%00",
        "/en/stream/",
    ],
)
def test_everything_else_is_kept_by_nobody(reader: Client, path: str) -> None:
    assert reader.get(path)["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("path", ["/admin/login/", "/livez", "/readyz"])
def test_pages_that_say_it_themselves(reader: Client, path: str) -> None:
    assert "no-store" in reader.get(path)["Cache-Control"]


def test_page_that_varies_otherwise_speaks_for_itself(reader: Client) -> None:
    response = reader.get("/en/varied/")
    assert response["Cache-Control"] == "public, max-age=60"
    assert "HX-Request" in response["Vary"]


def test_session_that_has_ended_is_still_private(signed_in: Client) -> None:
    signed_in.cookies["sessionid"] = "gone"
    assert signed_in.get("/en/")["Cache-Control"] == PRIVATE


def test_view_that_does_not_say_it_is_public_is_private() -> None:
    """Even if it answered somebody who has not signed in."""
    request = RequestFactory().get("/en/")
    for view, public in ((addresses.page, True), (addresses.private, False)):
        request.resolver_match = ResolverMatch(view, (), {})
        assert is_public(request, HttpResponse()) is public
    request.resolver_match = None
    assert not is_public(request, HttpResponse())


def test_choice_of_language_depends_on_the_browser(reader: Client) -> None:
    response = reader.get("/themes/", headers={"accept-language": "fr"})
    assert response["Location"] == "/fr/themes/"
    assert "Accept-Language" in response["Vary"]
