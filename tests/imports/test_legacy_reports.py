"""Reports and resources below the entities of a legacy page."""

import datetime

import pytest

from imports.legacy_page import EntityRow
from tests.imports.legacy_samples import REPORT, page_with, reports_in, warnings_of


def test_report_line_with_any_mix_of_spaces():
    for line in (
        "    • Date: \u00a06/8/2016\u00a0 \u00a0 Paragraphs: 17, 12",
        "    • Date: 6/8/2016 Paragraphs: 17,12",
        "    •\u00a0Date:\u00a006/08/2016\u00a0\u00a0Paragraphs:\u00a017 , 12 ",
    ):
        (report,) = reports_in(line, "    One.")
        assert report.date == datetime.date(2016, 6, 8)
        assert report.citations == ("17", "12")


def test_report_without_citations():
    (report,) = reports_in(REPORT.replace(": 1", ": -").replace("-2", "12"), "    One.")
    assert (report.citations, report.citations_as_printed) == ((), "-")


def test_citations_keep_decimals_and_bis():
    (report,) = reports_in(REPORT.replace("Paragraphs: 1", "Paragraphs: 2.8, 14 bis"), "    One.")
    assert report.citations == ("2.8", "14 bis")
    assert report.citations_as_printed == "2.8, 14 bis"


def test_unclear_citation_is_kept_as_typed_and_reported():
    page = page_with(
        "    • Reports", REPORT.replace("Paragraphs: 1", "Paragraphs: 1, see note"), "    X."
    )
    assert page.entities[0].reports[0].citations == ("1", "see note")
    assert warnings_of(page) == [("unclear_citation", "see note")]


@pytest.mark.parametrize(
    "line",
    [
        "    • Date:  2/30/2015    Paragraphs: 12",
        "    • Date:  20/12/2015    Paragraphs: 12",
        "    • Date:  soon    Paragraphs: 12",
        "    • Date:      Paragraphs: -",
        "    • Date:  1/2/2015",
    ],
)
def test_broken_report_line_stays_in_the_body_and_is_reported(line):
    page = page_with("    • Reports", REPORT, "    One.", line, "    Two.")
    (report,) = page.entities[0].reports
    assert report.body == f"One.\n{line.strip()}\nTwo."
    assert [(found.line, found.code) for found in page.warnings] == [(13, "broken_report_line")]
    assert page.warnings[0].quote == line.strip()


def test_broken_first_report_line_loses_no_text():
    page = page_with("    • Reports", "    • Date:  2/30/2015    Paragraphs: 12", "    One.")
    assert [code for code, _ in warnings_of(page)] == [
        "no_reports",
        "broken_report_line",
        "text_outside",
        "text_outside",
    ]
    assert ("text_outside", "One.") in warnings_of(page)


def test_identical_stubs_are_separate_reports():
    stub = "    Information available in Spanish"
    found = reports_in(*[REPORT, stub] * 4)
    assert [(report.body, report.available_in) for report in found] == [("", "es")] * 4
    assert [report.line for report in found] == [11, 13, 15, 17]


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Information available in English", "en"),
        ("Information available in Portuguese.", "pt-br"),
        ("Información disponible en español", "es"),
        ("Información disponible en portugués", "pt-br"),
        ("Information disponible en français", "fr"),
        ("Informations disponibles en anglais", "en"),
        ("Informação disponível em espanhol", "es"),
        ("informação  disponível em\u00a0francês", "fr"),
    ],
)
def test_stub_in_every_language(line, language):
    (report,) = reports_in(REPORT, "", f"    {line}", "")
    assert (report.body, report.available_in) == ("", language)


def test_stub_of_an_unknown_language_is_a_text_and_is_reported():
    page = page_with("    • Reports", REPORT, "    Information available in Dutch")
    assert page.entities[0].reports[0].body == "Information available in Dutch"
    assert warnings_of(page) == [("unknown_stub_language", "Information available in Dutch")]


def test_stub_is_a_single_line():
    (report,) = reports_in(REPORT, "    Information available", "    in Spanish")
    assert (report.body, report.available_in) == ("Information available\nin Spanish", None)


def test_report_without_text_is_kept_and_reported():
    page = page_with("    • Reports", REPORT, REPORT, "    One.")
    assert [report.body for report in page.entities[0].reports] == ["", "One."]
    assert warnings_of(page) == [("report_without_text", "Terra Alta")]


def test_reports_announced_but_absent_are_reported():
    assert warnings_of(page_with("    • Reports")) == [("no_reports", "Terra Alta")]


def test_text_under_a_silent_entity_is_quoted():
    assert warnings_of(page_with("    Some text.")) == [("text_outside", "Some text.")]


def resources_of(entity: EntityRow) -> list[str]:
    return [resource.title for resource in entity.resources]


def test_resources_of_an_entity_with_and_without_reports():
    lines = ["    • Related Resources", "    Atlas", "", "    Carte des îles"]
    assert resources_of(page_with(*lines).entities[0]) == ["Atlas", "Carte des îles"]
    entity = page_with("    • Reports", REPORT, "    One.", *lines).entities[0]
    assert resources_of(entity) == ["Atlas", "Carte des îles"]
    assert entity.reports[0].body == "One."


def test_resources_heading_may_have_nothing_below():
    entity = page_with("    • Reports", REPORT, "    One.", "    • Related Resources").entities[0]
    assert (entity.reports[0].body, entity.resources) == ("One.", ())


def test_resources_heading_inside_a_body_is_text():
    label = "    • Related Resources"
    entity = page_with(
        "    • Reports",
        REPORT,
        "    One.",
        label,
        "    Two.",
        REPORT,
        "    A.",
        label,
        "    B.",
        label,
        "    Atlas",
    ).entities[0]
    assert [report.body for report in entity.reports] == [
        "One.\n• Related Resources\nTwo.",
        "A.\n• Related Resources\nB.",
    ]
    assert resources_of(entity) == ["Atlas"]


def test_resources_heading_before_another_report_is_text():
    label = "    • Related Resources"
    entity = page_with("    • Reports", REPORT, "    A.", label, REPORT, "    B.").entities[0]
    assert [report.body for report in entity.reports] == ["A.\n• Related Resources", "B."]
    assert entity.resources == ()
