"""Writes what `planning` prepared, in one short transaction: all of it or nothing."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from mandates.models import Theme
from publication.changes import changed
from publication.languages import LANGUAGES
from reports import workflow
from reports.models import Asked, Citation, Cycle, CycleDocument, RelatedResource, Report, Section
from reports.models import ReportTheme

from .models import Batch, Change, Origin
from .planning import Fill, NewReport, Plan

CYCLE_NAMES = {
    "en": "Legacy page: {}",
    "es": "Página del sitio anterior: {}",
    "fr": "Page de l’ancien site : {}",
    "pt-br": "Página do site anterior: {}",
}
ROWS_AT_ONCE = 500


@transaction.atomic
def write(plan: Plan, batch: Batch, *, by: User | None = None) -> None:
    """Save the plan's records and mark `batch` done.

    Raises IntegrityError, and stores nothing, when another import was faster.
    """
    batch.summary, batch.text, batch.by = plan.as_json(), "", by
    batch.is_demonstration = plan.demonstration
    batch.save()
    log = _Log(batch)
    for record in (*plan.entities, *plan.documents, *plan.headings, *plan.paragraphs):
        record.save()
        log.created(record)
    for link in plan.theme_links:
        link.save()
        log.created(link)
    _write_cycle(plan, log)
    _write_reports(plan.reports, batch, log, by)
    _write_fills(plan.fills, batch, log, by)
    _write_resources(plan, batch, log)
    log.save()
    # The moment after the last record: what is edited later than this was edited by people.
    batch.state, batch.finished_at = Batch.State.DONE, timezone.now()
    batch.save()
    if log.changes:
        changed(_touched(plan))


class _Log:
    """Collects what a batch did, for its undo."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.changes = batch, []

    def created(self, record: models.Model) -> None:
        self._add(Change.Action.CREATED, record, {})

    def updated(self, record: models.Model, before: dict[str, Any]) -> None:
        self._add(Change.Action.UPDATED, record, before)

    def _add(self, action: str, record: models.Model, before: dict[str, Any]) -> None:
        self.changes.append(
            Change(
                batch=self.batch,
                action=action,
                content_type=ContentType.objects.get_for_model(record),
                object_id=record.pk,
                before=before,
            )
        )

    def save(self) -> None:
        Change.objects.bulk_create(self.changes, batch_size=ROWS_AT_ONCE)


def _write_cycle(plan: Plan, log: _Log) -> None:
    """A legacy page asks exactly the entities it lists, about exactly the documents it lists."""
    slug = f"legacy-{plan.theme.slug}"
    cycle = Cycle.objects.of_slug(slug).first()
    if cycle is None:
        cycle = _new_cycle(plan.theme, slug, plan.demonstration)
        log.created(cycle)
    elif cycle.is_demonstration and not plan.demonstration:
        cycle.is_demonstration = False
        cycle.save()
        cycle.asked.of_demonstration_entities().delete()
    elif plan.demonstration and not cycle.is_demonstration:
        return
    _extend(cycle, Asked, "entity", plan.asked, log)
    _extend(cycle, CycleDocument, "document", plan.scope, log)


def _new_cycle(theme: Theme, slug: str, demonstration: bool) -> Cycle:
    cycle = Cycle(slug=slug, is_legacy=True, is_demonstration=demonstration)
    for language in LANGUAGES:
        name = theme.texts("name").get(language)
        if name:
            cycle.write(language, name=CYCLE_NAMES[language].format(name))
    cycle.save()
    cycle.themes.add(theme)
    return cycle


def _extend(
    cycle: Cycle, model: type[models.Model], field: str, records: Iterable[models.Model], log: _Log
) -> None:
    """Put records behind those that are in the cycle already."""
    there = model.objects.filter(cycle=cycle)
    known = set(there.values_list(f"{field}_id", flat=True))
    last = there.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    for record in records:
        if record.pk not in known:
            row = model(cycle=cycle, position=position, **{field: record})
            row.save()
            log.created(row)
            position += 1


def _write_reports(new: list[NewReport], batch: Batch, log: _Log, by: User | None) -> None:
    reports = [item.report for item in new]
    Report.objects.bulk_create(reports, batch_size=ROWS_AT_ONCE)
    ReportTheme.objects.bulk_create([item.link for item in new], batch_size=ROWS_AT_ONCE)
    sections = [item.section for item in new if item.section is not None]
    Section.objects.bulk_create(sections, batch_size=ROWS_AT_ONCE)
    cited = [pair for item in new for pair in item.citations]
    Citation.objects.bulk_create([citation for citation, _ in cited], batch_size=ROWS_AT_ONCE)
    candidate = Citation.candidates.through
    candidate.objects.bulk_create(
        [
            candidate(citation=citation, paragraph=paragraph)
            for citation, paragraphs in cited
            for paragraph in paragraphs
        ],
        batch_size=ROWS_AT_ONCE,
    )
    _write_origins(batch, "report", [(item.key, item.report) for item in new])
    for report in reports:
        log.created(report)
    workflow.file_imported(reports, by=by, batch=batch.pk)


def _write_origins(batch: Batch, kind: str, records: list[tuple[str, models.Model]]) -> None:
    Origin.objects.bulk_create(
        [
            Origin(
                batch=batch,
                kind=kind,
                key=key,
                content_type=ContentType.objects.get_for_model(record),
                object_id=record.pk,
            )
            for key, record in records
        ],
        batch_size=ROWS_AT_ONCE,
    )


def _write_fills(fills: list[Fill], batch: Batch, log: _Log, by: User | None) -> None:
    amended = []
    for fill in fills:
        if fill.section is not None:
            fill.section.save()
        fill.record.save()
        log.updated(fill.record, fill.before)
        if isinstance(fill.record, Report):
            amended.append(fill.record)
    workflow.amend_imported(amended, by=by, batch=batch.pk)


def _write_resources(plan: Plan, batch: Batch, log: _Log) -> None:
    resources = [resource for _key, resource in plan.resources]
    RelatedResource.objects.bulk_create(resources, batch_size=ROWS_AT_ONCE)
    _write_origins(batch, "resource", plan.resources)
    for resource in resources:
        log.created(resource)


def _touched(plan: Plan) -> list[models.Model]:
    """Records whose public text changed."""
    reports = [item.report for item in plan.reports]
    fills = [fill.record for fill in plan.fills]
    return [plan.theme, *plan.entities, *plan.documents, *plan.paragraphs, *reports, *fills]
