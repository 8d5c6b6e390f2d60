"""The one form every matrix is read into: rows of cells, and the text that stands outside tables.

Text dumps, Word tables and sheets all become this; no database, no file formats.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

INK = re.compile(r"\s+")
"""White space does not count where characters are counted: dumps, Word and sheets differ in it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with the line (or row of the sheet) it begins in, counted from 1.

    The text keeps its line breaks and loses outer blank lines. `continues` marks a cell that is
    merged with the one above it.
    """

    line: int
    text: str
    continues: bool = False

    @property
    def ink(self) -> int:
        """How many characters it has, white space apart."""
        return ink(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells that stand side by side, from left to right."""

    cells: tuple[Cell, ...]

    @property
    def line(self) -> int:
        return self.cells[0].line if self.cells else 0

    @property
    def filled(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.text)


@dataclass(frozen=True, slots=True)
class Outside:
    """Text that is in no table, with its first line."""

    line: int
    text: str


Grid = tuple[Row | Outside, ...]


def ink(text: str) -> int:
    return len(INK.sub("", text))


def trimmed(line: int, text: str) -> tuple[int, str]:
    """The text without outer blank lines and trailing spaces, and the line it then begins in."""
    lines = [one.rstrip() for one in text.replace("\u00a0", " ").split("\n")]
    while lines and not lines[0].strip():
        lines.pop(0)
        line += 1
    while lines and not lines[-1].strip():
        lines.pop()
    return line, "\n".join(lines).lstrip(" ")


def cell(line: int, text: str, *, continues: bool = False) -> Cell:
    """A cell of the text as it is found."""
    _first, kept = trimmed(line, text)
    return Cell(line, kept, continues)


def outside(line: int, text: str) -> Iterator[Outside]:
    """The text as text outside tables; nothing when there is none."""
    first, kept = trimmed(line, text)
    if kept:
        yield Outside(first, kept)
