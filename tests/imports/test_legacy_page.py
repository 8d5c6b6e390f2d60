"""Whole legacy pages: the real one, pages that were cut, and generated ones."""

import datetime
import time

import pytest

from imports.identify import identify
from imports.legacy_page import Page, UnreadablePage, parse, read
from tests.conftest import source_documents
from tests.imports.legacy_generator import LANGUAGES, generate
from tests.imports.legacy_samples import DOCUMENTS, REPORT, page_with, warnings_of

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


# Pages that were cut


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
