"""Every factory gives a valid record, more than once."""

import datetime
import inspect

import pytest
from django_tasks_db.models import DBTaskResult

from countries.models import Entity
from reports.models import Citation, Report
from tests import factories

pytestmark = pytest.mark.django_db
FACTORIES = [
    factory
    for name, factory in inspect.getmembers(factories, inspect.isfunction)
    if name.startswith("make_")
]
# What a second record needs to be another one.
SECOND = {
    factories.make_page: {"slug": "privacy"},
    factories.make_goal: {"number": 5},
    factories.make_newsletter: {"month": datetime.date(2016, 4, 1)},
}


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_factory_gives_valid_records(factory):
    for fields in ({}, SECOND.get(factory, {})):
        record = factory(**fields)
        record.full_clean(exclude=record_exclusions(record))


def record_exclusions(record):
    """What no form fills in: bare columns, which follow the language of the moment, what code
    adds later, and whatever the queue of jobs writes itself."""
    if isinstance(record, DBTaskResult):
        return {
            "started_at",
            "finished_at",
            "worker_ids",
            "return_value",
            "exception_class_path",
            "traceback",
        }
    later = {field.name for field in record._meta.concrete_fields if field.null and not field.blank}
    return later | set(record.translated_fields() if hasattr(record, "translated_fields") else ())


@pytest.mark.parametrize("kind", Entity.Kind)
def test_entity_of_every_kind(kind):
    assert factories.make_entity(kind=kind).kind == kind


@pytest.mark.parametrize("state", Report.State)
def test_report_in_every_state(state):
    assert factories.make_report(state=state).state == state


def test_stub_has_no_text():
    report = factories.make_report(texts={}, available_in=["es"])
    assert (report.original_language, report.nothing_to_report) == (None, False)


def test_ambiguous_citation_keeps_its_candidates():
    candidates = [factories.make_paragraph(label="17"), factories.make_paragraph(label="17")]
    citation = factories.make_citation(state=Citation.State.AMBIGUOUS, candidates=candidates)
    assert set(citation.candidates.all()) == set(candidates)
