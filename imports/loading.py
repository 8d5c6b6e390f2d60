"""Writes what `planning` prepared, in one short transaction: all of it or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from publication.changes import changed
from publication.models import Revision
from reports import workflow
from reports.acting import record_step
from reports.models import (
    Asked,
    Citation,
    CycleDocument,
    RelatedResource,
    Report,
    ReportTheme,
    Section,
)

from .models import Batch, Change, Contact, Origin
from .planned_reports import origin_key
from .plans import Cited, NewReport, Plan
from .summaries import summary

ROWS_AT_ONCE = 500
REASON = "import "
"""How kept histories begin to say that an import or its undo wrote a version; then its number."""


class Outdated(Exception):
    """Records changed between the plan and its writing; plan again."""


@transaction.atomic
def write(plan: Plan, batch: Batch) -> None:
    """Save the plan's records and mark `batch` done; `batch` is new, or running.

    Raises Outdated or IntegrityError when another writer was faster, and Superseded when another
    worker has taken the batch over; then nothing is stored.
    """
    batch.is_demonstration, batch.language = plan.demonstration, plan.language
    batch.summary = summary(plan)
    batch.finish()
    log = Log(batch)
    _write_mandates(plan, log)
    _write_actions(plan, log)
    _write_cycle(plan, log)
    for chunk in _chunks(plan.reports):
        _write_reports(plan, chunk, log)
    _write_fills(plan, log)
    _write_resources(plan, log)
    # The moment after the last record: what is edited later than this was edited by people.
    batch.finished_at = timezone.now()
    batch.save()
    if not plan.changes_nothing:
        changed(_touched(plan))
        if Revision.objects.current().number != plan.revision + 1:
            raise Outdated


class Log:
    """Notes where each record of a saved batch came from and what was done to it, for the undo."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    def save(self, record: models.Model) -> None:
        record._change_reason = f"{REASON}{self.batch.pk}"
        record.save()

    def created(self, records: Iterable[models.Model]) -> None:
        self._store(Change.Action.CREATED, ((record, {}) for record in records))

    def updated(self, record: models.Model, before: dict[str, Any]) -> None:
        self._store(Change.Action.UPDATED, [(record, before)])

    def came_from(self, kind: str, records: Iterable[tuple[str, models.Model]]) -> None:
        """Keep the keys under which the source knows the records."""
        rows = [
            Origin(batch=self.batch, kind=kind, key=key, **_pointing_at(record))
            for key, record in records
        ]
        Origin.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)

    def _store(self, action: str, records: Iterable[tuple[models.Model, dict[str, Any]]]) -> None:
        rows = [
            Change(batch=self.batch, action=action, before=before, **_pointing_at(record))
            for record, before in records
        ]
        Change.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _pointing_at(record: models.Model) -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(record)
    return {"content_type_id": kind.pk, "object_id": record.pk}


def _write_mandates(plan: Plan, log: Log) -> None:
    """One by one: these records keep a history."""
    for records in plan.mandates():
        for record in records:
            log.save(record)
        log.created(records)
    for fill in plan.moved_links:
        log.save(fill.record)
        log.updated(fill.record, fill.before)


def _write_actions(plan: Plan, log: Log) -> None:
    now = timezone.now()
    for action in plan.actions:
        log.save(action)
        record_step(action, by=log.batch.by, at=now)
    log.created(plan.actions)


def _write_cycle(plan: Plan, log: Log) -> None:
    cycle = plan.cycle
    if cycle is None:
        return
    if cycle.pk is None:
        cycle.save()
        cycle.themes.add(*plan.cycle_themes())
        log.created([cycle])
    elif plan.cycle_before:
        cycle.save()
        cycle.asked.all().delete()
        cycle.scope.all().delete()
        log.updated(cycle, plan.cycle_before)
    log.created(_appended(Asked, cycle, [{"entity": entity} for entity in plan.asked]))
    log.created(_appended(CycleDocument, cycle, [{"document": one} for one in plan.scope]))


def _appended(
    model: type[models.Model], cycle: models.Model, rows: list[dict[str, Any]]
) -> list[models.Model]:
    """Saved rows of the cycle, put behind those that are there."""
    last = model.objects.filter(cycle=cycle).aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    return model.objects.bulk_create(
        model(cycle=cycle, position=position, **row) for position, row in enumerate(rows, first)
    )


def _write_reports(plan: Plan, new: Sequence[NewReport], log: Log) -> None:
    reports = [item.report for item in new]
    for item in new:
        _remember(item)
    workflow.file_imported(reports, by=log.batch.by, batch=log.batch.pk)
    ReportTheme.objects.bulk_create(
        ReportTheme(report=item.report, theme=plan.theme, position=item.position) for item in new
    )
    Section.objects.bulk_create([section for item in new for section in item.sections])
    _write_citations([cited for item in new for cited in item.citations])
    log.created(reports)
    log.came_from("report", ((_key(plan, item), item.report) for item in new))
    _write_contacts(new)
    for item in new:  # a long page would not fit into memory with all it has become
        item.report._prefetched_objects_cache.clear()
        item.sections, item.citations, item.contacts = [], [], []


def _remember(item: NewReport) -> None:
    """Let the report answer with what is saved along with it, so that nothing is read again."""
    citations = [citation for citation, _candidates in item.citations]
    for citation in citations:
        citation.paragraph = citation.paragraph  # which has its key by now
    item.report._prefetched_objects_cache = {"sections": item.sections, "citations": citations}


def _write_contacts(new: Sequence[NewReport]) -> None:
    Contact.objects.bulk_create(
        Contact(report=item.report, position=position, text=text)
        for item in new
        for position, text in item.contacts
    )


def _key(plan: Plan, item: NewReport) -> str:
    return origin_key(plan.theme, item.report, item.key)


def _write_citations(cited: Sequence[Cited]) -> None:
    Citation.objects.bulk_create([citation for citation, _candidates in cited])
    candidate = Citation.candidates.through
    candidate.objects.bulk_create(
        candidate(citation=citation, paragraph=paragraph)
        for citation, candidates in cited
        for paragraph in candidates
    )


def _write_fills(plan: Plan, log: Log) -> None:
    for fill in plan.fills:
        log.save(fill.record)
        for section in fill.sections:
            _write_section(section)
        for citation, candidates in fill.citations:
            citation.save()
            citation.candidates.set(candidates)
        log.updated(fill.record, fill.before)
    amended = [fill.record for fill in plan.fills if isinstance(fill.record, Report)]
    workflow.amend_imported(amended, by=log.batch.by, batch=log.batch.pk)


def _write_section(section: Section) -> None:
    if section.has_text():
        section.save()
    elif section.pk:
        section.delete()


def _write_resources(plan: Plan, log: Log) -> None:
    resources = [resource for _key, resource in plan.resources]
    RelatedResource.objects.bulk_create(resources, batch_size=ROWS_AT_ONCE)
    log.created(resources)
    log.came_from(
        "resource", ((origin_key(plan.theme, one, key), one) for key, one in plan.resources)
    )


def _chunks(reports: Iterable[NewReport]) -> Iterator[list[NewReport]]:
    rest = iter(reports)
    while chunk := list(islice(rest, ROWS_AT_ONCE)):
        yield chunk


def _touched(plan: Plan) -> list[models.Model]:
    """Records whose public text changed."""
    reports = [item.report for item in plan.reports]
    fills = [fill.record for fill in plan.fills]
    made = [record for records in plan.published() for record in records]
    return [plan.theme, *made, *plan.theme_links, *reports, *fills]
