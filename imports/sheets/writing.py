"""A sheet as a batch: brought in and previewed, then carried out as it was previewed."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from publication.changes import changed
from publication.models import Revision

from ..layouts import SHEET
from ..loading import Log, Outdated
from ..models import Batch
from ..notes import Refused
from ..planned_reports import Progress, no_progress
from ..sisca import until_current
from .kinds import KINDS, SheetKind
from .planning import plan_sheet
from .plans import PlannedRow, SheetPlan
from .tables import Line, packed, unpacked

WRITTEN = ("created", "updated")


def layout_of(kind: SheetKind) -> str:
    return f"{SHEET}{kind.code}"


def kind_of(batch: Batch) -> SheetKind:
    """Raises KeyError for a batch that is no sheet."""
    return KINDS.get(batch.layout.removeprefix(SHEET))


def new_batch(
    kind: SheetKind,
    lines: Sequence[Line],
    file_hash: str,
    *,
    file_name: str,
    create_missing: bool,
    by: User,
) -> Batch:
    """An unsaved batch that keeps the rows of the file and what was found of them."""
    plan = plan_sheet(kind, lines, create_missing=create_missing)
    return Batch(
        layout=layout_of(kind),
        file_name=file_name[:255],
        file_hash=file_hash,
        create_missing=create_missing,
        by=by,
        summary=plan.counts(),
        text=_kept(lines, plan),
    )


def shown_rows(plan: SheetPlan) -> list[list[Any]]:
    """What a page shows of the rows that are not as before: number, name, fate, edits, faults."""
    return [shown_row(row) for row in plan.rows if row.fate != "unchanged"]


def shown_row(row: PlannedRow) -> list[Any]:
    return [
        row.number,
        row.title or row.name,
        row.fate,
        [[edit.column, edit.before, edit.after] for edit in row.edits],
        [[fault.column, fault.code, *fault.words] for fault in row.faults],
    ]


def kept(batch: Batch) -> dict[str, Any]:
    """What the batch keeps: `rows` to show, and the `lines` of the file."""
    found = json.loads(batch.text or "{}")
    return {"rows": found.get("rows", []), "lines": unpacked(found.get("lines", ""))}


def carry_out(batch: Batch, progress: Progress = no_progress) -> SheetPlan:
    """Write the rows that the running batch keeps, as its preview showed them.

    Raises Refused or Superseded, and then has written nothing.
    """
    kind, found = kind_of(batch), kept(batch)
    seen = {row[0]: row for row in found["rows"]}
    partial = batch.summary.get("partial", False)

    def once() -> SheetPlan:
        plan = plan_sheet(
            kind, found["lines"], create_missing=batch.create_missing, progress=progress
        )
        _compare_with_preview(plan, seen)
        if not partial and (faulty := plan.of_fate("faulty")):
            raise Refused("sheet_rows_refused", str(len(faulty)))
        _write(kind, plan, batch, found["lines"])
        return plan

    return until_current(once)


def _compare_with_preview(plan: SheetPlan, seen: dict[int, list[Any]]) -> None:
    """A row that would do something else than was shown is not written."""
    for row in plan.rows:
        if row.fate in WRITTEN and shown_row(row) != seen.get(row.number):
            row.fault("id", "sheet_moved")


@transaction.atomic
def _write(kind: SheetKind, plan: SheetPlan, batch: Batch, lines: Sequence[Line]) -> None:
    """Raises Outdated when another writer was faster, Superseded when another worker was."""
    rows = [row for row in plan.rows if row.fate in WRITTEN]
    batch.summary = {**batch.summary, **plan.counts()}
    batch.finish()
    touched = kind.save(rows, Log(batch), batch.summary.get("note", ""))
    batch.text = _result(plan, lines)
    # The moment after the last record: what is edited later than this was edited by people.
    batch.finished_at = timezone.now()
    batch.save()
    if touched:
        changed(touched)
    if Revision.objects.current().number != plan.revision + bool(touched):
        raise Outdated


def _result(plan: SheetPlan, lines: Sequence[Line]) -> str:
    """What a page shows afterwards: the changes, and the lines of rows that were left out."""
    faulty = {row.number for row in plan.of_fate("faulty")}
    left = [line for line in lines if line.number in faulty]
    return _kept(left, plan)


def _kept(lines: Sequence[Line], plan: SheetPlan) -> str:
    return json.dumps({"lines": packed(lines), "rows": shown_rows(plan)}, ensure_ascii=False)
