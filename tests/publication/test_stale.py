"""A translation older than its original says so wherever its reader meets it, lists included."""

import pytest

from mandates.models import Paragraph, Theme
from publication.languages import column
from publication.passages import passage
from tests.factories import make_document, make_paragraph, make_report, make_theme

pytestmark = pytest.mark.django_db
CHANGED = "The original has changed since."
CHANGED_ES = "El original ha cambiado desde entonces."


def translate(record, into: str, **texts: str) -> None:
    """Put a translation of the text as it is now beside the original."""
    record.write(into, **texts)
    setattr(record, column("digest", into), record.source_digest())
    record.save()


def change_the_original(record) -> None:
    field = column(record.PRIMARY, record.original_language)
    setattr(record, field, getattr(record, field) + " And more.")
    record.save()


@pytest.fixture
def theme() -> Theme:
    return make_theme(slug="water")


@pytest.fixture
def paragraph(theme) -> Paragraph:
    """In Spanish, with a French translation."""
    document = make_document(slug="plan")
    found = make_paragraph(document=document, slug="1", themes=[theme], texts={"es": "Cuidar."})
    translate(found, "fr", text="Prendre soin.")
    return found


@pytest.fixture
def section(theme):
    """Of a report in Spanish, with an English translation."""
    found = make_report(themes=[theme], texts={"es": "Se hizo."}).sections.get()
    translate(found, "en", text="It was done.")
    return found


PLACES = ["/en/themes/water/", "/en/reports/", "/en/themes/water/?language=es"]


@pytest.mark.parametrize("address", PLACES)
def test_list_of_reports_says_it(client, section, address):
    assert CHANGED not in client.get(address).text
    change_the_original(section)
    page = client.get(address).text
    assert page.count(CHANGED) == 1
    assert CHANGED_ES not in client.get(address.replace("/en/", "/es/")).text


def test_list_of_mandates_says_it(client, paragraph):
    """To readers of the translation, in their language or as the next best; not of the original."""
    change_the_original(paragraph)
    shown = {
        code: client.get(f"/{code}/documents/plan/").text.count(words)
        for code, words in (
            ("fr", "L’original a changé depuis."),
            ("es", CHANGED_ES),
        )
    }
    assert shown == {"fr": 1, "es": 0}


def test_text_without_a_known_source_is_not_called_stale(client, paragraph, section):
    for record, code in ((paragraph, "fr"), (section, "en")):
        setattr(record, column("digest", code), "")
        change_the_original(record)
    for address in (*PLACES, "/en/documents/plan/"):
        assert CHANGED not in client.get(address).text


@pytest.mark.parametrize(("language", "stale"), [("fr", True), ("es", False), ("en", False)])
def test_record_read_in_one_language_knows_it(
    paragraph, language, stale, django_assert_num_queries
):
    """A reader of English gets the Spanish original."""
    change_the_original(paragraph)
    with django_assert_num_queries(1):
        read = Paragraph.objects.read_in(language, "html").get(pk=paragraph.pk)
        found = passage(read, "html", language)
    assert found.stale is stale
