"""What every writer calls inside its transaction when published content has changed."""

from collections.abc import Callable, Iterable

from django.db import connection, models
from django.db.models import F
from django.utils import timezone

from .models import Revision

Refresher = Callable[[list[models.Model]], None]
Finder = Callable[[list[models.Model]], Iterable[models.Model]]
_refreshers: list[Refresher] = []
_finders: list[Finder] = []


def on_change(refresher: Refresher) -> Refresher:
    """Register a function called with the changed records, in the same transaction."""
    if refresher not in _refreshers:
        _refreshers.append(refresher)
    return refresher


def on_going(finder: Finder) -> Finder:
    """Register a function that finds what follows from records which are about to be deleted."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def going(records: Iterable[models.Model]) -> list[models.Model]:
    """What else reads otherwise once the records are gone, to hand to `changed` with them.

    Asked before the deletion: afterwards nothing says any more what pointed at them.
    """
    records = list(records)
    return [found for finder in _finders for found in finder(records)]


def changed(records: Iterable[models.Model]) -> None:
    """Say that `records` were written or deleted: raise the data version, refresh what follows it.

    Call it last in the transaction of the change, since it serialises writers.
    Raises RuntimeError outside a transaction: a crash between the two writes would leave readers
    with a stale page for good.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("changed() must be called inside the transaction of the change")
    records = list(records)
    for refresher in _refreshers:
        refresher(records)
    now = timezone.now()
    if not Revision.objects.update(number=F("number") + 1, changed_at=now):
        Revision.objects.create(pk=Revision.ONLY, number=1, changed_at=now)
