"""Takes a whole import back, as long as nothing was built on it."""

from collections.abc import Iterator

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import CharField, ForeignObjectRel, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import User
from countries.models import Entity
from mandates.models import (
    Document,
    Heading,
    Indicator,
    IndicatorTarget,
    Meeting,
    Paragraph,
    ParagraphTheme,
    Theme,
)
from publication.changes import changed
from publication.models import Revision
from reports.models import (
    Action,
    ActionStep,
    Asked,
    Attachment,
    Citation,
    Cycle,
    CycleDocument,
    IndicatorValue,
    RelatedResource,
    Report,
    ReportTheme,
    Section,
    Standing,
    Transition,
)

from .kept import give_back
from .loading import REASON
from .models import Batch, Contact, Origin
from .notes import in_english

# Records that others point at come last.
ORDER: tuple[type[models.Model], ...] = (
    RelatedResource,
    Report,
    Asked,
    CycleDocument,
    Cycle,
    Action,
    IndicatorValue,
    IndicatorTarget,
    Indicator,
    ParagraphTheme,
    Paragraph,
    Heading,
    Document,
    Meeting,
    Theme,
    Entity,
)
WITH_HISTORY = (
    Entity, Theme, Meeting, Document, Heading, Paragraph, ParagraphTheme, Indicator,
    IndicatorTarget, IndicatorValue, Action,
)  # fmt: skip
# What belongs to a report and goes with it, with the way that leads to the report.
PARTS_OF_REPORT: dict[type[models.Model], str] = {
    Section: "report", Citation: "report", Transition: "report", ReportTheme: "report",
    Attachment: "report", Citation.candidates.through: "citation__report", Contact: "report",
    Standing: "report",
}  # fmt: skip
ROWS_AT_ONCE = 500


class CannotUndo(Exception):
    """Something was built on the import; `reasons` are codes of `imports.notes`."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(map(in_english, reasons)))
        self.reasons = reasons


@transaction.atomic
def undo(batch: Batch, *, by: User | None) -> None:
    """Delete what `batch` made and give back what it changed; all of it or nothing.

    Raises CannotUndo when it is not done, or when anything it touched was touched since. A change
    that comes between asking for that and giving back shows in the data version.
    """
    revision = Revision.objects.current().number  # first: a later change is noticed at the end
    undone = {"state": Batch.State.UNDONE, "undone_at": timezone.now(), "undone_by": by}
    reasons = objections(batch)
    if reasons or not Batch.objects.done().filter(pk=batch.pk).update(**undone):
        raise CannotUndo(reasons or ["not_done"])
    touched = []
    for change in batch.changes.updates():
        record = change.record
        record._change_reason = f"{REASON}{batch.pk}"
        give_back(record, change.before)
        touched.append(record)
    for model in ORDER:
        touched += _delete_created(batch, model)
    Transition.objects.of_import(batch.pk).delete()
    changed(touched)
    if Revision.objects.current().number != revision + 1:
        raise CannotUndo(["moved"])
    batch.refresh_from_db()


def _delete_created(batch: Batch, model: type[models.Model]) -> list[models.Model]:
    """Delete the batch's records of one kind; returns them, as they were."""
    gone: list[models.Model] = []
    ids = list(batch.changes.created().ids_of(model))
    for start in range(0, len(ids), ROWS_AT_ONCE):
        records = model._default_manager.filter(pk__in=ids[start : start + ROWS_AT_ONCE])
        gone += list(records)
        Origin.objects.of_records(model, ids[start : start + ROWS_AT_ONCE]).delete()
        if model is not Entity:
            records.delete()
    if model is Entity:
        _delete_entities(batch)
    return gone


def _delete_entities(batch: Batch) -> None:
    """Departments before what they are part of."""
    created = Entity.objects.with_ids(batch.changes.created().ids_of(Entity))
    while leaves := list(created.without_departments()[:ROWS_AT_ONCE]):
        Entity.objects.with_ids([entity.pk for entity in leaves]).delete()


def objections(batch: Batch) -> list[str]:
    """Codes of the reasons why the batch cannot be undone; none when it can."""
    if batch.state != Batch.State.DONE:
        return ["not_done"]
    reasons = {
        "later_import": batch.changes.touched_later().exists(),
        "reports_went_on": _reports_went_on(batch),
        "edited": _edited_since(batch),
        "built_upon": any(rows.exists() for model in ORDER for rows in _strangers(batch, model)),
    }
    return [code for code, found in reasons.items() if found]


def _reports_went_on(batch: Batch) -> bool:
    """True when a report has another edition, state or step than the import gave it.

    Editions that the import itself began, as corrections, wait for nobody but the Secretariat.
    """
    ids, begun = batch.changes.ids_of(Report), batch.changes.created().ids_of(Report)
    later = (
        Transition.objects.of_reports(ids).after_import(batch.pk),
        Transition.objects.of_reports(begun).later_than(batch.finished_at),
        Report.objects.in_lineages(ids).later_editions().exclude(pk__in=begun),
        Citation.objects.of_reports(ids).filter(resolved_at__gt=batch.finished_at),
    )
    return any(rows.exists() for rows in later)


def _edited_since(batch: Batch) -> bool:
    """True when people saved a record after the import: its kept history or the staff log says."""
    for model in ORDER:
        ids = batch.changes.ids_of(model)
        log = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=ids.annotate(text=Cast("object_id", CharField())).values("text"),
            action_time__gt=batch.finished_at,
        )
        if log.exists():
            return True
        if model in WITH_HISTORY:
            history = model.history.filter(id__in=ids, history_date__gt=batch.finished_at)
            if history.exclude(history_change_reason__startswith=REASON).exists():
                return True
    return False


def _strangers(batch: Batch, model: type[models.Model]) -> Iterator[QuerySet]:
    """Rows that point at what the batch made of one kind, and are not of the batch themselves."""
    made = batch.changes.created()
    for relation in _relations(model):
        other = relation.related_model
        rows = other._base_manager.filter(**{f"{relation.field.name}__in": made.ids_of(model)})
        if other in ORDER:
            yield rows.exclude(pk__in=made.ids_of(other))
        elif other is ActionStep:  # the one that made it goes with it
            yield rows.filter(at__gt=batch.finished_at)
        elif other in PARTS_OF_REPORT:
            ours = batch.changes.ids_of(Report)  # what was changed is given back first
            yield rows.exclude(**{f"{PARTS_OF_REPORT[other]}__in": ours})
        elif other._meta.auto_created is not model:  # a record's own lists go with it
            yield rows


def _relations(model: type[models.Model]) -> list[ForeignObjectRel]:
    """Foreign keys to the model that hold a deletion up or are carried along by it."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, (models.ManyToOneRel, models.OneToOneRel))
        and relation.on_delete is not models.DO_NOTHING
    ]
