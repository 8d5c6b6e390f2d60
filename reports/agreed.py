"""Mandates by the meetings that agreed them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from publication.passages import Passage

from .mandate_lines import MandateLine, Source


@dataclass(frozen=True, slots=True)
class Block:
    """Mandates that stand together: one document, one section of it."""

    source: Source
    section: Passage | None
    lines: list[MandateLine]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What one meeting agreed, or one document that no meeting adopted."""

    anchor: str
    source: Source
    blocks: list[Block]

    @property
    def count(self) -> int:
        return sum(len(block.lines) for block in self.blocks)


def by_meeting(lines: Iterable[MandateLine]) -> list[Agreed]:
    """Newest meeting first; inside a meeting the lines keep their order."""
    newest_first = sorted(lines, key=_adopted, reverse=True)
    return [_agreed(list(group)) for _when, group in groupby(newest_first, _adopted)]


def _adopted(line: MandateLine) -> tuple:
    source = line.source
    return (source.meeting_when or source.when).date, source.meeting or source.slug


def _agreed(lines: list[MandateLine]) -> Agreed:
    source = lines[0].source
    return Agreed(source.meeting or source.slug, source, in_blocks(lines))


def in_blocks(lines: Iterable[MandateLine]) -> list[Block]:
    """A new block where the document or its section changes."""
    groups = groupby(lines, lambda line: (line.source, line.section))
    return [Block(source, section, list(group)) for (source, section), group in groups]
