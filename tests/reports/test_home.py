"""The first page: figures, themes, the latest Summit, who reports, the latest reports."""

import datetime

import pytest
import time_machine

from mandates.models import Meeting
from reports.coverage import Figures
from reports.models import Report
from tests.factories import (
    make_cycle,
    make_document,
    make_entity,
    make_institution,
    make_meeting,
    make_paragraph,
    make_report,
    make_section,
    make_theme,
)

pytestmark = pytest.mark.django_db


def test_home_of_an_empty_portal(reader):
    page = reader.get("/en/")
    assert page.status_code == 200
    assert page.context["asked"] == Figures(0, 0, 0)
    assert page.context["summit"] is None
    assert "Nobody has been asked to report yet." in page.text


def test_figures_count_what_is_published(reader):
    theme = make_theme()
    document = make_document(meeting=make_meeting())
    make_paragraph(document=document, themes=[theme])
    make_report(themes=[theme])
    make_report(themes=[theme], state=Report.State.DRAFT)
    figures = reader.get("/en/").context["figures"]
    assert (figures.summits, figures.documents, figures.mandates, figures.reports) == (1, 1, 1, 1)


def test_who_reports_counts_silence_by_kind(reader):
    theme, state, body = make_theme(), make_entity(), make_institution()
    make_cycle(themes=[theme], asked=[state, make_entity(), body])
    make_report(entity=state, themes=[theme])
    page = reader.get("/en/")
    assert page.context["states"] == Figures(asked=2, reported=1, reports=1)
    assert page.context["institutions"] == Figures(asked=1, reported=0, reports=0)
    assert "1 of the 3 entities asked have reported" in page.text
    assert page.text.count("<circle") == 3


def test_invented_entities_are_not_among_those_asked(reader):
    theme, invented = make_theme(), make_entity(is_demonstration=True)
    make_cycle(themes=[theme], asked=[invented])
    make_report(entity=invented, themes=[theme])
    assert reader.get("/en/").context["asked"] == Figures(0, 0, 0)


def test_latest_summit_is_the_last_that_has_begun(reader):
    make_meeting(starts_on=datetime.date(2015, 4, 10))
    newest = make_meeting(starts_on=datetime.date(2022, 6, 6), kind=Meeting.Kind.SPECIAL_SUMMIT)
    make_meeting(starts_on=datetime.date(2999, 1, 1))
    make_meeting(starts_on=datetime.date(2023, 1, 1), kind=Meeting.Kind.MINISTERIAL)
    assert reader.get("/en/").context["summit"].meeting == newest


@pytest.mark.parametrize(("hour", "begun"), [("03:30", False), ("04:30", True)])
def test_summit_begins_on_the_day_of_the_portals_own_clock(reader, settings, hour, begun):
    settings.TIME_ZONE = "America/New_York"
    make_meeting(starts_on=datetime.date(2022, 6, 6))
    with time_machine.travel(f"2022-06-06T{hour}:00+00:00", tick=False):
        assert (reader.get("/en/").context["summit"] is not None) is begun


def test_latest_reports_are_five_newest_first(reader):
    made = [make_report(date=datetime.date(2010 + n, 1, 1)) for n in range(6)]
    latest = reader.get("/en/").context["latest"]
    assert [entry.id for entry in latest] == [report.pk for report in reversed(made)][:5]


def test_latest_reports_are_of_different_entities(reader):
    first = make_report(date=datetime.date(2015, 1, 1))
    newest = make_report(date=datetime.date(2018, 4, 10), entity=first.entity)
    make_report(date=datetime.date(2018, 4, 9), entity=first.entity)
    other = make_report(date=datetime.date(2011, 1, 1))
    latest = reader.get("/en/").context["latest"]
    assert [entry.id for entry in latest] == [newest.pk, other.pk]


def test_language_of_a_reports_texts_is_said_once_until_it_changes(reader):
    report = make_report(texts={"es": "Se abrieron."})
    kinds = (
        ("planned", {"es": "Más."}),
        ("next", {"en": "Open more."}),
        ("obstacles", {"es": "Ríos."}),
    )
    for place, (kind, texts) in enumerate(kinds, 1):
        make_section(report=report, kind=kind, position=place, texts=texts)
    assert reader.get("/en/").text.count("In Spanish; not yet available in English.") == 2


def test_demonstration_is_said_and_kept_from_search_engines(reader):
    make_report()
    assert "noindex" not in reader.get("/en/").text
    make_report(is_demonstration=True)
    page = reader.get("/en/")
    assert '<meta name="robots" content="noindex">' in page.text
    assert "Demonstration data." in page.text


def test_theme_without_anything_is_shown_quietly(reader):
    make_theme(texts={"en": "Energy"})
    page = reader.get("/en/")
    assert "Energy" in page.text
    assert "<h3>No mandate entered yet</h3>" in page.text


def test_themes_with_something_stand_first(reader):
    make_theme(texts={"en": "Agriculture"})
    make_paragraph(themes=[make_theme(texts={"en": "Trade"})])
    make_report(themes=[make_theme(texts={"en": "Water"})])
    make_theme(texts={"en": "Youth"})
    rows = reader.get("/en/").context["themes"]
    assert [row.theme.name_en for row in rows] == ["Trade", "Water", "Agriculture", "Youth"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(reader, rows, django_assert_num_queries):
    for _ in range(rows):
        theme, entity = make_theme(), make_entity()
        paragraph = make_paragraph(document=make_document(meeting=make_meeting()), themes=[theme])
        make_report(entity=entity, themes=[theme], citing=[paragraph])
        make_cycle(themes=[theme], asked=[entity])
    with django_assert_num_queries(17):
        reader.get("/en/")
