"""Headings of implementers in an annual report: "A. …", "B. 1. …", some mistyped as "B.B2. …"."""

import re
from dataclasses import dataclass

from .matrix_cells import Cell

_NUMBER = re.compile(
    r"\s*(?P<letter>[A-Z])\s*\.[\s.]*(?:(?P=letter)?\s*(?P<number>\d{1,2})\s*(?:[.,]|(?=\s)))?"
    r"[\s.]*(?P<name>\S.*)?$"
)
_JUNK = re.compile(r"[\s·•\-–—.*]*")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Title:
    """`letter` and `number` as printed; `rest` is text below the heading in the same cell."""

    line: int
    letter: str
    number: str
    name: str
    rest: str


def is_title(text: str) -> bool:
    return title(Cell(0, text)) is not None


def title(cell: Cell) -> Title | None:
    """The heading in the cell, if it is one.

    A letter that stands alone in its line belongs to the next line, or to nothing where that one
    has its own.
    """
    lines = cell.text.split("\n")
    match = _NUMBER.match(lines[0]) if lines else None
    while match and not match["name"] and len(lines) > 1:
        lines = lines[1:]
        while len(lines) > 1 and not lines[0].strip():
            lines = lines[1:]
        own = _NUMBER.match(lines[0])
        match = own or _NUMBER.match(f"{match['letter']}. {lines[0]}")
    if not match or not match["name"] or len(lines[0]) > LONGEST:
        return None
    rest = "\n".join(lines[1:]).strip("\n")
    rest = "" if _JUNK.fullmatch(rest) else rest
    name = " ".join(match["name"].split()).strip(" .")
    return Title(cell.line, match["letter"], match["number"] or "", name, rest)
