"""Imports confirmed in the administration, carried out by a worker: `manage.py db_worker`."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from publication.jobs import job
from publication.progress import Progress, Superseded

from .layouts import carrier_of
from .models import Batch
from .notes import Refused

SILENCE = timedelta(minutes=5)
"""A worker that gave no sign for so long is taken for dead; writing a page takes seconds."""


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
        progress = Progress(batch, Batch.objects.carried_out_by(batch))
        carrier_of(batch.layout)(batch, progress)
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


def _fail(batch: Batch, failure: list[str]) -> None:
    Batch.objects.carried_out_by(batch).update(state=Batch.State.FAILED, failure=failure)
