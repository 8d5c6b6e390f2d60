"""What was exported comes back unchanged; after an edit, exactly this edit is seen."""

import datetime
from decimal import Decimal

import pytest

from imports.sheets.kinds import KINDS
from imports.sheets.planning import plan_sheet
from imports.sheets.tables import read_lines
from opendata.cells import PART
from opendata.columns import COLUMNS
from publication.languages import columns
from reports.models import Section
from tests import factories
from tests.imports.sheet_samples import as_csv, as_xlsx, edits, exported, faults, planned

pytestmark = pytest.mark.django_db
ODD = "  =1+1\r\nand “more”, a tab\there;\n\n• done | not done  "


@pytest.fixture(autouse=True)
def records():
    """One record of each kind with every column filled, and poorer ones beside it."""
    four, five = (factories.make_goal(number=n) for n in (4, 5))
    theme = factories.make_theme(slug="health", aliases=["Health care", "Salud pública"])
    theme.goals.set([five, four])
    for code in ("en", "es"):
        theme.write(code, description=ODD)
    theme.save()
    body = factories.make_institution(slug="body", website="https://example.org/")
    body.write("en", name="Body", official_name="The Body", acronym="B")
    body.save()
    entity = factories.make_entity(kind="department", parent=body, slug="part")
    document = factories.make_document(slug="plan", numbering="per_section")
    heading = factories.make_heading(document=document, slug="health")
    paragraph = factories.make_paragraph(
        document=document, label="2.8", section=heading, themes=[theme], life_cycle="retired",
        life_cycle_date=datetime.date(2018, 4, 14), affected_groups=["women", "youth"],
        texts={"en": "-2 schools", "fr": "Écoles"},
    )  # fmt: skip
    paragraph.write("en", life_cycle_reason="Replaced.")
    paragraph.save()
    paragraph.goals.set([four])
    paragraph.addressees.set([body, entity])
    report = factories.make_report(
        entity=entity, themes=[theme], symbol="CE/AM 1", date_precision="month",
        texts={"es": ODD, "en": "@once"},
    )  # fmt: skip
    factories.make_section(report=report, kind="financing", texts={"fr": "0"})
    factories.make_citation(
        report=report, paragraph=paragraph, mark="done", evidence_url="https://example.org/?a=b=c"
    )
    other = factories.make_paragraph(themes=[theme])
    factories.make_citation(
        report=report, state="ambiguous", typed="17", candidates=[paragraph, other]
    )
    factories.make_citation(report=report, state="unresolved", typed="99 bis")
    factories.make_report(texts={}, available_in=["pt-br"], is_demonstration=True)
    _make_figures(paragraph, body, four)


def _make_figures(paragraph, entity, goal):
    """An indicator with every column filled and its values, and a poor one."""
    indicator = factories.make_indicator(
        slug="schools", paragraphs=[paragraph], baseline=Decimal("-12.50"), baseline_year=1950,
        target=Decimal("99999999999.9999"), target_year=2030, by_sex=True, by_age=True,
        by_territory=True, decimals=2, source_url="https://example.org/?a=b",
    )  # fmt: skip
    indicator.write("en", definition=ODD, unit="-%", source="=Census")
    indicator.save()
    for part in ("", "7", "a"):
        factories.make_indicator_target(indicator=indicator, goal=goal, part=part)
    factories.make_indicator(is_demonstration=True)
    of = {"indicator": indicator, "entity": entity}
    factories.make_indicator_value(**of, value=Decimal("0.0001"), evidence_url="https://a.example/")
    factories.make_indicator_value(
        **of, sex="female", age="+15", territory="=North", value=Decimal("-12345678901.1234")
    )


@pytest.mark.usefixtures("kept_connection")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("code", "query"),
    [
        *((code, "") for code in KINDS.paths),
        ("reports", "?theme=health&since=1990&until=2100&kind=institutions&sort=entity"),
        ("entities", "?kind=institutions"),
        ("paragraphs", "?document=plan&theme=health"),
    ],
)  # fmt: skip
def test_file_of_a_list_comes_back_unchanged(reader, code, query, ending):
    data = reader.get(f"/data/exports/{KINDS.get(code).code}.{ending}{query}").getvalue()
    found = plan_sheet(KINDS.get(code), read_lines(data, KINDS.get(code).names()))
    assert faults(found) == []
    assert found.counts()["rows"] == found.counts()["unchanged"] > 0


@pytest.mark.parametrize("code", KINDS.paths)
@pytest.mark.parametrize("written", [as_csv, as_xlsx])
def test_exported_sheet_comes_back_unchanged(code, written):
    table = exported(code)
    found = plan_sheet(KINDS.get(code), read_lines(written(table), KINDS.get(code).names()))
    assert faults(found) == []
    assert found.counts() == {
        "rows": len(table), "created": 0, "updated": 0, "unchanged": len(table), "faulty": 0,
    }  # fmt: skip


@pytest.mark.parametrize("code", KINDS.paths)
def test_columns_may_be_left_out(code):
    table = [{"id": row["id"]} for row in exported(code)]
    assert planned(code, table).counts()["unchanged"] == len(table)


EDITS = {
    "themes": ("health", {
        "name_en": "Health care", "name_pt_br": "Saúde e bem-estar", "description_es": "=2",
        "original_language": "es", "aliases": ["Salud"], "goals": ["4"],
    }),
    "entities": ("part", {
        "name_fr": "Le service", "official_name_en": "The part", "acronym_es": "P",
        "parent": None, "website": "https://example.org/part", "iso_3166_1": "XX",
        "kind": "institution", "subregion": "caribbean", "aliases": ["p", "q"],
    }),
    "paragraphs": ("plan/health-2.8", {
        "number": "2.9", "position": 7, "text_en": "Two schools", "text_es": "Dos escuelas",
        "nature": "informative", "life_cycle": "superseded", "life_cycle_date": "2019-01-01",
        "life_cycle_reason_en": "Overtaken.", "affected_groups": ["women"], "goals": ["5", "4"],
        "addressees": ["body"], "section": None, "themes": [],
    }),
    "indicators": ("schools", {
        "name_en": "Schools that are open", "definition_es": "Cuántas", "unit_en": "%",
        "source_pt_br": "Censo", "source_url": "https://example.org/b", "baseline": "-12.51",
        "baseline_year": 1951, "target": "100", "target_year": 2031, "by_sex": "false",
        "by_age": "false", "by_territory": "false", "paragraphs": [], "goals": ["4.1"],
        "decimals": 0,
    }),
}  # fmt: skip
ONE_BY_ONE = [
    (code, name, key, value) for code, (key, edited) in EDITS.items()
    for name, value in edited.items()
]  # fmt: skip


def as_shown(value):
    if isinstance(value, bool):
        return str(value).lower()
    return " | ".join(value) if isinstance(value, list) else "" if value is None else str(value)


@pytest.mark.parametrize(("code", "column", "key", "value"), ONE_BY_ONE)
def test_exactly_the_edit_is_seen(code, column, key, value):
    table = exported(code)
    place = next(n for n, row in enumerate(table) if row["id"] == key)
    before = table[place][column]
    table[place][column] = value
    found = edits(planned(code, table))
    shown = [as_shown(one) for one in (before, value)]
    assert [(number, name) for number, name, *_texts in found] == [(place + 2, column)]
    ((number, _name, was, will),) = found
    assert (was.split(" | "), will) == (shown[0].replace("\r\n", "\n").split(" | "), shown[1])


REPORT_EDITS = {
    "date": "2016-04", "symbol": "CE/AM 2", "done_es": "Se abrieron.", "done_fr": "Fait.",
    "done_en": None, "planned_en": "More.", "financing_fr": "1", "cites": [], "marks": [],
    "evidence": [],
}  # fmt: skip


@pytest.mark.parametrize("column", REPORT_EDITS)
def test_exactly_the_edit_of_a_report_is_seen(column):
    table = exported("reports")
    place = next(n for n, row in enumerate(table) if row["symbol"] == "CE/AM 1")
    table[place][column] = REPORT_EDITS[column]
    found = planned("reports", table)
    assert [(number, name) for number, name, *_texts in edits(found)] == [(place + 2, column)]
    assert faults(found) == []


VALUE_EDITS = {
    "indicator": "schools-2", "entity": "part", "year": 2015, "sex": "male", "age": "65+",
    "territory": "North", "value": "0.0002", "evidence": "https://b.example/",
}  # fmt: skip


@pytest.mark.parametrize("column", VALUE_EDITS)
def test_exactly_the_edit_of_a_value_is_seen(column):
    factories.make_indicator(slug="schools-2")
    table = exported("indicator_values")
    before, table[0][column] = str(table[0][column]), VALUE_EDITS[column]
    found = planned("indicator_values", table)
    assert edits(found) == [(2, column, before, str(VALUE_EDITS[column]))]
    assert faults(found) == []


@pytest.mark.parametrize("text", ["0.00010", "+0.0001", "1e-4", "1E-04"])
def test_number_written_otherwise_is_the_same_number(text):
    table = exported("indicator_values")
    table[0]["value"] = text
    assert edits(planned("indicator_values", table)) == []


def test_edit_of_a_column_that_follows_from_others_is_a_fault():
    table = exported("reports")
    table[0] |= {"url": "https://example.org/", "edition": 7, "is_demonstration": True}
    found = faults(planned("reports", table))
    changed = {name for _number, name, _code in found}
    assert {code for _number, _name, code in found} == {"sheet_read_only"}
    assert {"url", "edition"} <= changed


def test_truth_in_another_language_is_the_same_truth():
    table = exported("reports")
    for row in table:
        row["is_demonstration"] = "VERDADERO" if row["is_demonstration"] else "FALSO"
    assert planned("reports", table).counts()["updated"] == 0


def test_long_text_that_was_parted_is_put_together():
    report = factories.make_report(texts={"en": "Word " * 6700})
    row = next(row for row in exported("reports") if row["id"] == report.pk)
    first, rest = row["done_en"][:PART], row["done_en"][PART:]
    table = [{"id": report.pk, "done_en": first, "done_en […]": rest}]
    names = KINDS.get("reports").names()
    for written in (as_csv, as_xlsx):
        found = plan_sheet(KINDS.get("reports"), read_lines(written(table), names))
        assert (faults(found), edits(found)) == ([], [])


ONLY_NEW = {
    "reports": {"entity": "body", "themes": [], "original_language": "fr"},
    "paragraphs": {"document": "other"},
}
ONLY_NEW_ONES = [(code, name) for code, columns in ONLY_NEW.items() for name in columns]


def test_exports_call_editable_what_a_sheet_may_change():
    for code, every in COLUMNS.items():
        reads = set(KINDS.get(code).reads) if code in KINDS.paths else set()
        editable = {column.name for column in every if column.is_editable}
        assert editable == reads - ONLY_NEW.get(code, {}).keys(), code
        assert reads <= {column.name for column in every}


@pytest.mark.parametrize(("code", "column"), ONLY_NEW_ONES)
def test_what_a_new_row_says_alone_is_not_changed_by_a_later_sheet(code, column):
    factories.make_document(slug="other")
    table = exported(code)
    key = {"reports": "CE/AM 1", "paragraphs": "plan/health-2.8"}[code]
    place = next(n for n, row in enumerate(table) if key in (row["id"], row.get("symbol")))
    table[place][column] = ONLY_NEW[code][column]
    assert faults(planned(code, table)) == [(place + 2, column, "sheet_read_only")]


def test_every_text_of_a_report_has_a_column():
    names = {name for kind in Section.Kind.values for name in columns(kind)}
    assert names <= set(KINDS.get("reports").reads)
