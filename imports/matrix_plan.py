"""Reads a plan of action: theme, objective, action, activities, calendar. Cells in, rows out."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from publication.languages import fold

from .layouts import PLAN_OF_ACTION
from .legacy_file import UnreadablePage
from .matrix_cells import Cell, Grid, Outside, Row
from .matrix_columns import Columns, columns
from .matrix_dates import dates_in
from .matrix_rows import ActionRow, Left, Objective, PlanOfAction, PlanTheme

ONGOING, DONE, PLANNED, PENDING, NOT_STATED = "ongoing", "done", "planned", "pending", "not_stated"
STATES = {
    ONGOING: r"continu[oa]s?|ongoing|continuous|en cours|permanente?s?|em andamento|em curso",
    DONE: r"realizad[oa]s?|concluid[oa]s?|completad[oa]s?|done|completed|accomplished"
    r"|realise(?:e|s|es)?|acheve(?:e|s|es)?|termine(?:e|s|es)?",
    PLANNED: r"programad[oa]s?|planificad[oa]s?|planned|scheduled|programmed|prevu(?:e|s|es)?"
    r"|planejad[oa]s?|previst[oa]s?",
    PENDING: r"pendientes?|pending|en attente|en suspens|pendentes?",
}
"""By state, the words that name it in a folded calendar cell, in the portal's four languages."""

_NAMED = {state: re.compile(rf"\b(?:{words})\b") for state, words in STATES.items()}
_NUMBERED = re.compile(r"\s*(\d{1,3})\s*[.)]\s*(.*)", re.DOTALL)
_AGAIN = re.compile(
    r"\s*\((?:continuaci[oó]n|continued|cont\.|suite|continua[cç][aã]o)\)\s*$", re.I
)
_MOST_HEAD_LINES = 40


def state_named(schedule: str) -> str:
    """The state that a calendar cell names, where it names exactly one; else *not stated*."""
    folded = fold(schedule)
    named = [state for state, words in _NAMED.items() if words.search(folded)]
    return named[0] if len(named) == 1 else NOT_STATED


@dataclass(slots=True)
class _Objective:
    line: int
    number: str
    text: str
    actions: list[ActionRow] = field(default_factory=list)


@dataclass(slots=True)
class _Theme:
    line: int
    title: str
    objectives: list[_Objective] = field(default_factory=list)


def read_plan_of_action(grid: Grid, chosen: Mapping[str, str]) -> PlanOfAction:
    """The plan with its themes in order. Raises UnreadablePage (no_columns, no_rows)."""
    reader = _Reader(chosen)
    for part in grid:
        reader.read(part)
    if not reader.headings:
        raise UnreadablePage("no_columns")
    if not reader.themes:
        raise UnreadablePage("no_rows")
    return reader.plan()


class _Reader:
    def __init__(self, chosen: Mapping[str, str]) -> None:
        self.chosen = chosen
        self.columns: Columns | None = None
        self.head: list[str] = []
        self.themes: list[_Theme] = []
        self.left: list[Left] = []
        self.headings: dict[str, None] = {}
        self.notes: list[tuple[int, str, str]] = []
        self.cells: list[tuple[int, tuple[str, ...]]] = []

    def read(self, part: Row | Outside) -> None:
        if isinstance(part, Outside):
            if self.columns is None:
                self.head.append(part.text)
            self.left.append(Left(part.line, part.text))
            return
        found = columns(part.cells, PLAN_OF_ACTION, self.chosen)
        if found:
            self.columns = found
            self.headings |= dict.fromkeys(found.headings)
        elif self.columns is None:  # a sheet has its head in rows, too
            self.head += [cell.text for cell in part.filled]
            self.left += [Left(cell.line, cell.text) for cell in part.filled]
        elif part.filled:
            self.cells.append((part.line, tuple(cell.text for cell in part.filled)))
            self._row(part.cells)

    def _row(self, cells: Sequence[Cell]) -> None:
        known = self.columns
        if known is None:
            self._leave(cells)
            return
        theme, objective = known.cell(cells, "theme"), known.cell(cells, "objective")
        rest = [known.cell(cells, role) for role in ("text", "activity", "schedule")]
        self._leave([cell for cell in cells if cell not in (theme, objective, *rest)])
        if theme and theme.text:
            self._theme(theme)
        if objective and objective.text and self.themes:
            self._objective(objective)
        if not self.themes or not self.themes[-1].objectives:
            self._leave([cell for cell in cells if cell is not theme])
            return
        above = theme.text if theme else ""
        self._action(cells[0].line, above, *[cell.text if cell else "" for cell in rest])

    def _theme(self, cell: Cell) -> None:
        """A new theme, unless the cell repeats the one above, after a page break for instance."""
        title = " ".join(_AGAIN.sub("", cell.text).split())
        if not self.themes or fold(self.themes[-1].title) != fold(title):
            self.themes.append(_Theme(cell.line, title))

    def _objective(self, cell: Cell) -> None:
        match = _NUMBERED.match(cell.text)
        text = " ".join((match[2] if match else cell.text).split())
        there = self.themes[-1].objectives
        if there and fold(there[-1].text) == fold(_AGAIN.sub("", text)):
            return
        number = match[1].lstrip("0") if match else ""
        if not number:
            number = str(len(there) + 1)
            self.notes.append((cell.line, "objective_without_number", number))
        there.append(_Objective(cell.line, number, text))

    def _action(self, line: int, theme: str, text: str, activity: str, schedule: str) -> None:
        actions = self.themes[-1].objectives[-1].actions
        if not (text or activity or schedule):
            return
        if not text and actions:
            text = actions[-1].text
        elif not text:
            self.notes.append((line, "action_cell_empty", ""))
            text, activity = activity or schedule, ""
        actions.append(ActionRow(line, theme, text, activity, schedule, state_named(schedule)))

    def _leave(self, cells: Sequence[Cell]) -> None:
        self.left += [Left(cell.line, cell.text, cell.ink) for cell in cells if cell.text]

    def plan(self) -> PlanOfAction:
        title, body, place, starts, ends = _head("\n".join(self.head))
        themes = tuple(
            PlanTheme(
                theme.line,
                theme.title,
                tuple(
                    Objective(one.line, one.number, one.text, tuple(one.actions))
                    for one in theme.objectives
                ),
            )
            for theme in self.themes
        )
        return PlanOfAction(
            title, body, place, starts, ends, themes, tuple(self.left),
            tuple(self.cells),
            tuple(self.headings), tuple(self.notes),
        )  # fmt: skip


def _head(
    text: str,
) -> tuple[str, str, str, datetime.date | None, datetime.date | None]:
    """Title, body, place and days of the meeting, as the lines above the first table say."""
    lines = [line.strip() for line in text.split("\n")[:_MOST_HEAD_LINES] if line.strip()]
    title, body = (*lines[:2], "", "")[:2]
    for line in lines:
        if dates := dates_in(line):
            town = [part.strip() for part in line.split(",")]
            named = [part for part in town if not any(one.isdigit() for one in part)]
            return title, body, ", ".join(named), dates[0], dates[1]
    return title, body, "", None, None
