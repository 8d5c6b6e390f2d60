"""Takes a whole import back, as long as nothing was built on it."""

from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from countries.models import Entity
from mandates.models import Document, Heading, Paragraph, ParagraphTheme
from publication.changes import changed
from publication.languages import LANGUAGES, Translated, column
from reports.models import (
    Asked, Cycle, CycleDocument, RelatedResource, Report, Section, Transition,
)  # fmt: skip

from .models import Batch, Change, Origin

# Records that others point at come last.
ORDER: tuple[type[models.Model], ...] = (
    RelatedResource, Report, Asked, CycleDocument, Cycle, ParagraphTheme, Paragraph, Heading,
    Document, Entity,
)  # fmt: skip


class CannotUndo(Exception):
    """Something was built on the import; the message says what."""


@transaction.atomic
def undo(batch: Batch, *, by: User | None) -> None:
    """Delete what `batch` made and give back what it changed; all of it or nothing.

    Raises CannotUndo when it is not done, or when anything it touched was touched since.
    """
    reasons = objections(batch)
    if reasons:
        raise CannotUndo(" ".join(reasons))
    touched = []
    for change in batch.changes.updates():
        _give_back(change.record, change.before)
        touched.append(change.record)
    try:
        touched += _delete_created(batch)
    except ProtectedError as error:
        raise CannotUndo("Other records point at what the import made.") from error
    Transition.objects.of_import(batch.pk).delete()
    batch.state, batch.undone_at, batch.undone_by = Batch.State.UNDONE, timezone.now(), by
    batch.save()
    changed(touched)


def objections(batch: Batch) -> list[str]:
    """Why the batch cannot be undone; empty when it can."""
    if batch.state != Batch.State.DONE:
        return ["The import is not done."]
    found = []
    if batch.changes.touched_later().exists():
        found.append("A later import changed the same records.")
    if _reports_went_on(batch):
        found.append("Reports of the import went on since.")
    if _edited_since(batch):
        found.append("Records of the import were edited since.")
    return found


def _reports_went_on(batch: Batch) -> bool:
    """True when a report has another edition, state or step than the import gave it."""
    ids = batch.changes.ids_of(Report)
    later = Transition.objects.of_reports(ids).after_import(batch.pk)
    editions = Report.objects.in_lineages(ids).later_editions()
    return later.exists() or editions.exists()


def _edited_since(batch: Batch) -> bool:
    """True when staff saved a record with a kept history after the import."""
    for model in (Entity, Document, Heading, Paragraph, ParagraphTheme):
        history = model.history.filter(id__in=batch.changes.ids_of(model))
        if history.filter(history_date__gt=batch.finished_at).exists():
            return True
    return False


def _delete_created(batch: Batch) -> list[models.Model]:
    gone: list[models.Model] = []
    for model in ORDER:
        ids = batch.changes.created().ids_of(model)
        records = list(model._default_manager.filter(pk__in=ids))
        gone += [record for record in records if isinstance(record, (Report, Paragraph, Entity))]
        Origin.objects.of_records(model, ids).delete()
        _delete(model, ids)
    return gone


def _delete(model: type[models.Model], ids: list[int]) -> None:
    for start in range(0, len(ids), 500):
        model._default_manager.filter(pk__in=ids[start : start + 500]).delete()


def _give_back(record: models.Model, before: dict[str, Any]) -> None:
    if isinstance(record, Report):
        _give_back_report(record, before)
    elif isinstance(record, Translated):
        _set_texts(record, before)
        record.is_demonstration = before["is_demonstration"]
        record.save()


def _give_back_report(report: Report, before: dict[str, Any]) -> None:
    report.available_in = before["available_in"]
    report.original_language = before["original_language"]
    report.is_demonstration = before["is_demonstration"]
    report.save()
    section = report.sections.done().first()
    if section is not None and not before["texts"]:
        section.delete()
    elif before["texts"]:
        section = section or Section(report=report, kind=Section.Kind.DONE)
        section.markup = before["markup"]
        _set_texts(section, before)
        section.save()


def _set_texts(record: Translated, before: dict[str, Any]) -> None:
    for language in LANGUAGES:
        setattr(record, column("text", language), before["texts"].get(language))
    record.original_language = before["original_language"]


