"""Decisions on ambiguous citations, told to who looks for one: what came to mean what, for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countries.models import Entity
from mandates.models import Paragraph

from .models import Citation, Resolution

SHOWN = 3
"""So many numbers of a decision, and entities of a number, are named; the others are counted."""


@dataclass(slots=True)
class Meaning:
    """A number as it was typed, the paragraph it was decided to mean, and whose reports have it."""

    typed: str
    paragraph: Paragraph | None
    entities: list[Entity]

    @property
    def named(self) -> list[Entity]:
        return self.entities[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.entities) - len(self.named)


@dataclass(slots=True)
class Decision:
    """Its first `meanings`, and how many more there are; citations that are gone are not told."""

    resolution: Resolution
    meanings: list[Meaning]
    more: int


def told(resolutions: Sequence[Resolution]) -> list[Decision]:
    """The decisions with what they say, in a fixed number of queries."""
    numbers = _numbers(resolutions)
    groups = [_groups(one, numbers) for one in resolutions]
    entities = Entity.objects.in_bulk({entity for entity, _typed in numbers.values()})
    wanted = {paragraph for group in groups for _typed, paragraph in list(group)[:SHOWN]}
    paragraphs = Paragraph.objects.with_place().in_bulk(wanted)
    found = []
    for resolution, group in zip(resolutions, groups, strict=True):
        meanings = [
            Meaning(typed, paragraphs.get(paragraph), [entities[pk] for pk in ids])
            for (typed, paragraph), ids in list(group.items())[:SHOWN]
        ]
        found.append(Decision(resolution, meanings, len(group) - len(meanings)))
    return found


def _numbers(resolutions: Iterable[Resolution]) -> dict[int, tuple[int, str]]:
    """The entity and the number as typed, of each citation that is still there."""
    ids = [row["citation"] for one in resolutions for row in one.choices]
    rows = Citation.objects.with_ids(ids).typed_rows()
    return {citation: (entity, typed) for citation, entity, typed in rows}


def _groups(
    resolution: Resolution, numbers: dict[int, tuple[int, str]]
) -> dict[tuple[str, int], list[int]]:
    """Ids of entities, by number and paragraph, in the order of the decision."""
    found: dict[tuple[str, int], dict[int, None]] = {}
    for row in resolution.choices:
        if row["citation"] in numbers:
            entity, typed = numbers[row["citation"]]
            found.setdefault((typed, row["paragraph"]), {})[entity] = None
    return {place: list(entities) for place, entities in found.items()}
