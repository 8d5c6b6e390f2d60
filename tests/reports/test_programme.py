"""The page of a programme: activities by number, the year's matrix, silence, financing."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandates.models import Document
from reports.programme_page import sources_in
from tests.factories import (
    make_cycle,
    make_document,
    make_entity,
    make_institution,
    make_paragraph,
    make_report,
    make_section,
)
from tests.page_text import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    titles = {"en": "Programme on migrants", "es": "Programa de migrantes"}
    return make_document(kind=Document.Kind.PROGRAMME, slug="programme", texts=titles)


@pytest.fixture
def activities(programme):
    return [
        make_paragraph(document=programme, label=label, position=n, texts={"en": f"Do {label}."})
        for n, label in enumerate(["2", "14", "100"])
    ]


def reported(entity, citing, year=2011, **sections):
    report = make_report(
        entity=entity, citing=citing, date=datetime.date(year, 1, 1), date_precision="year",
        texts={"en": "Courses were held."},
    )  # fmt: skip
    for position, (kind, text) in enumerate(sections.items(), start=1):
        make_section(report=report, kind=kind, position=position, texts={"en": text})
    return report


def page(client, query="", language="en"):
    response = client.get(f"/{language}/programmes/programme/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_matrix_has_each_implementers_cells_of_the_year(client, activities):
    body = make_institution(texts={"en": "Labour office"})
    reported(body, activities[:2], planned="Plan courses.", next="More.", financing="Fund.")
    html = page(client)
    heads = texts(r'<th role="columnheader"[^>]*>(.*?)</th>', html)
    assert heads == [
        "Activities", "What was planned", "What was done", "Next steps", "Financing",
    ]  # fmt: skip
    cells = texts(r'<td role="cell"[^>]*>(.*?)</td>', html)
    assert cells == ["2 14", "Plan courses.", "Courses were held.", "More.", "Fund."]


def test_activities_stand_in_natural_order_with_who_reported(client, activities):
    reported(make_institution(texts={"en": "Labour office"}), activities[1:2])
    html = page(client)
    assert texts(r'<p class="num">(.*?)</p>', html) == ["2", "14", "100"]
    assert texts(r'<p class="meta">((?:no report|<a href="#r).*?)</p>', html) == [
        "no report received for 2011", "Labour office", "no report received for 2011",
    ]  # fmt: skip


def test_year_switch_shows_another_year_and_who_is_silent_then(client, activities):
    early, late = make_institution(texts={"en": "Early"}), make_institution(texts={"en": "Late"})
    reported(early, activities[:1], year=2010)
    reported(late, activities[:1], year=2011)
    newest, older = page(client), page(client, "?year=2010")
    assert texts(r'<li class="silent"><a[^>]*>(.*?)</a>', newest) == ["Early"]
    assert texts(r'<li class="silent"><a[^>]*>(.*?)</a>', older) == ["Late"]
    assert texts(r'<a href="\?year=\d+" aria-current="true">(\d+)</a>', older) == ["2010"]


def test_entity_asked_in_a_cycle_about_the_programme_is_silent(client, programme, activities):
    make_cycle(documents=[programme], asked=[make_entity(texts={"en": "Asked state"})])
    assert texts(r'<li class="silent"><a[^>]*>(.*?)</a>', page(client)) == ["Asked state"]


def test_financing_counts_implementers_and_activities_by_source(client, activities):
    reported(make_institution(), activities[:2], financing="- OAS Regular Fund.\n- Canada")
    reported(make_institution(), activities[1:], financing="OAS regular fund")
    html = page(client).partition('id="financing"')[2].partition("</table>")[0]
    assert texts(r'<th scope="row">(.*?)</th>', html) == ["OAS Regular Fund", "Canada"]
    assert texts(r'<td class="n">(\d+)</td>', html) == ["2", "3", "1", "2"]


@pytest.mark.parametrize(
    ("html", "sources"),
    [
        ("<ul><li>Fund A.</li><li>- B &amp; C</li></ul>", ["Fund A", "B & C"]),
        ("<p>One<br>Two</p><p> – </p>", ["One", "Two"]),
        ("", []),
    ],
)
def test_sources_are_the_lines_of_a_cell(html, sources):
    assert sources_in(html) == sources


@pytest.mark.parametrize(
    "year", ["x", "99999999999999999999", "-1", "1066", "20 11", "2010&year=2011"]
)
def test_odd_year_is_left_out_and_named(client, activities, year):
    reported(make_institution(), activities)
    html = page(client, f"?year={year}")
    assert "not understood or has more than one value: Year." in html
    assert 'aria-current="true">2011<' in html


def test_year_without_a_report_says_so(client, activities):
    reported(make_institution(texts={"en": "Labour office"}), activities)
    html = page(client, "?year=2009")
    assert "No report on this programme has been received for 2009." in html
    assert texts(r'<li class="silent"><a[^>]*>(.*?)</a>', html) == ["Labour office"]
    assert "not understood" not in html


def test_long_cells_fold(client, activities):
    reported(make_institution(), activities, planned="A course was held. " * 80)
    assert texts(r"<summary>(Read all.*?)</summary>", page(client)) == ["Read all, about 220 words"]


def test_other_documents_have_no_such_page(client):
    plan = make_document(slug="plan")
    assert client.get(f"/en/programmes/{plan.slug}/").status_code == 404


def test_document_page_leads_to_the_matrix(client, activities):
    html = client.get("/en/documents/programme/").content.decode()
    assert 'href="/en/programmes/programme/"' in html


def test_drafts_are_nowhere(client, activities):
    make_report(state="draft", citing=activities, texts={"en": "Hidden words."})
    html = page(client)
    assert "Hidden words" not in html
    assert "No report on this programme has been received yet" in html


def test_queries_do_not_grow_with_rows(client, activities):
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            reported(make_institution(), activities, planned="Plan.", financing="Fund.")
        reported(make_institution(), activities, year=2009)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
