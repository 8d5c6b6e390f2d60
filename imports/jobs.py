"""Imports confirmed in the administration, carried out by a worker: `manage.py db_worker`."""

from datetime import timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from publication.jobs import job

from .layouts import carrier_of
from .models import Batch, Superseded
from .notes import Refused

SILENCE = timedelta(minutes=5)
"""A worker that gave no sign for so long is taken for dead; writing a page takes seconds."""

SECONDS_BETWEEN_SIGNS = 1.0


@transaction.atomic
def queue(batch: Batch, *, by: User, **choices: Any) -> bool:
    """Have a worker carry out a batch that was previewed, failed, or lost its worker.

    `choices` are fields of the batch that the person decided on.
    Returns False, and does nothing, when the batch is in another state: done, or on its way.
    """
    now = timezone.now()
    waiting = Batch.objects.to_start(silent_since=now - SILENCE).filter(pk=batch.pk)
    if not waiting.update(
        state=Batch.State.WAITING,
        by=by,
        seen_at=now,
        failure=[],
        steps_done=0,
        steps_in_all=0,
        **choices,
    ):
        return False
    import_batch.enqueue(batch.pk)  # in this transaction: both are stored, or neither
    return True


@job(within=timedelta(minutes=30))
def import_batch(batch_id: int) -> None:
    """Carry out a waiting batch; any other is left alone, so running twice does no harm."""
    batch = Batch.objects.begin(batch_id, timezone.now())
    if batch is None:
        return
    try:
        if not may_import(batch.by):
            raise Refused("not_allowed")
        carrier_of(batch.layout)(batch, _Progress(batch))
    except Superseded:
        return
    except Refused as refusal:
        _fail(batch, [refusal.code, *refusal.words])
    except Exception as error:
        _fail(batch, ["fault", type(error).__name__])
        raise


def may_import(person: User | None) -> bool:
    return bool(person and person.is_active and person.is_staff
                and person.has_perm("imports.add_batch"))  # fmt: skip


class _Progress:
    """Writes how far a batch is, each time in a transaction of its own, at most once a second."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.last = batch, -SECONDS_BETWEEN_SIGNS

    def __call__(self, done: int, total: int) -> None:
        """Raises Superseded when another worker has begun the batch again."""
        if monotonic() - self.last < SECONDS_BETWEEN_SIGNS and done < total:
            return
        self.last = monotonic()
        self.batch.steps_done, self.batch.steps_in_all = done, total
        steps = {"steps_done": done, "steps_in_all": total, "seen_at": timezone.now()}
        if not Batch.objects.carried_out_by(self.batch).update(**steps):
            raise Superseded


def _fail(batch: Batch, failure: list[str]) -> None:
    Batch.objects.carried_out_by(batch).update(state=Batch.State.FAILED, failure=failure)
