"""Actions, indicators, their values, and contributions, as the API gives them."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_action,
    make_contribution,
    make_document,
    make_entity,
    make_indicator,
    make_indicator_target,
    make_indicator_value,
    make_organization,
    make_paragraph,
    make_reply,
    make_report,
    make_theme,
)
from tests.opendata.test_api import get, results

pytestmark = pytest.mark.django_db
YEARS = datetime.timedelta(days=800)
THIRD = {"document": "miami-1994", "slug": "3", "label": "3"}


@pytest.fixture
def paragraph():
    document, theme = make_document(slug="miami-1994"), make_theme(slug="education")
    return make_paragraph(document=document, label="3", themes=[theme])


def original(text: str) -> dict:
    return {"text": text, "state": "original", "stale": False}


# Actions --------------------------------------------------------------------------------------


def test_action_is_whole_and_names_published_reports_only(reader, paragraph):
    chile = make_entity(slug="chile")
    report, draft = make_report(entity=chile), make_report(entity=chile, state="draft")
    action = make_action(
        paragraph=paragraph, entities=[chile], linked=[report, draft], state="ongoing",
        texts={"es": "Abrir escuelas."}, due_on=datetime.date(2030, 6, 30), due_precision="month",
        kept_by=chile, position=4,
    )  # fmt: skip
    found = get(reader, f"actions/{action.pk}/")
    assert results(reader, "actions/") == [found]
    assert found.pop("changed_at").startswith("20")
    assert [one["slug"] for one in found.pop("entities")] == ["chile"]
    assert found == {
        "id": action.pk, "paragraph": THIRD, "position": 4, "kept_by": "chile",
        "heading": {}, "text": {"es": original("Abrir escuelas.")}, "activity": {}, "schedule": {},
        "state": "ongoing", "due": "2030-06", "reports": [report.public_id],
        "page": f"http://localhost:8000/actions/{action.pk}/", "is_demonstration": False,
    }  # fmt: skip


def test_actions_are_filtered_as_on_the_screen(reader, paragraph):
    chile, today = make_entity(slug="chile"), datetime.datetime.now(datetime.UTC).date()
    late = make_action(paragraph=paragraph, entities=[chile], due_on=today - YEARS, state="planned")
    make_action(entities=[chile], due_on=today - YEARS, state="done")
    make_action(due_on=today + YEARS, state="planned")
    for query in (
        "due=past",
        "theme=education",
        "document=miami-1994",
        "entity=chile&state=planned",
    ):
        assert [one["id"] for one in results(reader, f"actions/?{query}")] == [late.pk], query
    assert get(reader, "actions/?due=never", 400)["error"]["parameters"].keys() == {"due"}


# Indicators -----------------------------------------------------------------------------------


def test_indicator_says_numbers_as_they_were_stated(reader, paragraph):
    indicator = make_indicator(
        slug="schools", paragraphs=[paragraph], baseline=Decimal("12.50"), baseline_year=2015,
        texts={"fr": "Écoles"}, by_sex=True, decimals=1,
    )  # fmt: skip
    make_indicator_target(indicator=indicator, part="7")
    make_indicator()
    found = get(reader, "indicators/schools/")
    assert results(reader, "indicators/?theme=education") == [found]
    assert results(reader, "indicators/?document=miami-1994") == [found]
    assert found.pop("changed_at").startswith("20")
    assert found == {
        "slug": "schools", "name": {"fr": original("Écoles")}, "definition": {}, "unit": {},
        "source": {}, "source_url": None, "decimals": 1, "baseline": "12.5", "baseline_year": 2015,
        "target": None, "target_year": None, "by_sex": True, "by_age": False,
        "by_territory": False, "paragraphs": [THIRD], "goals": ["10.7"],
        "page": "http://localhost:8000/indicators/schools/", "is_demonstration": False,
    }  # fmt: skip


def test_values_come_by_indicator_entity_and_year(reader):
    schools, chile = make_indicator(slug="schools"), make_entity(slug="chile")
    value = make_indicator_value(
        indicator=schools, entity=chile, year=2016, value=Decimal("1200"), sex="female",
        evidence_url="https://example.org/census",
    )  # fmt: skip
    make_indicator_value(indicator=schools, year=2017)
    [found] = results(reader, "indicator_values/?indicator=schools&entity=chile&year=2016")
    assert found.pop("recorded_at").startswith("20")
    assert found == {
        "id": value.pk, "indicator": "schools", "entity": "chile", "year": 2016, "sex": "female",
        "age": None, "territory": None, "value": "1200",
        "evidence_url": "https://example.org/census", "is_demonstration": False,
    }  # fmt: skip
    assert len(results(reader, "indicator_values/?indicator=schools")) == 2
    assert results(reader, "indicator_values/?year=2017&entity=chile") == []


# Contributions --------------------------------------------------------------------------------


def test_contribution_comes_with_the_reply(reader, paragraph):
    author, state = make_organization(slug="river-network"), make_entity(slug="chile")
    contribution = make_contribution(
        entity=author, about=state, paragraphs=[paragraph], texts={"en": "Schools"}
    )
    make_reply(contribution=contribution, texts={"es": "Es así."})
    found = get(reader, f"contributions/{contribution.pk}/?lang=en")
    assert (found["entity"]["slug"], found["about"]) == ("river-network", "chile")
    assert (found["title"]["text"], found["title"]["fallback"]) == ("Schools", False)
    assert found["paragraphs"] == [THIRD]
    assert (found["reply"]["entity"], found["reply"]["edition"]) == ("chile", 1)
    assert found["reply"]["text"] == {
        "text": "Es así.", "language": "es", "state": "original", "stale": False, "fallback": True,
    }  # fmt: skip
    assert found["page"] == f"http://localhost:8000/en/contributions/{contribution.pk}/"
    query = "theme=education&kind=civil_society&about=chile&entity=river-network&lang=en"
    make_contribution(entity=author)
    assert results(reader, f"contributions/?{query}") == [found]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_contribution_on_its_way_is_not_there(reader, state):
    contribution = make_contribution(state=state)
    assert results(reader, "contributions/") == []
    get(reader, f"contributions/{contribution.pk}/", 404)


def test_withdrawn_contribution_is_gone_with_its_reason(reader):
    contribution = make_contribution(
        state="withdrawn", withdrawal_reason="Sent by mistake.", withdrawn_by="author"
    )
    assert results(reader, "contributions/") == []
    error = get(reader, f"contributions/{contribution.pk}/", 410)["error"]
    assert (error["code"], error["message"]) == ("gone", "Sent by mistake.")


@pytest.mark.parametrize("kind", ["actions", "contributions"])
@pytest.mark.parametrize("number", [0, 2**63, 10**40])
def test_number_of_nothing_is_missing(reader, kind, number):
    get(reader, f"{kind}/{number}/", 404)


# Queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["actions", "indicators", "indicator_values", "contributions"])
def test_queries_do_not_grow_with_the_records(reader, paragraph, kind, django_assert_num_queries):
    def add() -> None:
        chile = make_entity()
        make_action(paragraph=paragraph, entities=[chile], linked=[make_report()], kept_by=chile)
        indicator = make_indicator(paragraphs=[paragraph])
        make_indicator_target(indicator=indicator)
        make_indicator_value(indicator=indicator)
        make_reply(contribution=make_contribution(about=chile, paragraphs=[paragraph]))

    add()
    with CaptureQueriesContext(connection) as few:
        assert len(results(reader, f"{kind}/")) >= 1
    add(), add()
    with django_assert_num_queries(len(few)):
        assert len(results(reader, f"{kind}/")) >= 3
