"""Work done after the answer: queued in the database, carried out by `manage.py db_worker`.

This module alone knows the queue (`django_tasks`; `django.tasks` from Django 6 on). A job is
enqueued inside the transaction that causes it, so that both are stored or neither. It may be
carried out more than once when a worker dies: each does no harm the second time.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks_db.models import DBTaskResult

LOST = "publication.jobs.WorkerLost"
LONGEST_WAIT = timedelta(hours=6)

logger = logging.getLogger("portal.jobs")


@dataclass(frozen=True)
class Rules:
    """How often a job is tried, and after how long its worker is taken for dead."""

    attempts: int = 1
    within: timedelta = timedelta(minutes=10)

    def wait_after(self, attempts: int) -> timedelta:
        """One minute after the first failure, then four times as long each time."""
        return min(timedelta(minutes=4 ** (attempts - 1)), LONGEST_WAIT)


_rules: dict[str, Rules] = {}


def job(*, attempts: int = 1, within: timedelta = Rules.within) -> Callable:
    """Make a function a job: `name.enqueue(...)` has a worker call it, with JSON arguments.

    One that raises is tried again, up to `attempts` times in all; one that has been running for
    longer than `within` lost its worker, and counts as an attempt that failed.
    """

    def make(function: Callable) -> Callable:
        made = task()(function)
        _rules[made.module_path] = Rules(attempts, within)
        return made

    return make


def rules_of(path: str) -> Rules:
    """The rules of the job at this import path; those of a job that is gone allow no attempt."""
    try:
        import_string(path)  # a worker that has not carried it out yet does not know it
    except ImportError:
        return Rules()
    return _rules.get(path, Rules())


def unfinished():
    """Jobs that wait or run, the oldest first."""
    return DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).order_by("enqueued_at")


def dead_letters():
    """Jobs that failed and are not tried again by themselves."""
    return DBTaskResult.objects.failed().order_by("-finished_at")


def sweep(now: datetime) -> dict[str, int]:
    """Put right what workers left behind; returns how many jobs are tried again or given up.

    A job whose worker died is tried again, or failed when it has been tried often enough; so is
    one that failed itself. Jobs that came to an end stay until `prune` takes them away.
    """
    done = {"tried_again": 0, "given_up": 0}
    for found in DBTaskResult.objects.running().order_by("started_at"):
        if found.started_at + rules_of(found.task_path).within <= now:
            done[_settle(found, now)] += 1
    for found in DBTaskResult.objects.failed().filter(finished_at__gt=now - 2 * LONGEST_WAIT):
        if len(found.worker_ids) < rules_of(found.task_path).attempts:
            done[_settle(found, now)] += 1
    return done


def _settle(found: DBTaskResult, now: datetime) -> str:
    """Queue the job again with a growing wait, or leave it failed."""
    rules, attempts = rules_of(found.task_path), len(found.worker_ids)
    same = DBTaskResult.objects.filter(
        pk=found.pk, status=found.status, started_at=found.started_at
    )
    if attempts < rules.attempts:
        same.update(status="READY", run_after=now + rules.wait_after(attempts), finished_at=None)
        return "tried_again"
    lost = {"exception_class_path": LOST, "traceback": ""} if found.status == "RUNNING" else {}
    same.update(status="FAILED", finished_at=now, **lost)
    return "given_up"


@transaction.atomic
def try_again(keys: list) -> int:
    """Queue dead letters once more, from the first attempt on; returns how many."""
    return (
        dead_letters()
        .filter(pk__in=keys)
        .update(status="READY", run_after=timezone.now(), finished_at=None, worker_ids=[])
    )


def drop(keys: list) -> int:
    """Throw dead letters away; returns how many."""
    return dead_letters().filter(pk__in=keys).delete()[0]


def prune(before: datetime) -> int:
    """Throw away jobs that ended before the moment; returns how many."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()[0]


# What is done again and again --------------------------------------------------------------------

Work = Callable[[datetime], object]
_regular: list[Work] = [sweep]


def regularly(work: Work) -> Work:
    """Register a function that each worker calls every minute with the moment.

    An application says so when it is ready. Two workers may call it at once.
    """
    if work not in _regular:
        _regular.append(work)
    return work


def regular_work() -> tuple[Work, ...]:
    return tuple(_regular)


Item = TypeVar("Item")
Result = TypeVar("Result")


def one_by_one(items: Iterable[Item], act: Callable[[Item], Result]) -> list[Result]:
    """What `act` gives for each of the items, one that fails left out.

    It is logged and holds up none behind it, which it would do again every minute. Without a
    database all would fail: that is raised.
    """
    results = []
    for item in items:
        try:
            results.append(act(item))
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            event = {"work": act.__qualname__, "item": str(item)}
            logger.exception("regular work failed", extra={"event": event})
    return results
