"""From a step of a report to the notices of its followers.

The step's own transaction only notes that it happened. Followers are found afterwards, by what
each worker does every minute.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.policy import Role
from reports.models import Transition

from .matching import matches
from .models import Follow, Follower, Frequency, Happening, Kind, Notice

TOLD = frozenset(
    {
        "publish",
        "correct_typing",
        "merge_published",
        "file_imported",
        "withdraw",
        "citations_resolved",
    }
)
AT_A_TIME = 500
DAY, HOUR = 0, time(8)  # weekly mails: Monday at eight, by the portal's own zone


def note(steps: Sequence[Transition]) -> None:
    """Note the steps that followers may want to know of; in the transaction of the steps."""
    Happening.objects.bulk_create(
        [
            Happening(step=step.pk, report=step.report_id, verb=step.verb, at=step.at)
            for step in steps
            if step.verb in TOLD
        ],
        batch_size=AT_A_TIME,
    )


def take(now: datetime) -> int:
    """Find the followers of what happened since; returns how many happenings were looked at.

    Two workers may look at the same ones: a follower gets one notice of each all the same.
    """
    taken = 0
    while waiting := list(Happening.objects.waiting()[:AT_A_TIME]):
        notices = _notices(waiting, now)
        with transaction.atomic():
            Notice.objects.bulk_create(notices, batch_size=AT_A_TIME, ignore_conflicts=True)
            Happening.objects.with_ids([one.pk for one in waiting]).update(taken_at=now)
        taken += len(waiting)
    return taken


def _notices(happenings: Sequence[Happening], now: datetime) -> list[Notice]:
    add_delegations()
    due = {Frequency.AT_ONCE: now, Frequency.WEEKLY: next_weekly(now)}
    found: dict[tuple[int, int], Notice] = {}
    for follow, happening in matches(happenings):
        if follow.since > happening.at and follow.kind != Kind.CITED:
            continue  # it happened before anybody asked
        key = (follow.follower_id, happening.pk)
        found.setdefault(
            key,
            Notice(follower_id=key[0], follow=follow, happening=happening,
                   due_at=due[follow.frequency]),
        )  # fmt: skip
    return list(found.values())


def next_weekly(now: datetime) -> datetime:
    """The next Monday at eight."""
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=(DAY - local.weekday()) % 7)
    moment = timezone.make_aware(datetime.combine(day, HOUR))
    return moment if moment > now else timezone.make_aware(
        datetime.combine(day + timedelta(days=7), HOUR)
    )  # fmt: skip


def add_delegations() -> None:
    """Coordinators follow what cites the documents of their entity's meetings, until they end it.

    A follow that was ended stays ended.
    """
    held = Membership.objects.current().of_any_entity().in_roles(Role.COORDINATOR).with_people()
    pairs = {(one.user_id, one.entity_id): one.user for one in held}
    known = set(Follow.objects.of_delegations().pairs())
    new = {pair: user for pair, user in pairs.items() if pair not in known}
    if not new:
        return
    with transaction.atomic():
        for (_user, entity), user in new.items():
            follower, _is_new = Follower.objects.get_or_create(
                user=user, defaults={"language": user.language}
            )
            Follow.objects.get_or_create(
                follower=follower, kind=Kind.CITED, number=entity, query="",
                defaults={"frequency": Frequency.WEEKLY},
            )  # fmt: skip
