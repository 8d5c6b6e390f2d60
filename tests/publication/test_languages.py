"""Which text a reader gets, in which language, and how states follow texts."""

import pytest
from django.utils.translation import override

from mandates.models import Paragraph, Theme
from publication.dates import PartialDate
from publication.languages import TextState, column, fold
from publication.passages import passage
from tests.factories import make_heading, make_institution, make_paragraph, make_theme


@pytest.fixture
def french(db) -> Paragraph:
    """A paragraph that exists in French only."""
    paragraph = make_paragraph()
    for code in paragraph.languages():
        setattr(paragraph, column("text", code), None)
    paragraph.original_language = None
    paragraph.write("fr", text="Renforcer le dialogue.")
    paragraph.save()
    return paragraph


def test_reader_gets_the_text_in_the_readers_language(db):
    theme = make_theme()
    found = passage(theme, "name", "es")
    assert (found.language, found.is_elsewhere) == ("es", False)


@pytest.mark.parametrize(
    ("language", "name"), [("es", "Órgano"), ("pt-br", "Órgão"), ("de", "Body"), (None, "Body")]
)
def test_a_record_is_called_in_the_language_of_the_page(language, name, db):
    entity = make_institution()
    with override(language):
        assert str(entity).startswith(f"{name} ")


def test_reader_gets_the_text_that_exists_with_its_own_language(french):
    found = passage(french, "text", "en")
    assert (found.text, found.language, found.is_elsewhere) == (
        "Renforcer le dialogue.",
        "fr",
        True,
    )


def test_one_column_is_read_instead_of_four(french, django_assert_num_queries):
    paragraph = Paragraph.objects.read_in("pt-br", "html").get(pk=french.pk)
    assert "text_fr" in paragraph.get_deferred_fields()
    with django_assert_num_queries(0):
        found = passage(paragraph, "html", "pt-br")
    assert (found.text, found.language) == ("<p>Renforcer le dialogue.</p>", "fr")


def test_states_follow_the_texts(french):
    assert french.state_fr == TextState.ORIGINAL
    assert french.state_en == TextState.MISSING
    french.write("en", state=TextState.MACHINE, text="Strengthen dialogue.")
    assert french.state_en == TextState.MACHINE
    french.text_en = ""
    french.save()
    french.refresh_from_db()
    assert (french.text_en, french.html_en, french.state_en) == (None, None, TextState.MISSING)


def test_translation_is_stale_once_its_source_has_changed(french):
    french.write("en", text="Strengthen dialogue.")
    french.digest_en = french.source_digest()
    assert not french.is_stale("en")
    french.write("fr", text="Renforcer le dialogue politique.")
    assert french.is_stale("en")
    assert passage(french, "text", "en").stale


def test_record_without_any_text_gives_nothing(db):
    assert passage(Theme(slug="empty"), "name", "en") is None


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Quebec , Canada", "quebec canada"),
        ("Québec, CANADÁ", "quebec canada"),
        ("Haïti", "haiti"),
        ("AG/RES. 2141", "ag res 2141"),
    ],
)
def test_names_match_without_case_accents_and_punctuation(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize("text", ["2015", "2015-04", "2015-04-10"])
def test_dates_keep_their_precision(text):
    assert PartialDate.parse(text).isoformat() == text


@pytest.mark.parametrize("text", ["", "15-04", "2015-4", "2015-13", "2015-02-30", "x"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  Python words some of them
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("adopted", "reported", "known"),
    [
        ("2012-04", "2012-04-03", True),
        ("2012-04", "2012-03-31", False),
        ("2012-04-15", "2012-04-14", False),
        ("2012", "2012-01-01", True),
    ],
)
def test_months_compare_as_months(adopted, reported, known):
    assert PartialDate.parse(adopted).not_after(PartialDate.parse(reported)) is known


@pytest.mark.parametrize(
    ("imported", "shown"),
    [(True, "To strengthen dialogue."), (False, "{} To strengthen dialogue.")],
)
def test_heading_printed_in_front_of_a_text_is_kept_and_not_shown_twice(db, imported, shown):
    heading = make_heading()
    title = heading.texts("title")["en"]
    paragraph = make_paragraph(document=heading.document, section=heading)
    paragraph.opens_with_heading = imported
    paragraph.write("en", text=f"{title} To strengthen dialogue.")
    paragraph.save()
    assert paragraph.text_en == f"{title} To strengthen dialogue."
    assert paragraph.html_en == f"<p>{shown.format(title)}</p>"
