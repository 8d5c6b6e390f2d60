"""A theme as plain data: the exact shape, the order of the page, what is left out."""

import datetime

import pytest

from opendata.bundles import theme_bundle
from publication.dates import Precision
from reports.models import Citation, Report, Section
from tests.factories import (
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_institution,
    make_meeting,
    make_paragraph,
    make_participation,
    make_report,
    make_resource,
    make_section,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return make_theme(slug="migration", texts={"en": "Migration", "es": "Migración"})


def test_theme_without_anything(theme):
    assert theme_bundle(theme) == {
        "theme": {"en": "Migration", "es": "Migración"},
        "documents": [],
        "entities": [],
        "demonstration": False,
    }


def test_document_with_its_paragraphs(theme):
    document = make_document(
        slug="panama-2015-mandates-for-action",
        texts={"es": "Mandatos"},
        date=datetime.date(2015, 4, 1),
        date_precision=Precision.MONTH,
    )
    make_paragraph(document=document, label="2.8", themes=[theme], texts={"fr": "Ouvrir.\n  Tout."})
    assert theme_bundle(theme)["documents"] == [
        {
            "title": {"es": "Mandatos"},
            "slug": "panama-2015-mandates-for-action",
            "date": "2015-04",
            "paragraphs": [{"number": "2.8", "slug": "2.8", "text": {"fr": "Ouvrir.\n  Tout."}}],
        }
    ]


def test_documents_in_scope_come_first_in_the_order_of_the_cycle(theme):
    late, early, unscoped = (make_document(slug=slug) for slug in ("late", "early", "unscoped"))
    make_paragraph(document=unscoped, themes=[theme])
    make_paragraph(document=early, themes=[theme])
    make_cycle(themes=[theme], documents=[late, early])
    slugs = [document["slug"] for document in theme_bundle(theme)["documents"]]
    assert slugs == ["late", "early", "unscoped"]


def test_entities_asked_come_first_then_those_that_reported_unasked(theme):
    asked, silent = make_entity(slug="peru"), make_institution(slug="iom")
    unasked = make_entity(slug="chile", texts={"es": "Chile"})
    make_cycle(themes=[theme], asked=[silent, asked])
    make_report(entity=unasked, themes=[theme])
    make_report(entity=asked, themes=[theme])
    entities = theme_bundle(theme)["entities"]
    assert [entity["slug"] for entity in entities] == ["iom", "peru", "chile"]
    assert [len(entity["reports"]) for entity in entities] == [0, 1, 1]
    assert (entities[2]["name"], entities[2]["kind"]) == ("Chile", "state")


def test_cycle_in_preparation_names_no_document_and_nobody(theme):
    make_cycle(
        themes=[theme], documents=[make_document()], asked=[make_entity()], announced_at=None
    )
    bundle = theme_bundle(theme)
    assert (bundle["documents"], bundle["entities"]) == ([], [])


def test_cycle_in_preparation_leaves_those_who_took_part_asked(theme):
    meeting = make_meeting()
    make_participation(meeting=meeting, entity=make_entity(slug="belize"))
    make_paragraph(document=make_document(meeting=meeting), themes=[theme])
    make_cycle(themes=[theme], asked=[make_entity(slug="peru")], announced_at=None)
    assert [one["slug"] for one in theme_bundle(theme)["entities"]] == ["belize"]


def test_report_with_texts_and_an_exact_citation(theme):
    document = make_document(slug="lima-2018")
    paragraph = make_paragraph(document=document, label="14 bis")
    report = make_report(themes=[theme], texts={"pt-br": "Feito."}, citing=[paragraph])
    make_section(report=report, kind=Section.Kind.NEXT, texts={"en": "More."})
    assert theme_bundle(theme)["entities"][0]["reports"] == [
        {
            "id": report.pk,
            "date": "2016-03-01",
            "original_language": "pt-br",
            "available_in": [],
            "text": {"pt-br": "Feito."},
            "sections": {"next": {"en": "More."}},
            "citations": [
                {"number": "14 bis", "state": "exact", "document": "lima-2018", "candidates": []}
            ],
        }
    ]


def test_stub_says_where_a_text_exists_and_has_none(theme):
    make_report(themes=[theme], texts={}, available_in=["es"])
    report = theme_bundle(theme)["entities"][0]["reports"][0]
    assert report["text"] == report["sections"] == {}
    assert (report["original_language"], report["available_in"]) == (None, ["es"])


def test_ambiguous_citation_names_its_candidates(theme):
    candidates = [
        make_paragraph(document=make_document(slug=slug), label="17") for slug in ("a", "b")
    ]
    make_citation(
        report=make_report(themes=[theme]), state=Citation.State.AMBIGUOUS, candidates=candidates
    )
    assert theme_bundle(theme)["entities"][0]["reports"][0]["citations"] == [
        {"number": "17", "state": "ambiguous", "document": None, "candidates": ["a/17", "b/17"]}
    ]


def test_resource_stands_with_its_entity(theme):
    make_resource(theme=theme, title="Guía", language="es", url="https://example.org/")
    entity = theme_bundle(theme)["entities"][0]
    assert entity["resources"] == [
        {"title": "Guía", "language": "es", "url": "https://example.org/"}
    ]


@pytest.mark.parametrize("state", [s for s in Report.State if s != Report.State.PUBLISHED])
def test_report_that_is_not_published_stays_out(theme, state):
    make_report(themes=[theme], state=state)
    assert theme_bundle(theme)["entities"] == []


def test_second_edition_keeps_the_number_of_the_first(theme):
    entity = make_entity()
    first = make_report(entity=entity, themes=[theme], state=Report.State.SUPERSEDED)
    make_report(entity=entity, themes=[theme], lineage=first, edition=2)
    assert [report["id"] for report in theme_bundle(theme)["entities"][0]["reports"]] == [first.pk]


def test_one_demonstration_record_marks_the_whole(theme):
    make_report(themes=[theme])
    assert theme_bundle(theme)["demonstration"] is False
    make_paragraph(themes=[theme], is_demonstration=True)
    assert theme_bundle(theme)["demonstration"] is True


@pytest.mark.parametrize("rows", [1, 3])
def test_eight_queries_however_many_rows(theme, rows, django_assert_num_queries):
    for _ in range(rows):
        paragraph = make_paragraph(themes=[theme])
        report = make_report(themes=[theme], citing=[paragraph])
        make_citation(report=report, state=Citation.State.AMBIGUOUS, candidates=[paragraph])
        make_resource(theme=theme, entity=report.entity)
        make_cycle(themes=[theme], asked=[report.entity], documents=[paragraph.document])
    with django_assert_num_queries(8):
        theme_bundle(theme)


def test_silent_participants_are_listed_where_no_cycle_asks(theme):
    meeting = make_meeting()
    make_participation(meeting=meeting, entity=make_entity(slug="argentina"))
    make_participation(meeting=meeting, entity=make_entity(slug="belize"))
    make_paragraph(document=make_document(meeting=meeting), themes=[theme])
    entities = theme_bundle(theme)["entities"]
    assert [(one["slug"], one["reports"]) for one in entities] == [
        ("argentina", []),
        ("belize", []),
    ]
