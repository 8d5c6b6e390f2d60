"""Documents and paragraphs of a legacy page."""

import pytest

from tests.imports.legacy_samples import documents_in, warnings_of


def test_title_is_split_and_kept_as_printed():
    (document,) = documents_in(
        "    • • Plan of Accion - Santa Cruz de la Sierra , Bolivia - December 1996"
    ).documents
    assert document.title == "Plan of Accion - Santa Cruz de la Sierra , Bolivia - December 1996"
    assert document.name == "Plan of Accion"
    assert document.place == "Santa Cruz de la Sierra, Bolivia"
    assert document.date == "1996-12"


def test_title_with_a_dash_in_its_name():
    (document,) = documents_in("    • • Compact - Part Two - Lima, Peru - May 2018").documents
    assert (document.name, document.place) == ("Compact - Part Two", "Lima, Peru")


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("April 2015", "2015-04"),
        ("abril de 2015", "2015-04"),
        ("Setiembre 2011", "2011-09"),
        ("août 1998", "1998-08"),
        ("Décembre 1996", "1996-12"),
        ("Março de 2004", "2004-03"),
        ("FEVEREIRO 2004", "2004-02"),
    ],
)
def test_month_of_a_title_in_four_languages(printed, date):
    (document,) = documents_in(f"    • • Declaration - Lima, Peru - {printed}").documents
    assert document.date == date


@pytest.mark.parametrize("number", ["17", "2.8", "14 bis", "14\u00a0bis", "III.2", "12a", "1-2"])
def test_paragraph_numbers_as_printed(number):
    (document,) = documents_in(
        "    • • Declaration - Lima, Peru - April 2018", f"      • {number}:", "      To act."
    ).documents
    assert [row.number for row in document.paragraphs] == [number.replace("\u00a0", " ")]


def test_paragraph_keeps_its_list_and_blank_lines():
    lines = [
        "      To act:",
        "      • on one thing - now;",
        "",
        "        o on two",
        "      • 2 of 3: so - as - said",
    ]
    (document,) = documents_in(
        "    • • Declaration - Lima, Peru - April 2018",
        "      • 1:",
        *lines,
        "",
        "      • 2:",
        "      X.",
    ).documents
    assert (
        document.paragraphs[0].text
        == "To act:\n• on one thing - now;\n\n  o on two\n• 2 of 3: so - as - said"
    )
    assert document.paragraphs[1].text == "X."


def test_title_with_a_broken_month_still_opens_its_document():
    page = documents_in(
        "    • • Declaration - Lima, Peru - April 2018",
        "      • 1:",
        "      To act.",
        "      • Plan of Action - Lima, Peru - Aprl 2018",
        "      • 1:",
        "      To plan.",
    )
    assert [(row.name, row.date) for row in page.documents] == [
        ("Declaration", "2018-04"),
        ("Plan of Action", ""),
    ]
    assert warnings_of(page) == [("undated_document", "Plan of Action - Lima, Peru - Aprl 2018")]


def test_double_bullet_opens_a_document_whatever_it_says():
    page = documents_in("    • • Declaration", "      • 1:", "      To act.")
    (document,) = page.documents
    assert (document.name, document.place, document.date) == ("Declaration", "", "")
    assert [row.number for row in document.paragraphs] == ["1"]
    assert warnings_of(page) == [("undated_document", "Declaration")]


def test_broken_number_stays_in_the_text_and_is_reported():
    page = documents_in(
        "    • • Declaration - Lima, Peru - April 2018",
        "      • 9:",
        "      A.",
        "      • 1O/x:",
        "      B.",
    )
    assert page.documents[0].paragraphs[0].text == "A.\n• 1O/x:\nB."
    assert [(found.line, found.code) for found in page.warnings] == [(6, "broken_number")]


def test_paragraph_without_text_is_kept_and_reported():
    page = documents_in("    • • Declaration - Lima, Peru - April 2018", "      • 9:")
    assert page.documents[0].paragraphs[0].text == ""
    assert warnings_of(page) == [("paragraph_without_text", "9")]


def test_lines_outside_documents_and_paragraphs_are_quoted():
    page = documents_in(
        "      • 4:", "      Lost.", "    • • Declaration - Lima, Peru - April 2018", "      Stray."
    )
    assert warnings_of(page) == [
        ("text_outside", "• 4:"),
        ("text_outside", "Lost."),
        ("text_outside", "Stray."),
    ]
