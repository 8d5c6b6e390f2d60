"""Entities side by side: what each reported on each mandate, and what is missing."""

import datetime

import pytest

from reports.coverage_matrix import Cell, State
from reports.models import Citation
from tests.factories import (
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_paragraph,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    """Peru reported twice and marked a mandate; Haiti was asked and is silent."""
    theme = make_theme(slug="health", texts={"en": "Health"})
    document = make_document(slug="plan")
    first, second = (
        make_paragraph(document=document, label=label, slug=label, themes=[theme])
        for label in ("1", "2")
    )
    peru = make_entity(slug="peru", texts={"en": "Peru"})
    haiti = make_entity(slug="haiti", texts={"en": "Haiti"})
    make_cycle(themes=[theme], asked=[peru, haiti])
    for year, mark in ((2012, "under_way"), (2015, "done")):
        report = make_report(entity=peru, themes=[theme], date=datetime.date(year, 5, 1))
        make_citation(report=report, paragraph=first, mark=mark)
    return second


@pytest.mark.parametrize("what", ["theme=health", "document=plan"])
def test_each_mandate_says_what_each_entity_reported(reader, world, what):
    page = reader.get(f"/en/compare/?entity=peru&entity=haiti&{what}").context["page"]
    cells = {row.line.label: [answer.cell for answer in row.answers] for row in page.rows}
    assert cells == {
        "1": [Cell(State.REPORTED, 2), Cell(State.SILENT)],
        "2": [Cell(State.SILENT), Cell(State.SILENT)],
    }
    [peru, haiti] = page.sides
    assert (peru.reports, haiti.reports) == (2, 0)
    assert (peru.first.date.year, peru.last.date.year) == (2012, 2015)
    assert len(peru.latest) == 2


def test_the_latest_mark_counts(reader, world):
    page = reader.get("/en/compare/?entity=peru&entity=haiti&theme=health")
    [peru, _haiti] = page.context["page"].sides
    assert peru.marks == {Citation.Mark.DONE: 1}
    assert "<small>done</small>" in page.text


def test_a_number_that_may_mean_it_is_not_certain(reader, world):
    report = make_report(entity=make_entity(slug="chile"), themes=[])
    make_citation(report=report, state="ambiguous", candidates=[world])
    page = reader.get("/en/compare/?entity=chile&entity=haiti&document=plan")
    [row] = [row for row in page.context["page"].rows if row.line.label == "2"]
    assert row.answers[0].cell == Cell(State.UNCITED, 1, perhaps=True)
    assert "◐ 1</span>" in page.text


@pytest.mark.parametrize(
    ("query", "ignored", "sides"),
    [
        ("entity=peru&entity=nowhere&theme=health", ["Entity"], ["peru"]),
        ("entity=peru&entity=haiti&theme=none", ["Theme"], ["peru", "haiti"]),
        ("entity=peru&entity=peru&document=plan", [], ["peru"]),
        ("entity=&entity=&theme=&document=", [], []),
    ],
)
def test_broken_values_are_named_and_nothing_is_compared(reader, world, query, ignored, sides):
    answer = reader.get(f"/en/compare/?{query}")
    page = answer.context["page"]
    assert page.ignored == ignored
    assert [side.entity.slug for side in page.sides] == sides
    assert not page.is_whole
    assert "Choose at least two entities" in answer.text


def test_what_is_not_compared_is_named(reader, world):
    both = "entity=peru&entity=haiti&theme=health&document=plan"
    page = reader.get(f"/en/compare/?{both}").context["page"]
    assert (page.parameter, page.ignored) == ("theme", ["Document"])
    twice = "entity=peru&entity=haiti&document=none&document=plan"
    page = reader.get(f"/en/compare/?{twice}").context["page"]
    assert (page.what.slug, page.ignored) == ("plan", ["Document"])


def test_no_more_than_four_are_compared(reader, world):
    slugs = [make_entity().slug for _ in range(5)]
    query = "&".join(f"entity={slug}" for slug in slugs)
    page = reader.get(f"/en/compare/?{query}&theme=health").context["page"]
    assert [side.entity.slug for side in page.sides] == slugs[:4]
    assert page.ignored == ["Entity"]


@pytest.mark.parametrize("rows", [1, 3])
def test_comparison_takes_the_same_queries_for_any_number_of_mandates(
    reader, rows, django_assert_num_queries
):
    theme = make_theme(slug="health")
    entities = [make_entity(slug=slug) for slug in ("peru", "haiti")]
    for _ in range(rows):
        mandate = make_paragraph(themes=[theme])
        for entity in entities:
            make_report(entity=entity, themes=[theme], citing=[mandate])
    with django_assert_num_queries(21):
        reader.get("/en/compare/?entity=peru&entity=haiti&theme=health")
