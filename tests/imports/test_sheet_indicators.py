"""Sheets of indicators and of their values: what is wrong with a cell, new values, corrections."""

from decimal import Decimal

import pytest

from imports.layouts import KINDS_OF_SHEETS
from imports.sheets.kinds import KINDS
from imports.undoing import objections, undo
from publication.models import Revision
from reports.measuring import state_value
from reports.models import IndicatorValue
from tests import factories
from tests.imports.fingerprint import TRACES, fingerprint
from tests.imports.sheet_samples import edits, exported, faults, planned, take_in

pytestmark = pytest.mark.django_db
NEW = {
    "indicator": "schools", "entity": "peru", "year": 2015, "sex": "female", "age": "",
    "territory": "", "value": "12.5", "evidence": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def schools():
    factories.make_goal(number=10)
    found = factories.make_indicator(
        slug="schools", by_sex=True, baseline=1, baseline_year=2015, target=9, target_year=2030
    )
    factories.make_indicator_target(indicator=found)
    return found


@pytest.fixture(autouse=True)
def peru():
    return factories.make_entity(slug="peru")


@pytest.fixture
def value(schools, peru):
    return factories.make_indicator_value(indicator=schools, entity=peru, year=2014, value=7)


def content():
    return fingerprint(without=TRACES)


def new(**cells):
    return {"id": "", **NEW, **cells}


def test_every_kind_has_a_layout():
    assert set(KINDS_OF_SHEETS) == set(KINDS.paths)


# Definitions ----------------------------------------------------------------------------------

NO_ADDRESS = "cell_url"
WRONG = {
    "baseline": [("1e15", "cell_decimal"), ("123456789012.1234", "cell_decimal"),
                 ("12,5", "cell_decimal"), ("1.00001", "cell_decimal"),
                 ("many", "cell_decimal")],
    "baseline_year": [("99999", "cell_number_between", "1800", "2200"), ("", "sheet_baseline")],
    "target": [("", "sheet_target", "target_year")],
    "by_sex": [("perhaps", "cell_choice", "true, false")],
    "goals": [("10.e", "sheet_goal", "10.e"), ("17", "sheet_goal", "17"),
              ("10.7.1", "sheet_goal", "10.7.1")],
    "paragraphs": [("plan/1", "cell_unknown", "plan/1")],
    "decimals": [("5", "cell_number_between", "0", "4")],
    "source_url": [("census", NO_ADDRESS)],
    "name_en": [("x" * 201, "cell_too_long", "200")],
}  # fmt: skip
ONE_BY_ONE = [(name, *case) for name, cases in WRONG.items() for case in cases]


@pytest.mark.parametrize("text", ["999999999999999", "99999999999.9999", "-99999999999.9999"])
def test_number_of_as_many_digits_as_both_databases_give_back(text, reviewer):
    take_in("indicator_values", [new(value=text)], by=reviewer)
    assert [row["value"] for row in exported("indicator_values")] == [Decimal(text)]


@pytest.mark.parametrize("case", ONE_BY_ONE, ids=str)
def test_cell_of_an_indicator_that_is_not_taken(case):
    name, text, code, *words = case
    place = words.pop() if words[-1:] == ["target_year"] else name
    found = planned("indicators", [{"id": "schools", name: text}])
    assert faults(found) == [(2, place, code, *words)]


def test_identifier_as_long_as_the_database_takes_it():
    table = [{"id": "a" * length, "name_en": "Schools"} for length in (120, 121)]
    found = planned("indicators", table, create_missing=True)
    assert faults(found) == [(3, "id", "cell_slug")]


# Values ---------------------------------------------------------------------------------------

FAULTY = {
    "indicator": [("", "sheet_needed"), ("none", "cell_unknown", "none")],
    "entity": [("", "sheet_needed"), ("atlantis", "cell_unknown", "atlantis")],
    "year": [("", "sheet_needed"), ("1989", "cell_number_between", "1990", "2100"),
             ("2101", "cell_number_between", "1990", "2100"),
             ("2015/16", "cell_number_between", "1990", "2100")],
    "sex": [("both", "cell_choice", "female, male")],
    "age": [("15+", "sheet_not_broken_down"), ("x" * 41, "cell_too_long", "40")],
    "territory": [("North", "sheet_not_broken_down")],
    "value": [("", "sheet_needed"), ("1 200", "cell_decimal"), ("1,200.5", "cell_decimal"),
              ("NaN", "cell_decimal"), ("=1+1", "cell_decimal")],
    "evidence": [("page 7", "cell_url")],
}  # fmt: skip


@pytest.mark.parametrize(
    "case", [(name, *case) for name, cases in FAULTY.items() for case in cases], ids=str
)
def test_cell_of_a_new_value_that_is_not_taken(case):
    name, text, *wanted = case
    assert faults(planned("indicator_values", [new(**{name: text})])) == [(2, name, *wanted)]


@pytest.mark.parametrize("name", ["indicator", "entity", "year", "value"])
def test_value_keeps_what_it_needs(value, name):
    found = faults(planned("indicator_values", [{"id": value.pk, name: ""}]))
    assert [(number, column) for number, column, *_ in found] == [(2, name)]


def test_new_values_are_written_and_taken_back(value, schools, peru, reviewer):
    before, version = content(), Revision.objects.current().number
    table = [new(), new(year=2016, sex="", value="-3", evidence="https://example.org/")]
    batch = take_in("indicator_values", table, by=reviewer)
    assert (batch.state, batch.failure, batch.summary["created"]) == ("done", [], 2)
    assert Revision.objects.current().number == version + 1
    rows = IndicatorValue.objects.in_order().values_list(
        "indicator", "entity", "year", "sex", "value", "evidence_url", "recorded_by"
    )
    assert list(rows) == [
        (schools.pk, peru.pk, 2014, "", Decimal(7), "", None),
        (schools.pk, peru.pk, 2015, "female", Decimal("12.5"), "", reviewer.pk),
        (schools.pk, peru.pk, 2016, "", Decimal(-3), "https://example.org/", reviewer.pk),
    ]
    assert objections(batch) == []
    undo(batch, by=reviewer)
    assert content() == before


def test_row_without_identifier_is_the_value_that_is_there(value, reviewer):
    """A statistical office sends all its figures anew, without the portal's identifiers."""
    row = new(year=2014, sex="", value="7.0")
    found = planned("indicator_values", [row, new()])
    assert [found.rows[0].name, found.rows[0].fate] == [str(value.pk), "unchanged"]
    assert found.counts()["created"] == 1
    found = planned("indicator_values", [row | {"value": 8}])
    assert edits(found) == [(2, "value", "7", "8")]


def test_sheet_of_values_twice_changes_nothing(reviewer):
    table = [new(), new(year=2016)]
    take_in("indicator_values", table, by=reviewer)
    batch = take_in("indicator_values", table, by=reviewer)
    assert (batch.state, batch.summary["unchanged"], batch.summary["created"]) == ("done", 2, 0)
    assert IndicatorValue.objects.count() == 2


def test_corrected_value_keeps_its_version_and_is_taken_back(value, reviewer):
    row = exported("indicator_values")[0]
    batch = take_in("indicator_values", [{"id": value.pk, "value": "7.25"}], by=reviewer)
    value.refresh_from_db()
    assert (value.value, value.recorded_by) == (Decimal("7.25"), reviewer)
    versions = [(one.value, one.history_user) for one in value.history.order_by("history_id")]
    assert versions == [(Decimal(7), None), (Decimal("7.25"), reviewer)]
    undo(batch, by=reviewer)
    value.refresh_from_db()
    assert (exported("indicator_values"), value.recorded_by) == ([row], None)


def test_value_that_somebody_stated_since_is_not_taken_back(value, peru, schools, reviewer):
    batch = take_in("indicator_values", [{"id": value.pk, "value": "7.25"}], by=reviewer)
    state_value(
        {"year": 2014, "value": Decimal(9), "evidence_url": ""},
        indicator=schools, entity=peru, by=factories.make_person(role="coordinator", entity=peru),
    )  # fmt: skip
    assert objections(batch) == ["edited"]


def test_indicator_whose_values_came_later_is_not_taken_back(peru, reviewer):
    batch = take_in(
        "indicators", [{"id": "open", "name_en": "Open"}], by=reviewer, create_missing=True
    )
    take_in("indicator_values", [new(indicator="open", sex="")], by=reviewer)
    assert objections(batch) == ["built_upon"]


def test_one_value_for_a_year_and_group(value):
    other = factories.make_indicator_value(
        indicator=value.indicator, entity=value.entity, year=2013
    )
    table = [{"id": other.pk, "year": 2014}, {"id": value.pk, "year": 2012}]
    assert faults(planned("indicator_values", table)) == [
        (2, "id", "sheet_value_there", str(value.pk))
    ]
    assert faults(planned("indicator_values", [new(), new()])) == [
        (3, "id", "sheet_value_twice", "2")
    ]


def test_same_value_by_number_and_by_its_place_is_one_too_many(value):
    table = [new(id=value.pk, year=2014, sex=""), new(year=2014, sex="")]
    assert faults(planned("indicator_values", table)) == [(3, "id", "sheet_twice")]


def test_number_that_is_not_known_makes_no_value():
    assert faults(planned("indicator_values", [new(id="999999")])) == [
        (2, "id", "sheet_unknown_id")
    ]


@pytest.mark.parametrize("of", [(True, True), (True, False), (False, True)])
def test_value_is_invented_only_where_all_is(reviewer, of):
    factories.make_indicator(slug="invented", is_demonstration=of[0])
    factories.make_entity(slug="utopia", is_demonstration=of[1])
    row = new(indicator="invented", entity="utopia", sex="")
    take_in("indicator_values", [row], by=reviewer)
    assert IndicatorValue.objects.get().is_demonstration is all(of)


def test_same_few_questions_however_many_values(django_assert_num_queries):
    counts = []
    for rows in (1, 3):
        table = [new(year=2000 + n) for n in range(rows)]
        with django_assert_num_queries(5) as seen:
            planned("indicator_values", table)
        counts.append(len(seen))
    assert counts[0] == counts[1]
