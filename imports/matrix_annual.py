"""Reads the matrix of an annual report: per implementer what was planned, done, comes next, and who
pays. Cells in, plain rows out; no database.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from .layouts import ANNUAL_REPORT
from .legacy_file import UnreadablePage
from .matrix_cells import Cell, Grid, Outside, Row, ink
from .matrix_columns import IGNORED, Columns, columns
from .matrix_dates import symbol_in
from .matrix_rows import Activity, AnnualReport, Implementer, Left
from .matrix_titles import LONGEST, Title, title

_ITEM = re.compile(r"^[^\S\n]*(\d{1,3})[.)](?!\d)[^\S\n]*", re.MULTILINE)
_BLOCK = re.compile(r"\S.*(?:\n[^\S\n]*\S.*)*")


def read_annual_report(grid: Grid, chosen: Mapping[str, str]) -> AnnualReport:
    """The implementers' rows. `chosen` maps folded headings to roles where a person corrected them.

    Raises UnreadablePage (no_columns, no_rows).
    """
    reader = _Reader(chosen)
    for part in grid:
        reader.read(part)
    if not reader.headings:
        raise UnreadablePage("no_columns")
    if not reader.rows:
        raise UnreadablePage("no_rows")
    years = Counter(reader.years)
    return AnnualReport(
        min(years, key=lambda year: (-years[year], year)) if years else None,
        reader.symbol,
        tuple(reader.rows),
        tuple(reader.left),
        tuple(reader.headings),
    )


class _Reader:
    def __init__(self, chosen: Mapping[str, str]) -> None:
        self.chosen = chosen
        self.columns = Columns(())
        self.title: tuple[Title, Cell] | None = None
        self.groups: dict[str, str] = {}
        self.rows: list[Implementer] = []
        self.left: list[Left] = []
        self.headings: dict[str, None] = {}
        self.years: list[int] = []
        self.symbol = ""

    def read(self, part: Row | Outside) -> None:
        if isinstance(part, Outside):
            self._outside(part)
            return
        found = columns(part.cells, ANNUAL_REPORT, self.chosen)
        if found:
            self._headings(found)
        elif len(part.filled) == 1 and part.cells[0].text and (one := title(part.cells[0])):
            self._title(one, part.cells[0])
        elif len(part.cells) == 1 and len(part.cells[0].text) <= LONGEST:
            self._group(part.cells[0])
        elif part.filled:
            self._row(part)

    def _outside(self, part: Outside) -> None:
        """Text around the tables; a heading may stand right above its table."""
        last = part.text.rpartition("\n")[2]
        heading = Cell(part.line + part.text.count("\n"), last)
        self.symbol = self.symbol or symbol_in(part.text)
        if self.rows and part.text == last and (one := title(heading)):
            self._title(one, heading)
        else:
            self.left.append(Left(part.line, part.text))

    def _headings(self, found: Columns) -> None:
        self.columns = found
        self.headings |= dict.fromkeys(found.headings)
        if year := found.years.get("planned"):
            self.years.append(year)

    def _title(self, found: Title, cell: Cell) -> None:
        self._drop_title()
        self.title = found, cell
        if found.rest:
            self._add({}, Cell(cell.line, found.rest))

    def _drop_title(self) -> None:
        """A heading without a row is that of a group; its letter may head the next ones."""
        if self.title is not None:
            found, _cell = self.title
            if not found.number:
                self.groups = {found.letter: found.name}
            self.left.append(Left(found.line, found.name, ink(found.name)))
            self.title = None

    def _group(self, cell: Cell) -> None:
        self._drop_title()
        self.groups = {}
        if cell.text:
            self.left.append(Left(cell.line, cell.text, cell.ink))

    def _row(self, part: Row) -> None:
        cells: dict[str, Cell] = {}
        for place, cell in enumerate(part.cells):
            role = self.columns.roles[place] if place < len(self.columns) else ""
            if role and role != IGNORED:
                cells[role] = cell
            elif cell.text:
                self.left.append(Left(cell.line, cell.text, cell.ink))
        if (named := cells.pop("organization", None)) and named.text:
            one = title(named) or Title(named.line, "", "", " ".join(named.text.split()), "")
            self.title = one, named
        if self.title is None:
            self.left += [Left(cell.line, cell.text, cell.ink) for cell in cells.values()]
            return
        self._add(cells, None)

    def _add(self, cells: Mapping[str, Cell], block: Cell | None) -> None:
        assert self.title is not None  # noqa: S101  for the type checker
        found, heading = self.title
        self.title = None
        stated = cells.get("activities")
        self.rows.append(
            Implementer(
                heading.line,
                found.name,
                self.groups.get(found.letter, "") if found.number else "",
                heading,
                cells,
                activities(stated) if stated else (),
                block,
            )
        )
        if block is not None:
            self.left.append(Left(block.line, block.text))


def activities(cell: Cell) -> tuple[Activity, ...]:
    """The activities a cell lists, each number with its text; what precedes a number has none."""
    starts = list(_ITEM.finditer(cell.text))
    first = starts[0].start() if starts else len(cell.text)
    found = [
        Activity(cell.line + cell.text.count("\n", 0, place), "", text)
        for place, text in _paragraphs(cell.text[:first])
    ]
    ends = [*(match.start() for match in starts[1:]), len(cell.text)]
    for match, end in zip(starts, ends, strict=False):
        line = cell.line + cell.text.count("\n", 0, match.start())
        text = "\n".join(filter(None, map(str.strip, cell.text[match.end() : end].split("\n"))))
        found.append(Activity(line, str(int(match[1])), text))
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """What blank lines part, with the place where each begins."""
    for match in _BLOCK.finditer(text):
        yield match.start(), match[0].strip()
