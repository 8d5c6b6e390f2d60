"""Text dumps of word-processor tables: where a tab begins a line, a cell begins.

The dump says neither where a row ends nor where a table does. Rows are told by the columns of the
headings above them; spaces before the tab stand for an empty last cell of the row before. A table
has ended where, after two blank lines, text follows that is headed by a Roman numeral, or that
stands before new column headings or the end of the file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .layouts import ANNUAL_REPORT, COMPENDIUM
from .matrix_cells import Cell, Grid, Outside, Row, cell, outside
from .matrix_columns import Columns, columns, role_of
from .matrix_titles import is_title

_CELL = re.compile(r"^( *)\t", re.MULTILINE)
_HEADED = re.compile(r"(?:\n[^\S\n]*){3,}(?=[IVX]+\.\s+\S)|\n (?=[IVX]+\. [A-Z]{2})")
_BREAK = re.compile(r"(?:\n[^\S\n]*){3,}(?=\S)")
_WIDEST = 8
_WITHOUT_HEADINGS = 2
"""Columns of a compendium's table that has no headings: a title and a text."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell of the dump; `closes` says that an empty cell before it ended the row above."""

    line: int
    raw: str
    closes: bool

    @property
    def cell(self) -> Cell:
        return cell(self.line, self.raw)


def read_dump(text: str, layout: str, chosen: Mapping[str, str]) -> Grid:
    """The rows of the dump's tables and the text around them, in order."""
    pieces = list(_pieces(text))
    start = _CELL.search(text)
    before = outside(1, text[: start.start()] if start else text)
    return (*before, *_Rows(pieces, layout, chosen).read())


def _pieces(text: str) -> Iterator[_Piece]:
    starts = list(_CELL.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)]
    line, seen = 1, 0
    for match, end in zip(starts, ends, strict=False):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        yield _Piece(line, text[match.end() : end], bool(match[1]))


class _Rows:
    def __init__(self, pieces: Sequence[_Piece], layout: str, chosen: Mapping[str, str]) -> None:
        self.layout, self.chosen = layout, chosen
        self.pieces, self.tails = self._without_tails(pieces)
        self.width = 0
        self.place = 0

    def _without_tails(self, pieces: Sequence[_Piece]) -> tuple[list[_Piece], dict[int, Outside]]:
        """Cut off what stands after the end of a table; by the place of its last cell."""
        kept: list[_Piece] = []
        tails: dict[int, Outside] = {}
        for place, piece in enumerate(pieces):
            following = pieces[place + 1 : place + 1 + _WIDEST]
            ends_table = not following or self._headings([one.cell for one in following])
            cut = _HEADED.search(piece.raw) or (ends_table and _BREAK.search(piece.raw))
            if cut:
                line = piece.line + piece.raw.count("\n", 0, cut.end())
                for tail in outside(line, piece.raw[cut.end() :]):
                    tails[place] = tail
                piece = _Piece(piece.line, piece.raw[: cut.start()], piece.closes)
            kept.append(piece)
        return kept, tails

    def _headings(self, cells: Sequence[Cell]) -> Columns | None:
        """The longest row of column headings that the cells begin with."""
        if not cells or not role_of(cells[0].text, self.layout, self.chosen):
            return None
        best = None
        for width in range(2, min(len(cells), _WIDEST) + 1):
            found = columns(cells[:width], self.layout, self.chosen)
            if found and found.roles[-1] and found.roles.count("") < 2:
                best = found
        return best

    def read(self) -> Iterator[Row | Outside]:
        while self.place < len(self.pieces):
            heading = self._headings([one.cell for one in self._ahead(_WIDEST)])
            if heading:
                self.width = len(heading)
                yield from self._take(self.width)
            else:
                yield from self._take(self._length())

    def _ahead(self, count: int) -> Sequence[_Piece]:
        return self.pieces[self.place : self.place + count]

    def _take(self, count: int) -> Iterator[Row | Outside]:
        taken = self._ahead(count)
        self.place += len(taken)
        yield Row(tuple(piece.cell for piece in taken))
        tail = self.tails.get(self.place - 1)
        if tail:
            self.width = 0 if self.layout == COMPENDIUM else self.width
            yield tail

    def _length(self) -> int:
        """How many cells the row has that begins here."""
        if self.layout == ANNUAL_REPORT and is_title(self.pieces[self.place].cell.text):
            return 1
        width = self.width or (_WITHOUT_HEADINGS if self.layout == COMPENDIUM else _WIDEST)
        count = 1
        while count < width and self.place + count < len(self.pieces):
            if self._ends_at(self.place + count, count, width):
                break
            count += 1
        return count

    def _ends_at(self, place: int, count: int, width: int) -> bool:
        """Whether the cell there begins a row of its own, after `count` cells of this one."""
        piece = self.pieces[place]
        if piece.closes or place - 1 in self.tails:
            return True
        following = [one.cell for one in self.pieces[place : place + _WIDEST]]
        if self._headings(following):
            return True
        # A row may lack its last cells, so a title after most of them is one; or after a lone one.
        nearly = count >= width - 2 or count == 1
        return self.layout == ANNUAL_REPORT and nearly and is_title(piece.cell.text)
