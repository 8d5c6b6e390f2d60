"""Every page of the site that shows something, and who may read it, from the matrix of access."""

import re
from collections.abc import Iterator

from django.urls import reverse

from tests.access.objects import OBJECTS
from tests.access.rows import ROWS
from tests.access.world import PERSONS, World
from tests.test_access_matrix import NOTHING, UNNAMED, names

SKIPPED = re.compile(r"_(login|logout)|signup|csp_report|favicon|outbox")


def pages(world: World, *, all_states: bool = True) -> Iterator[tuple[str, str, list[str]]]:
    """Name, address and readers of each page, in the language that is active.

    Without `all_states` one object of each page, else each that the matrix has.
    """
    for name in sorted(set(names()) - set(UNNAMED)):
        shown = 0
        for label, arguments in OBJECTS.get(name, NOTHING).items():
            readers = _readers(f"{name} {label}".strip())
            if not readers or SKIPPED.search(name) or "missing" in label:
                continue
            shown += 1
            if all_states or shown == 1:
                yield name, reverse(name, kwargs=arguments(world)), readers


def _readers(place: str) -> list[str]:
    """Pages that exist as soon as somebody has written them are for everybody."""
    if place.startswith("pages:"):
        return list(PERSONS)
    row = ROWS.get(place, ("",))[0]
    return [person for person, sign in zip(PERSONS, row, strict=False) if sign in ".G"]
