"""Writing actions: every change raises the revision and leaves a step in the action's history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F

from accounts.models import User
from countries.models import Entity
from mandates.models import Paragraph
from publication.changes import changed

from .models import Action, ActionStep, Report
from .models.reports import ReportQuerySet
from .writers import demand_keeper

KEPT = ("heading", "text", "activity", "schedule")
WORDS = ("text", "activity", "schedule")
FACTS = ("state", "due_on", "due_precision")
REPORTS_OFFERED = 60  # the newest ones


class StaleAction(Exception):
    """Somebody else has saved the action since it was opened; `action` is as it now stands."""

    def __init__(self, action: Action) -> None:
        super().__init__(str(action.pk))
        self.action = action


def record(
    values: dict[str, Any], *, entity: Entity, paragraph: Paragraph, by: User, at: datetime,
    token: UUID | None = None,
) -> Action:  # fmt: skip
    """A new action in the entity's own words; the same `token` again gives the same action.

    `values` are those of an `ActionForm`. Raises PermissionDenied for whoever may not keep the
    entity's actions.
    """
    demand_keeper(entity, by)
    try:
        return _caused_by(token) or _record(values, entity, paragraph, by, at, token)
    except IntegrityError:  # the form was sent twice at the same moment
        if known := _caused_by(token):
            return known
        raise


@transaction.atomic
def _record(
    values: dict[str, Any], entity: Entity, paragraph: Paragraph, by: User, at: datetime,
    token: UUID | None,
) -> Action:  # fmt: skip
    place = paragraph.actions.count()
    action = Action(paragraph=paragraph, kept_by=entity, position=place, **_facts(values))
    action.write(values["language"], **{name: values.get(name, "") for name in WORDS})
    action.save()
    action.entities.add(entity)
    action.reports.set(values.get("reports", ()))
    record_step(action, by=by, at=at, token=token)
    changed([action])
    return action


def _caused_by(token: UUID | None) -> Action | None:
    known = ActionStep.objects.with_token(token).first() if token else None
    return known.action if known else None


@transaction.atomic
def revise(
    action: Action, values: dict[str, Any], *, entity: Entity, by: User, at: datetime
) -> Action:
    """Save what the entity says of the action now; its words only where they are the entity's own.

    Raises StaleAction when `values["revision"]` is not the action's any more, PermissionDenied for
    whoever may not keep the entity's actions.
    """
    demand_keeper(entity, by)
    opened = Action.objects.with_ids([action.pk]).at_revision(values.get("revision") or 0)
    if not opened.update(revision=F("revision") + 1):
        raise StaleAction(Action.objects.for_page().get(pk=action.pk))
    action = Action.objects.for_page().get(pk=action.pk)
    before = action.state
    for name, value in _facts(values).items():
        setattr(action, name, value)
    if action.kept_by_id == entity.pk:
        action.write(action.original_language, **{name: values.get(name, "") for name in WORDS})
    action.save()
    _link(action, entity, values.get("reports", ()))
    record_step(action, by=by, at=at, from_state=before)
    changed([action])
    return action


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FACTS}


def to_link(entity: Entity) -> ReportQuerySet:
    """The entity's reports that the form of an action offers."""
    return Report.objects.to_link(entity, REPORTS_OFFERED)


def _link(action: Action, entity: Entity, reports: models.QuerySet | tuple) -> None:
    """Link the chosen reports; those that the form did not offer, such as others', stay."""
    offered = {report.public_id for report in to_link(entity)}
    kept = [report for report in action.reports.all() if report.public_id not in offered]
    action.reports.set([*kept, *reports])


def record_step(
    action: Action, *, by: Any, at: datetime, from_state: str = "", token: UUID | None = None
) -> ActionStep:
    """Keep the action as it now stands; `from_state` is empty when it was made.

    Call it inside the transaction of the change, after entities and reports are set.
    """
    return ActionStep.objects.create(
        action=action,
        at=at,
        by=by,
        from_state=from_state,
        to_state=action.state,
        token=token,
        snapshot=snapshot(action),
    )


def snapshot(action: Action) -> dict[str, Any]:
    """What the action says: texts by field and language, dates, who is responsible, reports."""
    return {
        "texts": {field: texts for field in KEPT if (texts := action.texts(field))},
        "due": action.due.isoformat() if action.due else None,
        "entities": sorted(keys(action.entities)),
        "reports": sorted(keys(action.reports)),
    }


def keys(related: models.Manager | models.QuerySet) -> list[int]:
    return list(related.order_by().values_list("pk", flat=True))
