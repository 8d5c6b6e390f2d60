"""How far the job of a record is, written down for those who wait."""

from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

SECONDS_BETWEEN_SIGNS = 1.0


class Superseded(Exception):
    """Another worker has begun the work again, or finished it."""


@dataclass
class Progress:
    """Writes the steps of the record, each time on its own, at most once a second.

    `mine` finds the record as long as it is this worker that carries it out.
    """

    record: Any
    mine: QuerySet
    last: float = -SECONDS_BETWEEN_SIGNS

    def __call__(self, done: int, total: int) -> None:
        """Raises Superseded when another worker has begun the work again."""
        if monotonic() - self.last < SECONDS_BETWEEN_SIGNS and done < total:
            return
        self.last = monotonic()
        self.record.steps_done, self.record.steps_in_all = done, total
        steps = {"steps_done": done, "steps_in_all": total, "seen_at": timezone.now()}
        if not self.mine.update(**steps):
            raise Superseded
