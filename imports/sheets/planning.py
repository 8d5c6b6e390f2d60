"""Compares the rows of a sheet with the records. Nothing is written here."""

from collections.abc import Sequence

from publication.models import Revision

from ..planned_reports import Progress, no_progress
from .cells import CellFault, is_same, normal, written
from .kinds import SheetKind
from .known import Known
from .plans import Edit, Fault, PlannedRow, SheetPlan
from .tables import Line

AT_ONCE = 200


def plan_sheet(
    kind: SheetKind,
    lines: Sequence[Line],
    *,
    create_missing: bool = False,
    progress: Progress = no_progress,
) -> SheetPlan:
    """What becomes of each row. With `create_missing`, an id that is not known makes a record."""
    # First, so that whatever changes from here on is noticed when the plan is written.
    plan, known = SheetPlan(Revision.objects.current().number), Known()
    seen: set[str] = set()
    for start in range(0, len(lines), AT_ONCE):
        part = [
            PlannedRow(
                line.number,
                dict(line.cells),
                faults=[Fault(column, code) for column, code in line.faults.items()],
            )
            for line in lines[start : start + AT_ONCE]
        ]
        _plan(kind, part, known, seen, create_missing)
        plan.rows += part
        progress(len(plan.rows), len(lines))
    kind.check([row for row in plan.rows if row.fate in ("created", "updated")], known)
    return plan


def _plan(
    kind: SheetKind, rows: list[PlannedRow], known: Known, seen: set[str], create_missing: bool
) -> None:
    for row in rows:
        row.cells["id"] = normal(row.cells["id"])
    kind.recognise(rows)
    found = kind.find({row.cells["id"] for row in rows} - {""})
    for row in rows:
        row.name = row.cells["id"]
        exported, row.record = found.get(row.name, (None, None))
        if row.name in seen:
            row.fault("id", "sheet_twice")
        seen |= {row.name} - {""}
        if row.record is None and row.name and not create_missing:
            row.fault("id", "sheet_unknown_id")
        if row.faults:
            continue
        stored = _stored(kind, exported) if exported is not None else {}
        _compare(kind, row, stored, known)
        _check_needed(kind, row)
        if not row.faults and row.fate != "unchanged":
            kind.apply(row, known)


def _stored(kind: SheetKind, exported: object) -> dict[str, str]:
    return {column.name: written(column.read(exported)) for column in kind.columns}


def _compare(kind: SheetKind, row: PlannedRow, stored: dict[str, str], known: Known) -> None:
    """Read the cells that say something else than the record."""
    for column in kind.columns:
        name = column.name
        if name == "id" or name not in row.cells:
            continue
        text, before = normal(row.cells[name]), stored.get(name, "")
        if is_same(before, text, column.type):
            continue
        read = kind.reads.get(name)
        if read is None and row.record is None:
            continue  # such as the address of a row that was copied
        row.edits.append(Edit(name, before, text))
        try:
            if read is None:
                raise CellFault("sheet_read_only")
            row.values[name] = read(text, known)
        except CellFault as fault:
            row.fault(name, fault.code, *fault.words)


def _check_needed(kind: SheetKind, row: PlannedRow) -> None:
    if row.record is None:
        for name in kind.needed:
            if not row.cells.get(name) and not any(f.column == name for f in row.faults):
                row.fault(name, "sheet_needed")
