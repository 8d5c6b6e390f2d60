"""The API against its own document: whatever the document allows or forbids is sent to it.

Slugs in the filters of the lists that screens have, too, name records; the document cannot know
which there are, so here it is told.
"""

import copy
import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from countries.models import Entity
from mandates.models import Document, Meeting, Theme
from summits_portal.wsgi import application
from tests.factories import (
    make_action,
    make_citation,
    make_contribution,
    make_indicator,
    make_indicator_value,
    make_institution,
    make_meeting,
    make_paragraph,
    make_reply,
    make_report,
    make_resource,
    make_section,
    make_theme,
)

pytestmark = pytest.mark.django_db
NAMED = {
    "entity": Entity, "theme": Theme, "meeting": Meeting, "document": Document, "about": Entity,
}  # fmt: skip
AS_ON_SCREENS = ("reports", "documents", "actions", "contributions")


@pytest.fixture
def schema(db):
    from opendata.api.description import document

    theme = make_theme(slug="migration")
    paragraph = make_paragraph(themes=[theme])
    report = make_report(themes=[theme], citing=[paragraph])
    make_section(report=report, kind="next", texts={"es": "Se hizo.", "fr": "Ce fut fait."})
    make_citation(report=report, state="ambiguous", candidates=[paragraph, make_paragraph()])
    make_resource(report=report, entity=report.entity)
    make_institution(), make_meeting()
    make_action(paragraph=paragraph, entities=[report.entity], linked=[report])
    make_indicator_value(indicator=make_indicator(slug="schools", paragraphs=[paragraph]))
    make_reply(contribution=make_contribution(about=report.entity, paragraphs=[paragraph]))
    told = copy.deepcopy(document())
    for kind in AS_ON_SCREENS:
        for parameter in told["paths"][f"/api/v1/{kind}/"]["get"]["parameters"]:
            if model := NAMED.get(parameter["name"]):
                slugs = list(model.objects.values_list("slug", flat=True))
                parameter["schema"] = {"type": "string", "enum": slugs}
    loaded = schemathesis.openapi.from_dict(told).include(tag="v1")
    loaded.app = application
    for signal in (request_started, request_finished):  # they end the test's transaction
        signal.disconnect(close_old_connections)
    yield loaded
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def check_all(schema, examples: int) -> int:
    """Every operation with so many examples of either kind; returns the number of requests."""
    sent = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        strategies = [
            operation.as_strategy(generation_mode=mode)
            for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
        ]
        for strategy in strategies:

            @settings(
                max_examples=examples,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            )
            @given(case=strategy)
            def one(case):
                nonlocal sent
                sent += 1
                case.call_and_validate()

            one()
    return sent


def test_nothing_is_found_in_a_few_requests(schema):
    assert check_all(schema, 4) > 60


@pytest.mark.deep
def test_nothing_is_found_in_many_requests(schema):
    assert check_all(schema, 300) > 3000


def test_document_is_what_the_code_says(db):
    """`make openapi` writes it anew."""
    from opendata.api.description import FILE, as_text, generated

    assert FILE.read_text(encoding="utf-8") == as_text(generated())
    assert json.loads(FILE.read_text(encoding="utf-8"))["openapi"] == "3.1.0"
