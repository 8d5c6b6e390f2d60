"""A text split into headings and numbered paragraphs, and its languages side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.entering import heading_slugs, side_by_side
from mandates.splitting import Piece, Rule, is_heading, marked, split

NUMBERED = """HEALTH
1. Open hospitals
in the capital.
2) Train nurses in 3 towns.
14 bis. Buy vaccines:
 - for children
EDUCATION
2.8 Open schools.
"""


def test_numbers_at_the_beginning_of_lines_begin_paragraphs():
    assert split(marked(NUMBERED, Rule.NUMBERED)).pieces == [
        Piece(1, "1", "Open hospitals in the capital."),
        Piece(1, "2", "Train nurses in 3 towns."),
        Piece(1, "14 bis", "Buy vaccines: - for children"),
        Piece(2, "2.8", "Open schools."),
    ]


def test_headings_are_short_lines_in_capitals():
    assert split(marked(NUMBERED, Rule.NUMBERED)).headings == ["HEALTH", "EDUCATION"]
    assert [is_heading(line) for line in ("SALUD PÚBLICA", "OAS.", "A", "We SAY", "X" * 121)] == [
        True, False, False, False, False,
    ]  # fmt: skip


def test_blank_lines_number_in_order():
    text = "First\nline.\n\nHEALTH\n\nSecond."
    assert marked(text, Rule.BLANK_LINES) == "[1] First line.\n\n# HEALTH\n\n[2] Second."


def test_marks_are_taken_as_they_are_and_keep_line_breaks():
    found = split("stray\n# Health\n[1] One\n- a\n\n- b\n[2]\nTwo")
    assert found.stray == ["stray"]
    assert found.pieces == [Piece(1, "1", "One\n- a\n\n- b"), Piece(1, "2", "Two")]


@given(st.text(alphabet="1 2.)\nAb[]#-é", max_size=200), st.sampled_from(Rule.values))
def test_no_word_is_lost_and_marking_twice_changes_nothing(text, rule):
    once = marked(text, rule)
    assert marked(once, Rule.MARKED) == once.strip()
    found = split(once)
    kept = "".join([*found.headings, *(p.label + p.text for p in found.pieces), *found.stray])
    for letter in "béA":
        assert kept.count(letter) == text.count(letter)


def test_languages_are_matched_by_number():
    draft = side_by_side(
        {"en": split("# Health\n[1] One\n[2] Two"), "es": split("# Salud\n[2] Dos\n[1] Uno")},
        per_section=False,
    )
    assert [(row.label, row.texts) for row in draft.rows] == [
        ("1", {"en": "One", "es": "Uno"}), ("2", {"en": "Two", "es": "Dos"}),
    ]  # fmt: skip
    assert draft.headings == [{"en": "Health", "es": "Salud"}]
    assert (draft.problems, draft.notes) == ([], [])


@pytest.mark.parametrize(
    ("texts", "problems", "notes"),
    [
        ({"en": "[1] One\n[1] Again"}, ["English: the number 1 stands there twice."], []),
        ({"en": "[1] One", "es": "[2] Dos"}, [], [
            "Paragraph 1 is missing in: Español.", "Paragraph 2 is missing in: English."]),
        ({"en": "hello"}, [
            "English: “hello” belongs to no paragraph.", "English: no paragraph was found."], []),
        ({"en": "[14 bis] One\n[14-bis] Two"}, [
            "English: the number 14-bis stands there twice."], []),
        ({"en": "[A] One\n[a] Two"}, ["English: the number a stands there twice."], []),
        ({"en": "[14 bis] One", "fr": "[14-BIS] Un"}, [], []),
        ({"en": f"# {'Health' * 50}\n[1] One"}, [
            f"English: the heading “{'Health' * 10}” has more than 255 characters."], []),
        ({"en": "[–] One"}, ["English: “–” is no number of a paragraph."], []),
        ({"en": "[1]"}, ["English: paragraph 1 has no text."], []),
        ({"en": "# A\n[1] One", "es": "[1] Uno"}, [
            "The languages have different numbers of headings."], []),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said(texts, problems, notes):
    draft = side_by_side({code: split(text) for code, text in texts.items()}, per_section=False)
    assert (draft.problems, draft.notes) == (problems, notes)


def test_headings_of_one_name_have_addresses_of_their_own():
    headings = [{"en": "X 3"}, {"en": "X"}, {"en": "X"}, {"fr": "–"}]
    assert heading_slugs(headings) == ["x-3", "x", "x-3-3", "section-4"]


def test_addresses_that_heading_and_number_make_alike_are_a_problem():
    text = split("# A\n[1-2] One\n# A 1\n[2] Two")
    problems = side_by_side({"en": text}, per_section=True).problems
    assert problems == ["English: the number 2 stands there twice."]
    assert side_by_side({"en": text}, per_section=False).problems == []


def test_numbers_restart_under_headings_where_the_document_says_so():
    text = split("# A\n[1] One\n# B\n[1] Two")
    assert side_by_side({"en": text}, per_section=True).problems == []
    assert [row.section for row in side_by_side({"en": text}, per_section=True).rows] == [1, 2]
