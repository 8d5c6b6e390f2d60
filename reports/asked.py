"""Who is asked about a paragraph: who took part where it was adopted, and whom a cycle asks."""

from collections import defaultdict
from collections.abc import Iterable

from mandates.models import Participation

from .models import Asked, Cycle

# Document, paragraph and theme, as `Paragraph.objects.places()` gives them.
Places = Iterable[tuple[int, int, int | None]]


def asked_in_cycle(cycle: int) -> dict[int, set[int]]:
    """Ids of the entities asked in the cycle, by each of its themes."""
    entities = {entity for _cycle, entity in Asked.objects.in_cycle(cycle).by_cycle()}
    themes = {theme for _cycle, theme, _document in Cycle.objects.with_ids([cycle]).scopes()}
    return {theme: set(entities) for theme in themes - {None}}


def asked_by_paragraph(places: Places, cycle: int | None = None) -> dict[int, set[int]]:
    """Ids of the entities asked about each paragraph, in the cycle or ever.

    A cycle asks about the paragraphs on its themes, of its documents where it names some; a page of
    the legacy site is such a cycle. Outside cycles, a state is asked about what was agreed where it
    took part.
    """
    asked: dict[int, set[int]] = defaultdict(set)
    took_part, by_scope = _took_part(cycle), _by_scope(cycle)
    for document, paragraph, theme in places:
        asked[paragraph] |= took_part[document]
        asked[paragraph] |= by_scope[theme, document] | by_scope[theme, None]
    return asked


def _took_part(cycle: int | None) -> dict[int, set[int]]:
    by_document: dict[int, set[int]] = defaultdict(set)
    if cycle is None:
        for document, entity in Participation.objects.by_document():
            by_document[document].add(entity)
    return by_document


def _by_scope(cycle: int | None) -> dict[tuple[int | None, int | None], set[int]]:
    """Ids of the entities by theme and document; None for a cycle that names no document."""
    cycles = Cycle.objects.public() if cycle is None else Cycle.objects.with_ids([cycle])
    members: dict[int, set[int]] = defaultdict(set)
    for number, entity in Asked.objects.by_cycle():
        members[number].add(entity)
    found: dict[tuple[int | None, int | None], set[int]] = defaultdict(set)
    for number, theme, document in cycles.scopes():
        if theme is not None:
            found[theme, document] |= members[number]
    return found
