"""Reminders by the calendar: 30, 7 and 1 day before a report is due, 1 and 14 days after.

Each step reaches each coordinator once. A step that was missed, because no worker ran, is caught
up with until the next one is reached; of several missed ones only the latest is sent.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db import transaction

from accounts.mailing import queue
from accounts.models import Membership, User
from accounts.policy import Role
from mandates.models import Theme
from publication.jobs import one_by_one

from .models import Asked, Reminder
from .progress import missing_themes

STEPS = (-30, -7, -1, 1, 14)
HOUR = time(8)
"""A step is reached at this hour of its day, in the zone of the cycle."""

LAST_STEP_STANDS = timedelta(days=14)
EARLIEST, LATEST = timedelta(days=-31), timedelta(days=14) + LAST_STEP_STANDS


@dataclass(frozen=True)
class Due:
    """One reminder that is to be sent."""

    asked: Asked
    user: User
    step: int
    themes: list[Theme] = field(hash=False)


def step_at(asked: Asked, at: datetime) -> int | None:
    """The step that holds at the moment, if any. What fell before the announcement never does."""
    if not asked.is_open(at):
        return None
    begun = max(asked.cycle.announced_at, asked.cycle.opens_at)
    reached = [step for step in STEPS if begun <= moment_of(asked, step) <= at]
    if not reached or at > moment_of(asked, STEPS[-1]) + LAST_STEP_STANDS:
        return None
    return reached[-1]


def moment_of(asked: Asked, step: int) -> datetime:
    """When the step is reached: on its day, by the calendar of the cycle's zone."""
    zone = asked.cycle.zone
    day = asked.due_at.astimezone(zone).date() + timedelta(days=step)
    return datetime.combine(day, HOUR, zone)


def due(at: datetime) -> list[Due]:
    """Reminders to be sent at the moment: not yet sent, to people who want them, of open parts."""
    found = Asked.objects.due_between(at - LATEST, at - EARLIEST)
    steps = {asked: step_at(asked, at) for asked in found}
    asked_now = [asked for asked, step in steps.items() if step is not None]
    if not asked_now:
        return []
    people = coordinators_of({asked.entity_id for asked in asked_now})
    missing = missing_themes(asked_now)
    sent = Reminder.objects.keys_of(asked_now)
    return [
        Due(asked, user, steps[asked], missing[asked.pk])
        for asked in asked_now
        if missing[asked.pk]
        for user in people[asked.entity_id]
        if user.wants_reminders and (asked.pk, user.pk, steps[asked], asked.due_at) not in sent
    ]


def send(at: datetime) -> list[Due]:
    """Queue the reminders that are due and return them. Doing it again at once queues none."""
    sent = one_by_one(due(at), lambda reminder: _send_one(reminder, at))
    return [reminder for reminder in sent if reminder]


@transaction.atomic
def _send_one(reminder: Due, at: datetime) -> Due | None:
    """In a transaction of its own: killed in between, no person gets a step twice."""
    asked, user = reminder.asked, reminder.user
    row, is_new = Reminder.objects.get_or_create(
        asked=asked, user=user, step=reminder.step, due_at=asked.due_at, defaults={"at": at}
    )
    if not is_new:
        return None
    row.mail = queue(
        to=user,
        kind="reminder",
        context={"asked": asked, "cycle": asked.cycle, "themes": reminder.themes,
                 "step": reminder.step, "days": abs(reminder.step)},
        key=f"reminder:{asked.pk}:{user.pk}:{reminder.step}:{asked.due_at.timestamp():.0f}",
        is_formal=False,
        condition={"role": Role.COORDINATOR, "entity": asked.entity_id},
    )  # fmt: skip
    row.save(update_fields=["mail"])
    return reminder


def coordinators_of(entities: Iterable[int]) -> dict[int, list[User]]:
    """The coordinators that each of the entities has now."""
    found = Membership.objects.current().of_entities(entities).in_roles(Role.COORDINATOR)
    people: dict[int, list[User]] = defaultdict(list)
    for membership in found.with_people():
        people[membership.entity_id].append(membership.user)
    return people
