"""Reads a compendium of programmes by organization, with its annexes. Cells in, plain rows out."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from publication.languages import fold

from .layouts import COMPENDIUM
from .legacy_file import UnreadablePage
from .matrix_cells import Cell, Grid, Outside, Row
from .matrix_columns import Columns, columns
from .matrix_dates import dates_in, is_only_dated, symbol_in
from .matrix_rows import Compendium, Contribution, Left, Project

_ANNEX = re.compile(r"\b(?:annex|annexe|anexo) (\d{1,2}|i{1,3}|iv|v|vi)\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_REFERENCE = re.compile(
    r"^(?:annex|annexe|anexo)\b|\bweb ?(?:page|site)?\b|\binternet\b|\breceived by\b"
    r"|\binformation\b.*\breceived\b|\binformacion\b.*\brecibida\b|\bpagina web\b|\bsite web\b"
)
_LONGEST_REFERENCE = 250


@dataclass(slots=True)
class _Open:
    """A contribution while its rows are read."""

    line: int
    organization: Cell
    reference: Cell | None
    descriptions: list[Cell] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)

    def mentions(self, annex: str) -> bool:
        cells = [*self.descriptions, *([self.reference] if self.reference else [])]
        return any(annex in _annexes(cell.text) for cell in cells)


def read_compendium(grid: Grid, chosen: Mapping[str, str]) -> Compendium:
    """The contributions in the order of the tables. Raises UnreadablePage (no_columns, no_rows)."""
    reader = _Reader(chosen)
    for part in grid:
        reader.read(part)
    if not reader.headings:
        raise UnreadablePage("no_columns")
    if not reader.found:
        raise UnreadablePage("no_rows")
    rows = [_closed(one) for one in reader.found]
    years = Counter(row.date.year for row in rows if row.date)
    year = min(years, key=lambda year: (-years[year], year)) if years else None
    return Compendium(
        year, tuple(rows), tuple(reader.left), reader.table_rows, tuple(reader.headings)
    )


class _Reader:
    def __init__(self, chosen: Mapping[str, str]) -> None:
        self.chosen = chosen
        self.columns: Columns | None = None
        self.annex = ""
        self.found: list[_Open] = []
        self.left: list[Left] = []
        self.headings: dict[str, None] = {}
        self.table_rows = 0

    def read(self, part: Row | Outside) -> None:
        if isinstance(part, Outside):
            self._outside(part)
            return
        found = columns(part.cells, COMPENDIUM, self.chosen)
        if found:
            self.columns = found
            self.headings |= dict.fromkeys(found.headings)
        elif part.filled:
            self.table_rows += 1
            self._row(part)

    def _outside(self, part: Outside) -> None:
        if found := _annexes(part.text):
            self.annex = found[-1]
            self.columns = None
        self.left.append(Left(part.line, part.text))

    def _row(self, part: Row) -> None:
        if self.columns is not None and "organization" in self.columns.roles:
            self._contribution(part.cells)
        elif self.columns is not None and "project" in self.columns.roles:
            self._project(part.cells, self.columns)
        elif self.annex and len(part.cells) <= 2:
            self._practice(part.cells)
        else:
            self._leave(part.cells)

    def _contribution(self, cells: Sequence[Cell]) -> None:
        named, described, cited = self._told_apart(cells)
        continues = not (named and named.text)
        above = self.found[-1] if self.found and continues else None
        if continues and above is None:
            self._leave(cells)
            return
        has_reference = cited is not None and bool(cited.text)
        if above is not None and above.reference is not None and has_reference:
            above = None if not _same(above.reference, cited) else above
        if above is None:
            name = named if named and named.text else self.found[-1].organization
            line = cells[0].line
            self.found.append(_Open(line, name, cited if has_reference else None))
            above = self.found[-1]
        elif has_reference and above.reference is None:
            above.reference = cited
        if described is not None and described.text:
            above.descriptions.append(described)

    def _told_apart(self, cells: Sequence[Cell]) -> tuple[Cell | None, Cell | None, Cell | None]:
        """Organization, description and reference of a row that may lack some of its cells."""
        assert self.columns is not None  # noqa: S101  for the type checker
        roles = ("organization", "description", "reference")
        if len(cells) >= len(self.columns):
            named, described, cited = (self.columns.cell(cells, role) for role in roles)
            understood = {id(one) for one in (named, described, cited)}
            self._leave([cell for cell in cells if id(cell) not in understood])
            return named, described, cited
        if len(cells) == 1:
            return None, cells[0], None
        first, second = cells[:2]
        if is_reference(second.text):
            return None, first, second
        return first, second, None

    def _project(self, cells: Sequence[Cell], known: Columns) -> None:
        owner = self._owner()
        contact = known.cell(cells, "contact")
        roles = ("project", "partners", "territory", "beneficiaries")
        found = {role: cell for role in roles if (cell := known.cell(cells, role)) and cell.text}
        taken = {id(contact), *map(id, found.values())}
        if owner is None or not found:
            self._leave([cell for cell in cells if cell is not contact])
            return
        owner.projects.append(
            Project(cells[0].line, found, contact if contact and contact.text else None)
        )
        self._leave([cell for cell in cells if id(cell) not in taken])

    def _practice(self, cells: Sequence[Cell]) -> None:
        """A row of an annex without headings: a title, or none where it goes on, and a text."""
        owner = self._owner()
        if owner is None:
            self._leave(cells)
            return
        roles = ("project", "description") if len(cells) == 2 else ("description",)
        found = {role: cell for role, cell in zip(roles, cells, strict=True) if cell.text}
        owner.projects.append(Project(cells[0].line, found))

    def _owner(self) -> _Open | None:
        """The contribution that says its programmes stand in this annex."""
        return next((one for one in self.found if one.mentions(self.annex)), None)

    def _leave(self, cells: Sequence[Cell]) -> None:
        self.left += [Left(cell.line, cell.text, cell.ink) for cell in cells if cell.text]


def is_reference(text: str) -> bool:
    """Whether a cell names a reference document and describes nothing."""
    if len(text) > _LONGEST_REFERENCE:
        return False
    return bool(symbol_in(text) or _REFERENCE.search(fold(text)))


def _same(one: Cell, other: Cell | None) -> bool:
    return other is not None and fold(one.text) == fold(other.text)


def _annexes(text: str) -> list[str]:
    return [_ROMAN.get(number, number) for number in _ANNEX.findall(fold(text))]


def _closed(one: _Open) -> Contribution:
    text = one.reference.text if one.reference else ""
    symbol, dates = symbol_in(text), dates_in(text)
    rest = text.replace(symbol, "", 1)
    understood = bool(symbol) and (is_only_dated(rest) or not rest.strip())
    return replace(
        Contribution(
            one.line,
            " ".join(one.organization.text.split()),
            one.organization,
            tuple(one.descriptions),
            text,
            symbol,
            dates[0] if dates else None,
            tuple(one.projects),
        ),
        reference="" if understood else text,
    )
