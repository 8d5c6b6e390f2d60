"""In which language a text is written: the real page by eye, and short texts by the stated rule."""

import json
from pathlib import Path

import pytest

from imports.identify import identify
from imports.legacy_page import parse, read
from tests.conftest import source_documents
from tests.imports.legacy_sentences import ITEMS, MANDATES, SENTENCES


@pytest.mark.documents
@pytest.mark.parametrize("hint", [None, "en", "fr"])
def test_every_text_of_the_real_page(hint):
    """The expected languages, one by position and null for a stub, were read by eye."""
    expected = json.loads(Path(__file__).with_name("legacy_languages.json").read_text())
    page = parse(read((source_documents() / "000_8d5b63cea4f761ee.txt").read_bytes()))
    found = {
        "paragraphs": [
            identify(row.text, hint) for document in page.documents for row in document.paragraphs
        ],
        "reports": [
            identify(report.body, hint) if report.body else None
            for entity in page.entities
            for report in entity.reports
        ],
    }
    assert found == expected
    assert len(found["paragraphs"]) == 34
    assert sum(language is not None for language in found["reports"]) == 58


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt-br"])
def test_single_sentences_need_no_hint(language):
    texts = [*SENTENCES[language], *MANDATES[language]]
    assert [identify(text) for text in texts] == [language] * len(texts)


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt-br"])
def test_short_texts_follow_a_right_hint(language):
    assert [identify(text, language) for text in ITEMS[language]] == [language] * 3


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sin novedades", "es"),
        ("Sem novidades", "pt-br"),
        ("Department of Justice Canada", "en"),
        ("Ressources humaines et Développement des compétences Canada", "fr"),
        ("Niñez", "es"),
        ("Migrações", "pt-br"),
        ("À cœur", "fr"),
    ],
)
def test_marks_of_a_short_text_weigh_more_than_the_hint(text, language):
    assert {identify(text, hint) for hint in (None, "en", "es", "fr", "pt-br")} == {language}


@pytest.mark.parametrize(
    "text", ["", "2012", "OAS", "Nota.", "Safety", "—", "https://example.org/2011"]
)
@pytest.mark.parametrize("hint", ["en", "es", "fr", "pt-br"])
def test_text_without_marks_follows_the_hint(text, hint):
    assert identify(text, hint) == hint


def test_text_without_marks_or_hint_has_an_answer_all_the_same():
    assert identify("2012") in {"en", "es", "fr", "pt-br"}


def test_marks_that_are_level_leave_it_to_the_hint():
    assert identify("OAS of OEA del", "fr") == "fr"


def test_long_text_is_judged_by_its_middle_too():
    heading = "OEA/Ser.K 1234. " * 25
    text = heading + " ".join(SENTENCES["pt-br"])
    assert identify(text, "es") == "pt-br"
