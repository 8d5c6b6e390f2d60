"""Bodies of reports: what is text and what is structure, and what is left of the lines."""

import pytest

from tests.imports.legacy_samples import REPORT, body_of, page_with


def test_body_keeps_bullets_at_the_depth_of_a_date():
    assert (
        body_of("    • one", "    • two", "    • Date of birth") == "• one\n• two\n• Date of birth"
    )


def test_body_keeps_numbered_and_lettered_lists():
    lines = ["1. one", "o two", "- three", "1.1.1) four", "a) five"]
    assert body_of(*[f"    {line}" for line in lines]) == "\n".join(lines)


def test_body_loses_outer_blank_lines_and_keeps_inner_ones():
    assert body_of("", "    ", "    One.", "", "", "    Two.", "\u00a0", "") == "One.\n\n\nTwo."


def test_body_keeps_relative_indentation():
    assert body_of("      One.", "        • two", "      Three.") == "One.\n  • two\nThree."


def test_body_keeps_no_break_spaces_and_trailing_ones():
    assert body_of("    \u00a0One.  ", "    \u00a0", "    Two.") == "\u00a0One.  \n\u00a0\nTwo."


def test_no_break_space_is_no_indentation():
    assert body_of("    \u00a0One.", "    \u00a0Two.") == "\u00a0One.\n\u00a0Two."


def test_body_keeps_characters_that_other_readers_take_for_line_ends():
    assert (
        body_of("    One\x0btwo\x0cthree\u2028four\x85five.")
        == "One\x0btwo\x0cthree\u2028four\x85five."
    )


@pytest.mark.parametrize(
    "line",
    [
        "    • Reports",
        "    Reports",
        "    Related Resources",
        "      • Related Resources",
        "   • Costa Norte",
        "    • Date: to be agreed",
        "    Date: 12/20/2016    Paragraphs: 1",
        "      • Date: 12/20/2016    Paragraphs: 1",
        "    • Paragraphs: 3, 4",
        "    • Fecha: 12/20/2016    Párrafos: 1",
        "    • • Declaration - Lima, Peru - April 2018",
        "      • 17:",
        "    • Ministerials",
        "    Information available in Spanish",
        "Outdented.",
    ],
)
def test_body_keeps_what_only_resembles_the_structure(line):
    page = page_with("    • Reports", REPORT, "    One.", line, "    Two.")
    (report,) = page.entities[0].reports
    assert [text.strip() for text in report.body.split("\n")] == ["One.", line.strip(), "Two."]
    assert page.warnings == ()


def test_bullet_at_the_depth_of_an_entity_is_an_entity():
    """The dump indents every text by four spaces, so nothing else can stand at two."""
    page = page_with("    • Reports", REPORT, "    One.", "  • Not a body line")
    assert [entity.name for entity in page.entities] == [
        "Terra Alta",
        "Not a body line",
        "Costa Norte",
    ]


def test_headings_are_names_once_entities_began():
    assert page_with("  • Ministerials").entities[1].name == "Ministerials"
