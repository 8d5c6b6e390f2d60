"""The plain rows a matrix consists of; every row knows its line, counted from 1."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from .matrix_cells import Cell


@dataclass(frozen=True, slots=True)
class Left:
    """Something in or between the tables that is not understood: listed, with its line.

    `ink` counts the characters of table cells among it, white space apart; text that stands
    outside of tables has none.
    """

    line: int
    text: str
    ink: int = 0


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity in a first cell; without a number where none is printed."""

    line: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Implementer:
    """One implementer's row. `block` is a text whose columns cannot be told apart.

    `within` is the heading above the implementer's own, that of its secretariat or of a group.
    """

    line: int
    name: str
    within: str
    heading: Cell
    cells: Mapping[str, Cell]
    activities: tuple[Activity, ...]
    block: Cell | None = None

    @property
    def words(self) -> str:
        """All its text, for comparing with another row's."""
        cells = [*self.cells.values(), *([self.block] if self.block else [])]
        return "\n\n".join(cell.text for cell in cells if cell.text)


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """`year`: the one its column of planned activities names most often; None when none does."""

    year: int | None
    symbol: str
    rows: tuple[Implementer, ...]
    left: tuple[Left, ...]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A row of an annex. `contact` is private."""

    line: int
    cells: Mapping[str, Cell]
    contact: Cell | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one organization did by one reference document, and the rows of an annex of its."""

    line: int
    name: str
    organization: Cell
    descriptions: tuple[Cell, ...]
    reference: str
    symbol: str
    date: datetime.date | None
    projects: tuple[Project, ...] = ()

    @property
    def words(self) -> str:
        return "\n\n".join(cell.text for cell in self.descriptions)


@dataclass(frozen=True, slots=True)
class Compendium:
    year: int | None
    rows: tuple[Contribution, ...]
    left: tuple[Left, ...]
    table_rows: int = 0
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One row of a plan. The cells are those of the row itself; an empty one stays empty.

    `theme` is its first cell as printed; `text` the cell of the action, or the one it continues.
    """

    line: int
    theme: str
    text: str
    activity: str
    schedule: str
    state: str


@dataclass(frozen=True, slots=True)
class Objective:
    """`number` as printed, without its dot."""

    line: int
    number: str
    text: str
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class PlanTheme:
    line: int
    title: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True, slots=True)
class PlanOfAction:
    """A plan of action. `date` is the last day of its meeting, where a line of the head says it.

    `cells`: line and texts of each row of the table.
    """

    title: str
    body: str
    place: str
    starts: datetime.date | None
    date: datetime.date | None
    themes: tuple[PlanTheme, ...]
    left: tuple[Left, ...]
    cells: tuple[tuple[int, tuple[str, ...]], ...] = ()
    headings: tuple[str, ...] = ()
    notes: tuple[tuple[int, str, str], ...] = field(default=())


Matrix = AnnualReport | Compendium | PlanOfAction
