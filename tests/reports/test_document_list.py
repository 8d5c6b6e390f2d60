"""The list of documents: order, filters, what each line says, and programmes."""

import datetime
import json

import pytest

from mandates.models import Meeting
from tests.factories import (
    make_citation,
    make_document,
    make_meeting,
    make_paragraph,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db


def slugs(page):
    return [row.document.slug for row in page.context["list"].rows]


@pytest.fixture
def health(db):
    return make_theme(slug="health", texts={"en": "Health"})


@pytest.fixture
def documents(health):
    """One of a Summit with a paragraph on health, one of ministers of health, one of neither."""
    summit = make_meeting(slug="miami-1994", texts={"en": "First Summit"})
    plan = make_document(
        slug="plan", meeting=summit, kind="plan_of_action", date=datetime.date(1994, 12, 11),
        texts={"en": "Plan of Action"}, symbol="OEA/1",
    )  # fmt: skip
    make_paragraph(document=plan, themes=[health])
    ministers = make_meeting(slug="ministers", kind=Meeting.Kind.MINISTERIAL)
    ministers.themes.add(health)
    make_document(slug="declaration", meeting=ministers, kind="declaration", date="2004-05-01")
    make_document(slug="programme", meeting=None, kind="programme", date="2005-06-07")
    return plan


def test_newest_stand_first_each_with_its_kind_day_meeting_and_paragraphs(reader, documents):
    page = reader.get("/en/documents/")
    assert slugs(page) == ["programme", "declaration", "plan"]
    assert '<a href="/en/documents/plan/">Plan of Action</a>' in page.text
    said = "Plan of action · OEA/1 · <time"
    assert said in page.text
    assert (
        '<a href="/en/summits/miami-1994/">First Summit</a> · 1 paragraph in this portal'
        in page.text
    )
    assert 'href="/en/programmes/programme/"' in page.text


def test_reports_that_answer_a_document_lead_to_their_list(reader, documents):
    [paragraph] = documents.paragraphs.all()
    make_report(citing=[paragraph])
    unsure = make_report()
    make_citation(report=unsure, state="ambiguous", candidates=[paragraph])
    both = make_report(citing=[paragraph], state="draft")
    make_citation(report=both, state="ambiguous", candidates=[paragraph])
    make_citation(
        report=make_report(citing=[make_paragraph(document=documents)]), state="ambiguous",
        candidates=[paragraph], position=7,
    )  # fmt: skip
    row = reader.get("/en/documents/").context["list"].rows[-1]
    assert (row.certain, row.perhaps) == (2, 1)
    assert 'href="/en/reports/?document=plan"' in reader.get("/en/documents/").text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=declaration", ["declaration"]),
        ("theme=health", ["declaration", "plan"]),
        ("meeting=ministers", ["declaration"]),
        ("theme=health&kind=programme", []),
        ("kind=none&theme=none", ["programme", "declaration", "plan"]),
    ],
)
def test_filters_of_the_page_are_those_of_its_files_and_of_the_api(
    reader, documents, kept_connection, query, expected
):
    page = reader.get(f"/en/documents/?{query}")
    assert slugs(page) == expected
    file = reader.get(f"/data/exports/documents.json?{query}")
    assert [one["id"] for one in json.loads(file.getvalue())["records"]] == expected
    if "none" not in query:
        found = reader.get(f"/api/v1/documents/?{query}").json()["results"]
        assert sorted(one["slug"] for one in found) == sorted(expected)


def test_odd_filters_are_named(reader, documents):
    page = reader.get("/en/documents/?kind=none&theme=none&meeting=none")
    assert page.context["list"].ignored == ["Kind", "Theme", "Adopted at"]


def test_a_meeting_that_a_link_has_set_is_offered(reader, documents):
    page = reader.get("/en/documents/?meeting=ministers")
    [select] = [one for one in page.context["list"].selects if one.name == "meeting"]
    assert [option.value for option in select.options] == ["", "miami-1994", "ministers"]


def test_where_nothing_fits_the_page_helps_and_where_nothing_is_it_says_so(reader, health):
    assert "No document has been entered yet." in reader.get("/en/documents/").text
    assert "No document fits these filters." in reader.get("/en/documents/?theme=health").text


def test_programmes_lead_to_their_list(reader):
    answer = reader.get("/es/programmes/")
    assert (answer.status_code, answer["Location"]) == (301, "/es/documents/?kind=programme")


@pytest.mark.parametrize("number", [1, 4])
def test_queries_do_not_grow_with_the_documents(reader, health, number, django_assert_num_queries):
    for _ in range(number):
        document = make_document(meeting=make_meeting())
        make_report(citing=[make_paragraph(document=document, themes=[health])])
    with django_assert_num_queries(10):
        reader.get("/en/documents/")
