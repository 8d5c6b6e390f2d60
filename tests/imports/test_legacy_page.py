"""The parser of legacy pages: the real page, each trap of the grammar, generated pages."""

import datetime
import time

import pytest

from imports.identify import identify
from imports.legacy_page import EntityRow, Page, ReportRow, UnreadablePage, parse, read
from tests.conftest import source_documents
from tests.imports.legacy_generator import LANGUAGES, generate

DOCUMENTS = """Skip Navigation Links

  • Ministerials
  • Paragraphs Related to the Theme
    • • Declaration - Lima, Peru - April 2018
      • 1:
      To keep every promise.
"""
REPORT = "    • Date: \u00a012/20/2016\u00a0 \u00a0 Paragraphs: 1"


def page_with(*lines: str, documents: str = DOCUMENTS) -> Page:
    """The page whose first entity has `lines`, followed by a silent one."""
    return parse("\n".join([documents, "  • Terra Alta", *lines, "  • Costa Norte", ""]))


def reports_in(*lines: str) -> tuple[ReportRow, ...]:
    return page_with("    • Reports", *lines).entities[0].reports


def body_of(*lines: str) -> str:
    """The body of the only report, `lines` being what stands below its date."""
    (report,) = reports_in(REPORT, *lines)
    return report.body


def warnings_of(page: Page) -> list[tuple[str, str]]:
    return [(found.code, found.quote) for found in page.warnings]


def documents_in(*lines: str) -> Page:
    heading = "  • Ministerials\n  • Paragraphs Related to the Theme"
    return page_with(documents="\n".join([heading, *lines]))


# The real page


@pytest.fixture(scope="module")
def migration() -> Page:
    return parse(read((source_documents() / "000_8d5b63cea4f761ee.txt").read_bytes()))


@pytest.mark.documents
def test_real_page_has_all_its_records(migration):
    reports = [report for entity in migration.entities for report in entity.reports]
    stubs = [report.available_in for report in reports if report.available_in]
    assert migration.language == "en"
    assert len(migration.documents) == 11
    assert sum(len(document.paragraphs) for document in migration.documents) == 34
    assert len(migration.entities) == 46
    assert sum(not entity.reports for entity in migration.entities) == 25
    assert len(reports) == 76
    assert sorted(stubs) == ["es"] * 17 + ["pt-br"]
    assert sum(bool(report.body) for report in reports) == 58
    assert sum(not report.citations for report in reports) == 26
    assert sum(len(report.citations) for report in reports) == 53
    assert sum(len(entity.resources) for entity in migration.entities) == 8
    assert migration.warnings == ()


@pytest.mark.documents
def test_real_page_loses_no_line(migration):
    """Every line of the file is found in a record, or is one of the page's fixed labels."""
    text = read((source_documents() / "000_8d5b63cea4f761ee.txt").read_bytes())
    kept = {line.strip() for line in _texts(migration)}
    labels = {"Skip Navigation Links", "• Ministerials", "• Paragraphs Related to the Theme"}
    labels |= {"• Reports", "• Related Resources"}
    lost = [
        line.strip()
        for line in text.split("\n")
        if line.strip() not in kept | labels
        and not line.startswith(("    • Date:", "    Information available in"))
        and line.strip("• ") not in kept
    ]
    assert lost == []


def _texts(page: Page) -> list[str]:
    texts = [entity.name for entity in page.entities]
    for document in page.documents:
        texts += [document.title, *(f"{row.number}:" for row in document.paragraphs)]
        texts += [line for row in document.paragraphs for line in row.text.split("\n")]
    for entity in page.entities:
        texts += [line for report in entity.reports for line in report.body.split("\n")]
        texts += [resource.title for resource in entity.resources]
    return ["", *texts]


@pytest.mark.documents
def test_real_page_keeps_order_and_facts(migration):
    quebec = migration.documents[7]
    assert (quebec.name, quebec.place, quebec.date) == (
        "Plan of Action",
        "Quebec, Canada",
        "2001-04",
    )
    assert [row.number for row in quebec.paragraphs] == [
        *map(str, range(190, 197)),
        *map(str, range(39, 45)),
    ]
    assert migration.documents[-1].name == "Plan of Accion"
    assert [row.number for row in migration.documents[-1].paragraphs] == ["2.8"]
    argentina = migration.entities[1]
    assert [report.line for report in argentina.reports[:4]] == [88, 90, 92, 94]
    assert {report.date for report in argentina.reports[:4]} == {datetime.date(2016, 12, 20)}


# Documents and paragraphs


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


# Bodies


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


# Reports


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


# Resources


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


# The file


def test_byte_order_mark_and_line_ends_do_not_matter():
    text, _ = generate(1, "pt-br")
    plain = parse(read(text.encode()))
    assert parse(read(text.replace("\n", "\r\n").encode("utf-8-sig"))) == plain
    assert parse(read(text.replace("\n", "\r").encode())) == plain


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        ("\ufeff\n".encode(), "empty"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (DOCUMENTS.encode("utf-16"), "not_utf8"),
        ("  • Informes sobre migración\n".encode("cp1252", "replace"), "not_utf8"),
        (DOCUMENTS.encode()[:-1] + "é".encode()[:1], "truncated"),
        (b"<!DOCTYPE html><title>SISCA</title>", "html"),
        (b"\n <HTML lang='en'>", "html"),
        (b"Saved page\n<body class='x'>", "html"),
    ],
)
def test_file_that_is_no_text_is_refused(data, code):
    with pytest.raises(UnreadablePage) as refusal:
        read(data)
    assert refusal.value.code == code
    assert "\n" not in refusal.value.message and refusal.value.message.endswith(".")


def test_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("imports.legacy_file.SIZE_LIMIT", 10)
    assert read(b"0123456789") == "0123456789"
    with pytest.raises(UnreadablePage) as refusal:
        read(b"0123456789a")
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A letter.\n  • With a bullet\n", "not_a_legacy_page"),
        ("Paragraphs Related to the Theme\n", "not_a_legacy_page"),
        (DOCUMENTS.replace("Paragraphs Related", "Words Related"), "not_a_legacy_page"),
        (DOCUMENTS[:60], "not_a_legacy_page"),
        (DOCUMENTS, "truncated"),
        (DOCUMENTS + "  • Terra Alta\n    • Repo", "truncated"),
        (DOCUMENTS + f"  • Terra Alta\n    • Reports\n{REPORT}\n    One.\n    ", "truncated"),
        (DOCUMENTS + "  • Terra Alta\n    • Reports\n", "truncated"),
        (DOCUMENTS + f"  • Terra Alta\n    • Reports\n{REPORT}\n", "truncated"),
        (DOCUMENTS + "  • Terra Alta\n    • Reports\n    • Date:  4/1", "truncated"),
        (DOCUMENTS + f"  • Terra Alta\n    • Reports\n{REPORT}\n    One. Tw", "truncated"),
        (
            DOCUMENTS + f"  • Terra Alta\n    • Reports\n{REPORT}\n    Information avail",
            "truncated",
        ),
    ],
)
def test_text_that_is_no_whole_page_is_refused(text, code):
    with pytest.raises(UnreadablePage) as refusal:
        parse(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "end",
    ["    One.", "    “One.”", "    One\n", "    • Date: ?\n", "    One\n    • Related Resources"],
)
def test_page_may_end_with_a_report(end):
    page = parse(DOCUMENTS + f"  • Terra Alta\n    • Reports\n{REPORT}\n{end}")
    is_open = "Resources" not in end
    assert warnings_of(page) == [("ends_in_report", "Terra Alta")] * is_open


@pytest.mark.documents
@pytest.mark.parametrize("share", [0.02, 0.1, 0.25, 0.5, 0.75, 0.9])
def test_real_page_cut_anywhere_is_refused(share):
    data = (source_documents() / "000_8d5b63cea4f761ee.txt").read_bytes()
    with pytest.raises(UnreadablePage) as refusal:
        parse(read(data[: int(len(data) * share)]))
    assert refusal.value.code == "truncated"


# Generated pages


def held_by(page: Page) -> dict:
    """What a page holds, in the shape of the generator's."""

    def texts(text: str) -> dict[str, str]:
        return {identify(text, page.language): text} if text else {}

    return {
        "language": page.language,
        "documents": [
            {
                "title": document.title,
                "date": document.date,
                "paragraphs": [
                    {"number": row.number, "text": texts(row.text)} for row in document.paragraphs
                ],
            }
            for document in page.documents
        ],
        "entities": [
            {
                "name": entity.name,
                "reports": [
                    {
                        "date": report.date.isoformat(),
                        "original_language": next(iter(texts(report.body)), None),
                        "available_in": [report.available_in] if report.available_in else [],
                        "text": texts(report.body),
                        "citations": [{"number": number} for number in report.citations],
                    }
                    for report in entity.reports
                ],
                "resources": [{"title": resource.title} for resource in entity.resources],
            }
            for entity in page.entities
        ],
    }


@pytest.mark.parametrize("seed", range(50))
def test_generated_page_comes_back(seed):
    text, expected = generate(seed, LANGUAGES[seed % 4])
    page = parse(text)
    assert held_by(page) == expected
    assert {found.code for found in page.warnings} <= {"ends_in_report"}


def test_known_names_are_on_the_generated_page():
    known = [("Plan de Acción", "Lima, Perú", "2018-04")]
    text, expected = generate(7, "es", documents=known, entities=["Argentina", "Haití"])
    page = parse(text)
    assert held_by(page) == expected
    assert known[0] in {(row.name, row.place, row.date) for row in page.documents}
    assert {"Argentina", "Haití"} <= {entity.name for entity in page.entities}


def test_long_page_is_read_in_linear_time():
    """Twenty thousand reports, and lines that make a careless pattern start over and over."""
    hostile = [
        "    • Date:" + " " * 300_000 + "x",
        "    • " + "- " * 100_000,
        "    • \u00a0" * 50_000,
    ]
    lines = [line for _ in range(20_000) for line in (REPORT, "    • One.", "", "    Two.")]
    started = time.perf_counter()
    page = page_with("    • Reports", *lines, *hostile)
    assert len(page.entities[0].reports) == 20_000
    assert time.perf_counter() - started < 10  # half a second here, hours if it were quadratic
