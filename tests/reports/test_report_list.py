"""The list of all reports: every filter, the order, the pages, odd addresses."""

import datetime

import pytest

from countries.models import Entity
from reports.models import Report
from tests.factories import (
    make_citation,
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
LIST = "/en/reports/"


def found(reader, query="", language="en"):
    """Ids of the reports on the page, in its order."""
    page = reader.get(f"/{language}/reports/{query}")
    assert page.status_code == 200
    return [entry.id for entry in page.context["list"].entries]


def test_list_is_newest_first_and_published_only(reader):
    old = make_report(date=datetime.date(2010, 1, 1))
    new = make_report(date=datetime.date(2012, 1, 1))
    make_report(state=Report.State.SUBMITTED)
    assert found(reader) == [new.pk, old.pk]


def test_list_without_any_report_says_what_will_be_here(reader):
    assert "No report has been published yet." in reader.get(LIST).text


def test_order_by_entity_is_that_of_the_reader(reader):
    zulu = make_report(entity=make_entity(texts={"en": "Zulu", "fr": "Autriche"}))
    ecuador = make_report(entity=make_entity(texts={"en": "Ecuador", "fr": "Équateur"}))
    assert found(reader, "?sort=entity") == [ecuador.pk, zulu.pk]
    assert found(reader, "?sort=entity", "fr") == [zulu.pk, ecuador.pk]


@pytest.fixture
def two():
    """Two reports that differ in everything a filter asks for."""
    meeting, theme = make_meeting(slug="lima"), make_theme(slug="health")
    document = make_document(slug="lima-2018", meeting=meeting)
    wanted = make_report(
        entity=make_entity(slug="peru", subregion=Entity.Subregion.CARIBBEAN),
        themes=[theme],
        citing=[make_paragraph(document=document, label="14 bis")],
        date=datetime.date(2018, 5, 1),
        texts={"es": "Se abrieron hospitales."},
    )
    other = make_report(entity=make_institution(slug="iom"), date=datetime.date(2012, 5, 1))
    return wanted, other


@pytest.mark.parametrize(
    "query",
    [
        "?entity=peru",
        "?kind=states",
        "?subregion=caribbean",
        "?theme=health",
        "?meeting=lima",
        "?document=lima-2018",
        "?paragraph=lima-2018/14-bis",
        "?year=2018",
        "?since=2018",
        "?language=es",
        "?readable=es",
        "?q=HOSPITALES+abrieron",
    ],
)
def test_filter_finds_one_of_two(reader, two, query):
    wanted, _other = two
    assert found(reader, query) == [wanted.pk]
    assert len(reader.get(LIST + query).context["list"].chips) == 1


def test_filters_narrow_together(reader, two):
    _wanted, other = two
    assert found(reader, "?until=2012&kind=institutions") == [other.pk]
    assert found(reader, "?until=2012&kind=states") == []


def test_nothing_found_tells_what_to_do(reader, two):
    page = reader.get(LIST + "?q=volcano")
    assert "No report matches all of this." in page.text
    assert '<a href="?">All reports</a>' in page.text


def test_document_filter_takes_candidates_in(reader):
    document = make_document(slug="lima-2018")
    citation = make_citation(state="ambiguous", candidates=[make_paragraph(document=document)])
    assert found(reader, "?document=lima-2018") == [citation.report_id]


def test_each_value_is_counted_among_what_the_other_filters_find(reader, two):
    page = reader.get(LIST + "?entity=peru&theme=health")
    selects = {select.name: dict(select.options) for select in page.context["list"].selects}
    assert selects["theme"]["health"].endswith("(1)")
    assert [words[-3:] for words in selects["entity"].values()] == ["All", "(0)", "(1)"]


def test_chip_leads_to_the_list_without_it(reader, two):
    page = reader.get(LIST + "?entity=peru&theme=health&page=1")
    chips = page.context["list"].chips
    assert [chip.url for chip in chips] == ["?theme=health", "?entity=peru"]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("?entity=nobody", ["Entity"]),
        ("?kind=x&language=xx&sort=size", ["Kind of entity", "Written in", "Order"]),
        ("?since=late&until=99999999999999999999", ["From year", "Until year"]),
        ("?paragraph=../../etc", ["Cites"]),
        ("?theme=%F0%9F%8C%8E", ["Theme"]),
    ],
)
def test_value_without_sense_is_left_out_and_named(reader, two, query, labels):
    page = reader.get(LIST + query)
    assert len(page.context["list"].entries) == 2
    assert sorted(page.context["list"].ignored) == sorted(labels)
    assert "was not understood" in page.text


@pytest.mark.parametrize(
    ("number", "shown"),
    [("1", 1), ("2", 2), ("0", 2), ("-3", 2), ("99", 2), ("x", 1), ("", 1), ("9" * 5000, 1)],
)
def test_odd_page_gives_the_nearest(reader, number, shown):
    entity, theme = make_entity(), make_theme()
    for _ in range(26):
        make_report(entity=entity, themes=[theme])
    page = reader.get(LIST, {"page": number})
    if page.status_code != 400:  # an over-long value is refused before it gets here
        assert page.context["list"].page.number == shown


def test_pages_hold_twenty_five_and_keep_the_filters(reader):
    entity, theme = make_entity(slug="peru"), make_theme()
    for _ in range(26):
        make_report(entity=entity, themes=[theme])
    page = reader.get(LIST + "?entity=peru")
    assert len(page.context["list"].entries) == 25
    assert '<a href="?entity=peru&amp;page=2">2</a>' in page.text
    assert "26 reports, page 1 of 2." in " ".join(page.text.split())


def test_words_are_escaped(reader):
    text = reader.get(LIST, {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in text


def test_themes_of_each_report_are_links(reader, two):
    assert '<a href="/en/themes/health/">' in reader.get(LIST + "?entity=peru").text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(reader, rows, django_assert_num_queries):
    for _ in range(rows):
        make_report(themes=[make_theme()], citing=[make_paragraph()])
    with django_assert_num_queries(14):
        reader.get(LIST)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["migración", "MIGRACIÓN", "Migración"])
def test_word_is_found_whatever_its_case_on_either_database(typed):
    section = make_section(texts={"es": "Se aprobó la Migración ordenada."})
    assert list(Report.objects.mentioning(typed)) == [section.report]
