"""What a sheet would do: for each row the cells that differ, or what is wrong with them."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell that says something else than the record."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that is not taken: a code of `imports.notes` and its words."""

    column: str
    code: str
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class PlannedRow:
    """A row of the sheet, and what becomes of it.

    `record` is None for a new one; `target` is what will be saved, with the new values, and
    `before` what it was. `name` says which record is meant, `title` does where that is a bare
    number, `values` are the cells' meanings by column.
    """

    number: int
    cells: dict[str, str]
    name: str = ""
    title: str = ""
    record: Any = None
    target: Any = None
    before: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: str, code: str, *words: str) -> None:
        self.faults.append(Fault(column, code, words))

    @property
    def fate(self) -> str:
        """What becomes of the row: faulty, created, updated, unchanged."""
        if self.faults:
            return "faulty"
        if self.record is None:
            return "created"
        return "updated" if self.edits else "unchanged"


@dataclass(slots=True)
class SheetPlan:
    """`revision` is the data version that the rows were compared with."""

    revision: int
    rows: list[PlannedRow] = field(default_factory=list)

    def of_fate(self, fate: str) -> list[PlannedRow]:
        return [row for row in self.rows if row.fate == fate]

    def counts(self) -> dict[str, int]:
        fates = Counter(row.fate for row in self.rows)
        return {
            "rows": len(self.rows),
            **{fate: fates[fate] for fate in ("created", "updated", "unchanged", "faulty")},
        }
