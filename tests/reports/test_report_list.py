"""The list of all reports: every filter, the order, the pages, odd addresses."""

import datetime

import pytest

from countries.models import Entity
from mandates.models import Document, Theme
from publication.changes import changed
from reports import facets
from reports.models import Report, Section
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
    make_citation(report=wanted, position=1, mark="under_way")
    make_section(report=wanted, kind=Section.Kind.FINANCING, texts={"es": "El presupuesto."})
    other = make_report(entity=make_institution(slug="iom"), date=datetime.date(2012, 5, 1))
    make_citation(report=other, mark="done")
    changed([wanted, other])  # words are found in an index that follows changes
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
        "?mark=under_way",
        "?funding=yes",
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


def offered(reader, query=""):
    """The text of each value that each filter offers."""
    return {
        select.name: {option.value: option.text for option in select.options if option.value}
        for select in reader.get(LIST + query).context["list"].selects
    }


def test_each_value_is_counted_among_what_the_other_filters_find(reader, two):
    selects = offered(reader, "?entity=peru&theme=health")
    assert selects["theme"]["health"].endswith("(1)")
    assert [words[-3:] for words in selects["entity"].values()] == ["(0)", "(1)"]


def test_every_filter_says_how_many_reports_each_value_has(reader, two):
    counts = {
        name: {value: text.rpartition(" (")[2].rstrip(")") for value, text in values.items()}
        for name, values in offered(reader, "?document=lima-2018").items()
    }
    assert {name: counts[name] for name in ("kind", "subregion", "meeting", "document")} == {
        "kind": {"states": "1", "institutions": "0"},
        "subregion": {
            "north_america": "0", "central_america": "0", "caribbean": "1", "south_america": "0",
        },
        "meeting": {"lima": "1"},
        "document": {"lima-2018": "1", **{
            document.slug: "1" for document in Document.objects.exclude(slug="lima-2018")
        }},
    }  # fmt: skip
    assert counts["paragraph"] == {"lima-2018/14-bis": "1"}
    assert counts["mark"] == {
        "not_started": "0", "under_way": "1", "done": "0", "ongoing": "0", "no_evidence": "0",
    }  # fmt: skip
    assert counts["funding"] == {"yes": "1"}
    assert counts["language"] == {"en": "0", "es": "1", "fr": "0", "pt-br": "0"}
    assert counts["readable"] == {"en": "0", "es": "1", "fr": "0", "pt-br": "0"}


def test_a_body_of_another_kind_is_one_of_the_institutions(reader):
    department = make_report(entity=make_entity(kind=Entity.Kind.DEPARTMENT))
    make_report()
    assert found(reader, "?kind=department") == [department.pk]
    assert found(reader, "?kind=institutions") == [department.pk]
    assert offered(reader)["kind"] == {
        "states": "States (1)", "institutions": "Institutions (1)", "department": "Department (1)",
    }  # fmt: skip


def test_an_ambiguous_number_counts_for_each_document_it_may_mean(reader):
    documents = [make_document(slug="lima"), make_document(slug="quito")]
    paragraphs = [make_paragraph(document=one, label="2") for one in documents]
    citation = make_citation(state="ambiguous", candidates=paragraphs)
    make_citation(report=citation.report, position=1, paragraph=paragraphs[0])
    counts = [text[-3:] for text in offered(reader)["document"].values()]
    assert counts == ["(1)", "(1)"]


def test_a_document_without_paragraphs_is_offered_only_when_a_link_set_it(reader, two):
    make_document(slug="empty")
    others = set(Document.objects.exclude(slug="empty").values_list("slug", flat=True))
    assert set(offered(reader)["document"]) == others
    assert set(offered(reader, "?document=empty")["document"]) == {*others, "empty"}


def test_years_reach_from_the_last_to_the_first(reader, two):
    assert list(offered(reader)["since"]) == [str(year) for year in range(2018, 2011, -1)]


@pytest.fixture
def bound(monkeypatch):
    """A list that reaches back over three reports."""
    monkeypatch.setattr(facets, "MOST", 3)
    peru, chile = make_entity(slug="peru", texts={"en": "Peru"}), make_entity(slug="chile")
    days = [datetime.date(2010 + n, 1, 1) for n in range(5)]
    return [make_report(entity=chile if n else peru, date=day) for n, day in enumerate(days)]


def test_a_long_list_ends_at_its_bound_and_says_so(reader, bound):
    page = reader.get(LIST)
    assert found(reader) == [report.pk for report in reversed(bound[2:])]
    assert page.context["list"].has_more
    assert "More than 3 reports; the newest 3 are listed" in page.text
    assert offered(reader)["language"]["en"].endswith("(3+)")
    assert offered(reader)["entity"]["peru"] == "Peru"  # none among the newest; there may be some


def test_a_filter_finds_what_lies_beyond_the_bound(reader, bound):
    assert found(reader, "?entity=peru") == [bound[0].pk]
    assert "More than" not in reader.get(LIST + "?entity=peru").text


def test_the_bound_holds_by_entity_too(reader, bound):
    assert len(found(reader, "?sort=entity")) == 3


def test_chip_leads_to_the_list_without_it(reader, two):
    page = reader.get(LIST + "?entity=peru&theme=health&page=1")
    chips = page.context["list"].chips
    assert [chip.url for chip in chips] == ["?theme=health", "?entity=peru"]
    assert [chip.text for chip in chips] == [
        f"Entity: {Entity.objects.get(slug='peru').name_en}",
        f"Theme: {Theme.objects.get(slug='health').name_en}",
    ]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("?entity=nobody", ["Entity"]),
        ("?kind=x&language=xx&sort=size", ["Kind of entity", "Written in", "Order"]),
        ("?since=late&until=99999999999999999999", ["From year", "Until year"]),
        ("?since=2010&until=2001", ["Until year"]),
        ("?paragraph=../../etc", ["Cites"]),
        ("?theme=%F0%9F%8C%8E", ["Theme"]),
    ],
)
def test_value_without_sense_is_left_out_and_named(reader, two, query, labels):
    page = reader.get(LIST + query)
    assert len(page.context["list"].entries) == 2
    assert sorted(page.context["list"].ignored) == sorted(labels)
    assert "is left out, because it was not understood" in page.text


def test_last_of_two_values_counts_and_the_other_is_named(reader, two):
    query = "?entity=haiti&entity=peru&theme=health&theme=health&kind=&kind=states"
    page = reader.get(LIST + query)
    assert page.context["list"].ignored == ["Entity"]
    assert [chip.text.split(":")[0] for chip in page.context["list"].chips] == [
        "Entity", "Kind of entity", "Theme",
    ]  # fmt: skip
    assert "or has more than one value: Entity." in page.text


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
    with django_assert_num_queries(17):
        reader.get(LIST)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["migración", "MIGRACIÓN", "Migración"])
def test_word_is_found_whatever_its_case_on_either_database(typed):
    section = make_section(texts={"es": "Se aprobó la Migración ordenada."})
    changed([section.report])
    assert list(Report.objects.mentioning(typed)) == [section.report]
