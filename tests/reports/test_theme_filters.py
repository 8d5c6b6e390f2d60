"""The filters of the theme page: what they show, what they offer, what they leave out."""

import datetime
import re

import pytest

from tests.factories import (
    make_cycle,
    make_entity,
    make_institution,
    make_paragraph,
    make_report,
    make_theme,
)
from tests.page_text import a_document, texts

pytestmark = pytest.mark.django_db


def page(client, query: str = "") -> str:
    response = client.get(f"/en/themes/migration/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def three_reports(db):
    """A state in 2014 in Spanish, citing; a state in 2016 in English; an institution in 2016."""
    theme = make_theme(slug="migration")
    cited = make_paragraph(document=a_document("Lima", 2010), label="45", themes=[theme])
    chile, peru = (make_entity(slug=slug) for slug in ("chile", "peru"))
    bank = make_institution(slug="bank")
    make_cycle(themes=[theme], asked=[chile, peru, bank, make_entity(slug="silent")])
    make_report(
        entity=chile, themes=[theme], citing=[cited], texts={"es": "Diez."},
        date=datetime.date(2014, 1, 1),
    )  # fmt: skip
    for entity in (peru, bank):
        make_report(entity=entity, themes=[theme], date=datetime.date(2016, 1, 1))


def shown(html: str) -> list[str]:
    """Slugs of the entities whose reports are shown."""
    rows = re.findall(
        r'<section class="entity[^"]*" id="([\w-]+)">(.*?)</section>', html, re.DOTALL
    )
    return [slug for slug, row in rows if 'class="report"' in row]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["chile", "peru", "bank"]),
        ("?year=2016", ["peru", "bank"]),
        ("?year=1999", []),
        ("?kind=states", ["chile", "peru"]),
        ("?kind=institutions", ["bank"]),
        ("?language=es", ["chile"]),
        ("?paragraph=lima-2010-plan/45", ["chile"]),
        ("?paragraph=lima-2010-plan/46", []),
        ("?year=2016&kind=states", ["peru"]),
    ],
)
def test_filters_narrow_what_is_shown(client, three_reports, query, expected):
    assert shown(page(client, query)) == expected


def test_entities_without_a_matching_report_are_counted_apart(client, three_reports):
    html = page(client, "?year=2014")

    assert texts(r"<summary>(\d+ .*?)</summary>", html) == [
        "2 others without a report that matches",
        "1 other without a report that matches",
    ]
    assert "1 of 3 reports shown." in html


def test_what_is_set_stands_as_chips_that_remove_it(client, three_reports):
    html = page(client, "?year=2016&kind=states")

    assert texts(r"<li>(<a href=\"\?.*?</a>)</li>", html) == [
        "Remove filter: Entities: States ×",
        "Remove filter: Year: 2016 ×",
    ]
    assert 'href="?year=2016#reported"' in html
    assert 'href="?kind=states#reported"' in html


def test_filters_offer_what_is_there_with_counts(client, three_reports):
    html = page(client)

    assert texts(r"<option[^>]*>(.*?)</option>", html) == [
        "All (4)", "States (3)", "Institutions (1)",
        "All years", "2016 (2)", "2014 (1)",
        "Any mandate", "45, Lima 2010 (1)",
        "Any language", "English (2)", "Spanish (1)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "?year=soon", "?year=-5", "?year=99999999999", "?year=2016.5", "?year=1e9", "?kind=planets",
        "?language=de", "?paragraph=%3Cscript%3E", "?paragraph=a/b/c", "?paragraph=" + "x" * 500,
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_left_out_with_a_note(client, three_reports, query):
    html = page(client, query)

    assert shown(html) == ["chile", "peru", "bank"]
    assert "Part of the address is left out, because it was not understood" in html
    assert "<script>" not in html


def test_unknown_parameters_are_left_alone(client, three_reports):
    html = page(client, "?colour=blue&year=")

    assert shown(html) == ["chile", "peru", "bank"]
    assert "is left out" not in html


def test_the_reports_are_offered_as_a_list_with_the_same_filters(client, three_reports):
    html = page(client, "?year=2016&kind=states")

    assert 'href="/en/reports/?year=2016&amp;kind=states&amp;theme=migration"' in html
