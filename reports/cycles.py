"""What happens to a reporting cycle: announcing it, more time in it, nudging who is silent."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mailing import queue
from accounts.models import Mail, User
from accounts.policy import Role
from publication.changes import changed

from . import notifications
from .models import Asked, Cycle, ExtensionRequest, Nudge
from .progress import missing_themes
from .reminders import coordinators_of

BETWEEN_NUDGES = timedelta(hours=24)


class CannotDo(Exception):
    """The step does not lead on from how things stand; `str()` says why, to a person."""


@transaction.atomic
def announce(cycle: Cycle, *, by: User) -> list[Mail]:
    """Open the cycle to the entities asked, and tell their coordinators by a formal notice.

    Raises CannotDo when it is announced already, or when something is missing.
    """
    problems = objections(cycle)
    if problems:
        raise CannotDo(" ".join(problems))
    now = timezone.now()
    if not Cycle.objects.in_preparation().of_slug(cycle.slug).update(announced_at=now):
        raise CannotDo(_("The cycle is announced already."))
    cycle.announced_at = now
    mails = tell_of(cycle)
    changed([cycle])
    return mails


def objections(cycle: Cycle) -> list[str]:
    """What stands against announcing the cycle, in words."""
    problems = []
    if not (cycle.opens_at and cycle.due_at):
        problems.append(_("Say when the cycle opens and when reports are due."))
    if not cycle.themes.exists():
        problems.append(_("Choose at least one theme."))
    if not cycle.asked.exists():
        problems.append(_("Choose at least one entity."))
    return problems


def tell_of(cycle: Cycle) -> list[Mail]:
    """Queue the notice to all coordinators who have not got it; those of a later entity too."""
    asked = list(Asked.objects.in_cycle(cycle).with_all())
    people, themes = coordinators_of({row.entity_id for row in asked}), list(cycle.themes.all())
    context = {"cycle": cycle, "themes": themes}
    return [
        queue(to=person, kind="announced", context={**context, "asked": row},
              key=f"announced:{row.pk}:{person.pk}",
              condition={"role": Role.COORDINATOR, "entity": row.entity_id})
        for row in asked
        for person in people[row.entity_id]
    ]  # fmt: skip


# More time ------------------------------------------------------------------------------------


@transaction.atomic
def ask_extension(asked: Asked, *, until: datetime, reason: str, by: User) -> ExtensionRequest:
    """Ask for more time. Raises CannotDo while a request waits, or for no later date."""
    _later(asked, until)
    Asked.objects.locked(asked.pk)
    if ExtensionRequest.objects.waiting().of_asked(asked).exists():
        raise CannotDo(_("A request for more time is waiting for an answer already."))
    request = ExtensionRequest.objects.create(
        asked=asked, until=until, reason=reason, asked_by=by, asked_at=timezone.now()
    )
    notifications.extension_asked(request)
    return request


@transaction.atomic
def decide(request: ExtensionRequest, *, granted: bool, answer: str, by: User) -> None:
    """Grant a request that waits, or refuse it, and tell the coordinators.

    Raises CannotDo when somebody has decided it meanwhile.
    """
    if (
        not ExtensionRequest.objects.waiting()
        .with_id(request.pk)
        .update(granted=granted, answer=answer, decided_by=by, decided_at=timezone.now())
    ):
        raise CannotDo(_("Somebody has answered this request already."))
    request.refresh_from_db()
    if granted:
        Asked.objects.extend(request.asked, request.until)
    notifications.extension_decided(request)


@transaction.atomic
def extend(asked: Asked, *, until: datetime, reason: str, by: User) -> ExtensionRequest:
    """Give more time unasked. It is kept like a request that was granted at once."""
    _later(asked, until)
    now = timezone.now()
    request = ExtensionRequest.objects.create(
        asked=asked, until=until, reason=reason, asked_by=by, asked_at=now,
        granted=True, decided_by=by, decided_at=now,
    )  # fmt: skip
    Asked.objects.extend(asked, until)
    notifications.extension_decided(request)
    return request


def _later(asked: Asked, until: datetime) -> None:
    if asked.due_at is None or until <= max(asked.due_at, timezone.now()):
        raise CannotDo(_("More time means a later date than the one that holds now."))


# Nudges ---------------------------------------------------------------------------------------


def nudge(asked: Iterable[Asked], *, by: User, note: str = "") -> tuple[list[Nudge], list[str]]:
    """Remind the coordinators of entities that have not reported, each entity once a day.

    Returns the nudges, and for every entity that was not nudged why, in words.
    """
    rows = list(asked)
    people = coordinators_of({row.entity_id for row in rows})
    missing = missing_themes(rows)
    done, reasons = [], []
    for row in rows:
        try:
            done.append(_nudge_one(row, people[row.entity_id], missing[row.pk], by, note))
        except CannotDo as refusal:
            reasons.append(f"{row.entity}: {refusal}")
    return done, reasons


@transaction.atomic
def _nudge_one(asked: Asked, people: list[User], themes: list, by: User, note: str) -> Nudge:
    now = timezone.now()
    Asked.objects.locked(asked.pk)  # of two clicks at once the second sees the first
    if not asked.is_open(now):
        raise CannotDo(_("The cycle is not open."))
    if not themes:
        raise CannotDo(_("Everything is submitted."))
    if Nudge.objects.of_asked(asked).since(now - BETWEEN_NUDGES).exists():
        raise CannotDo(_("It was reminded less than a day ago."))
    wanting = [person for person in people if person.wants_reminders]
    if not wanting:
        raise CannotDo(_("There is no coordinator who can be reminded."))
    made = Nudge.objects.create(asked=asked, by=by, at=now, note=note)
    context = {
        "asked": asked, "cycle": asked.cycle, "themes": themes, "note": note, "by": by, "at": now,
    }  # fmt: skip
    condition = {"role": Role.COORDINATOR, "entity": asked.entity_id}
    mails = [
        queue(to=person, kind="nudge", context=context, key=f"nudge:{made.pk}:{person.pk}",
              is_formal=False, condition=condition)
        for person in wanting
    ]  # fmt: skip
    made.mails.set(mails)
    return made
