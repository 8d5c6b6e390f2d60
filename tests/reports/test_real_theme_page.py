"""The theme page of the real legacy page: nothing is lost between the source and the screen."""

import re

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.conftest import source_documents
from tests.page_text import texts

pytestmark = [pytest.mark.django_db, pytest.mark.documents]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The real page, taken in once for all tests of the module."""
    page = source_documents() / "000_8d5b63cea4f761ee.txt"
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        call_command("import_sisca", str(page), theme="migration", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def imported(loaded, db):
    """The real page, as every test finds it."""


def test_everything_the_source_holds_is_on_the_page(client, imported, django_assert_num_queries):
    with django_assert_num_queries(11):
        html = client.get("/en/themes/migration/").content.decode()

    assert html.count('<li class="mandate"') == 34
    assert html.count('<article class="report"') == 76
    assert len(re.findall(r'<section class="entity( silent)?"', html)) == 46
    assert html.count('class="entity silent"') == 25
    assert html.count("it has not reached the portal yet.") == 18
    assert html.count("cites no paragraph") == 26
    assert html.count("document not stated:") == 21
    assert html.count('<a class="cite"') == 32
    figures = texts(r"<div><dt>.*?</dt><dd>(.*?)</dd></div>", html)
    assert figures == ["34", "11", "9", "76", "21 of 46", "10 April 2018"]


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt-br"])
def test_every_text_carries_the_language_it_is_written_in(client, imported, language):
    html = client.get(f"/{language}/themes/migration/").content.decode()

    spoken = re.findall(r'<div class="passage"( lang="[\w-]+")?>', html)
    assert len(spoken) == 34 + 58
    assert f' lang="{language}"' not in spoken
    notes = texts(r'<p class="note">(.*?)</p>', html)
    assert len(notes) == len([one for one in spoken if one])
