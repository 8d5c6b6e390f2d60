"""The page of a country or an institution."""

import datetime
import re

import pytest

from reports import entity_reports
from reports.models import Report
from tests.factories import (
    make_citation,
    make_cycle,
    make_entity,
    make_institution,
    make_meeting,
    make_paragraph,
    make_participation,
    make_report,
    make_resource,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def peru():
    return make_entity(slug="peru", texts={"en": "Peru", "es": "Perú"})


def test_unknown_slug_is_not_found(reader):
    assert reader.get("/en/countries/atlantis/").status_code == 404


def test_institution_under_countries_leads_to_its_own_address(reader):
    make_institution(slug="iom")
    answer = reader.get("/es/countries/iom/")
    assert (answer.status_code, answer["Location"]) == (301, "/es/institutions/iom/")


def test_country_under_institutions_leads_to_its_own_address(reader, peru):
    assert reader.get("/en/institutions/peru/")["Location"] == "/en/countries/peru/"


def test_table_has_a_row_per_theme_and_a_column_per_year(reader, peru):
    education, health = make_theme(texts={"en": "Education"}), make_theme(texts={"en": "Health"})
    make_report(entity=peru, themes=[health, education], date=datetime.date(2014, 1, 1))
    make_report(entity=peru, themes=[education], date=datetime.date(2012, 1, 1))
    reports = reader.get("/en/countries/peru/").context["page"].reports
    assert reports.years == [2012, 2014]
    assert [(str(row.theme.name), row.cells) for row in reports.themes] == [
        ("Education", [(2012, 1), (2014, 1)]),
        ("Health", [(2012, 0), (2014, 1)]),
    ]
    assert reports.per_year == [1, 1]


def test_report_on_two_themes_is_shown_whole_once(reader, peru):
    themes = [make_theme(texts={"en": "Education"}), make_theme(texts={"en": "Health"})]
    report = make_report(entity=peru, themes=themes, texts={"en": "Only once."})
    page = reader.get("/en/countries/peru/")
    assert page.text.count("Only once.") == 1
    assert page.text.count(f'id="r{report.pk}"') == 1
    assert "Shown under Education" in page.text


@pytest.fixture
def five_reports(peru, monkeypatch):
    """Two to a page: on water 2016 to 2014, then on land 2013 and 2012, newest first."""
    monkeypatch.setattr(entity_reports, "PER_PAGE", 2)
    water = make_theme(slug="water", texts={"en": "Water"})
    land = make_theme(slug="land", texts={"en": "Land"})
    return [
        make_report(entity=peru, themes=[theme], date=datetime.date(year, 1, 1))
        for theme, year in [(water, 2016), (water, 2015), (water, 2014), (land, 2013), (land, 2012)]
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", [0, 1]), ("?page=2", [3, 2]), ("?page=3", [4]), ("?page=99", [4]), ("?page=x", [0, 1])],
)
def test_many_reports_are_shown_a_page_at_a_time(reader, five_reports, query, shown):
    """By theme from A to Z, which puts land before water on the second page."""
    text = reader.get(f"/en/countries/peru/{query}").text
    assert re.findall(r'<article class="report" id="r(\d+)"', text) == [
        str(five_reports[place].pk) for place in shown
    ]


def test_figures_count_the_reports_of_every_page(reader, five_reports):
    page = reader.get("/en/countries/peru/?page=2")
    reports = page.context["page"].reports
    assert [(str(row.theme.name), row.reports, row.is_shown) for row in reports.themes] == [
        ("Land", 2, True),
        ("Water", 3, True),
    ]
    assert (reports.count, reports.latest.date.year, reports.per_year) == (5, 2016, [1] * 5)
    assert "5 reports, page 2 of 3." in page.text
    assert '<a href="?page=3#reports" rel="next">' in page.text


def test_theme_of_another_page_is_a_link_to_its_reports(reader, five_reports):
    text = reader.get("/en/countries/peru/").text
    assert '<th scope="row"><a href="#water">Water</a></th>' in text
    address = "/en/reports/?entity=peru&amp;theme=land"
    assert f'<th scope="row"><a href="{address}">Land</a></th>' in text


def test_themes_asked_about_and_silent_are_named(reader, peru):
    silent, reported = make_theme(texts={"en": "Energy"}), make_theme(texts={"en": "Health"})
    make_cycle(themes=[silent, reported], asked=[peru])
    make_cycle(themes=[make_theme()], asked=[make_entity()])
    make_report(entity=peru, themes=[reported])
    page = reader.get("/en/countries/peru/").context["page"]
    assert page.silent == [silent]
    assert (page.figures.asked, page.figures.reported) == (2, 1)


def test_country_without_any_report_says_what_will_be_here(reader, peru):
    page = reader.get("/en/countries/peru/")
    assert "No report from here has been received yet." in page.text


def test_only_published_reports_are_shown(reader, peru):
    for state in Report.State:
        if state != Report.State.PUBLISHED:
            make_report(entity=peru, state=state)
    assert reader.get("/en/countries/peru/").context["page"].reports.every == []


def test_mandates_count_certain_citations_once(reader, peru):
    paragraph, other = make_paragraph(), make_paragraph()
    report = make_report(entity=peru, citing=[paragraph])
    make_report(entity=peru, citing=[paragraph])
    make_citation(report=report, state="ambiguous", candidates=[other])
    assert reader.get("/en/countries/peru/").context["page"].reports.mandates == 1


def test_summits_and_resources_are_listed(reader, peru):
    summit = make_meeting()
    make_participation(entity=peru, meeting=summit)
    make_meeting()
    make_resource(entity=peru, title="Guía de migración", language="es")
    page = reader.get("/en/countries/peru/")
    assert page.context["page"].meetings == [summit]
    assert '<span lang="es">Guía de migración</span>' in page.text


def test_name_in_another_language_is_marked(reader):
    make_entity(slug="iom", kind="institution", texts={"es": "Oficina"})
    assert '<span lang="es">Oficina</span>' in reader.get("/fr/institutions/iom/").text


def test_departments_of_an_institution(reader):
    parent = make_institution(slug="oas")
    department = make_entity(kind="department", parent=parent)
    assert reader.get("/en/institutions/oas/").context["page"].departments == [department]


def test_page_of_demonstration_records_is_not_indexed(reader, peru):
    make_report(entity=peru)
    assert "noindex" not in reader.get("/en/countries/peru/").text
    make_report(entity=peru, is_demonstration=True)
    assert "noindex" in reader.get("/en/countries/peru/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(reader, peru, rows, django_assert_num_queries):
    for _ in range(rows):
        paragraph = make_paragraph()
        make_report(entity=peru, themes=[make_theme(), make_theme()], citing=[paragraph])
        make_participation(entity=peru, meeting=make_meeting())
        make_cycle(themes=[make_theme()], asked=[peru])
        make_resource(entity=peru)
    with django_assert_num_queries(18):
        reader.get("/en/countries/peru/")
