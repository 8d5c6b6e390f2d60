"""What names records by number, without a foreign key, moves along when two are merged.

Applications that read all others register here when they are ready; those below do not know them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Along:
    """`count` says how many rows name the record, `move` lets them name the other one."""

    label: str | Promise
    count: Callable[[models.Model], int]
    move: Callable[[models.Model, models.Model], None]


_along: list[Along] = []


def move_along(along: Along) -> None:
    """Register rows of one kind, behind those that are there."""
    if along not in _along:
        _along.append(along)


def moved_along() -> list[Along]:
    return list(_along)
