"""Sheets as they are exported, changed as a person would, and brought back."""

import csv
import io
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from accounts.models import User
from imports.jobs import import_batch
from imports.models import Batch
from imports.sheets.kinds import KINDS
from imports.sheets.planning import plan_sheet
from imports.sheets.plans import SheetPlan
from imports.sheets.tables import Line, read_lines
from imports.sheets.writing import new_batch
from opendata.cells import csv_cell, plain
from opendata.columns import COLUMNS
from opendata.records import rows

Row = dict[str, Any]


def exported(code: str) -> list[Row]:
    """All public records of the kind, by column."""
    names = [column.name for column in COLUMNS[code]]
    return [dict(zip(names, row, strict=True)) for row in rows(code)]


def as_csv(table: Iterable[Mapping[str, Any]]) -> bytes:
    table = list(table)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table[0])
    writer.writerows([csv_cell(value) for value in row.values()] for row in table)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(table: Iterable[Mapping[str, Any]]) -> bytes:
    table = list(table)
    book = Workbook()
    book.active.append(list(table[0]))
    for number, row in enumerate(table, 2):
        for place, value in enumerate(row.values(), 1):
            cell = book.active.cell(number, place, plain(value))
            if isinstance(cell.value, str):
                cell.data_type = "s"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def lines(code: str, table: Iterable[Mapping[str, Any]]) -> list[Line]:
    return read_lines(as_csv(table), KINDS.get(code).names())


def planned(code: str, table: Iterable[Mapping[str, Any]], **options: Any) -> SheetPlan:
    return plan_sheet(KINDS.get(code), lines(code, table), **options)


def faults(plan: SheetPlan) -> list[tuple]:
    """Number, column, code and words of each fault."""
    return [
        (row.number, fault.column, fault.code, *fault.words)
        for row in plan.rows
        for fault in row.faults
    ]


def edits(plan: SheetPlan) -> list[tuple]:
    """Number, column, before and after of each edit."""
    return [
        (row.number, edit.column, edit.before, edit.after)
        for row in plan.rows
        for edit in row.edits
    ]


def brought(
    code: str, table: Iterable[Mapping[str, Any]], *, by: User, create_missing: bool = False
) -> Batch:
    """A batch that was previewed."""
    batch = new_batch(
        KINDS.get(code), lines(code, table), "0" * 64,
        file_name=f"{code}.csv", create_missing=create_missing, by=by,
    )  # fmt: skip
    batch.save()
    return batch


def carried_out(batch: Batch, **choices: Any) -> Batch:
    """The same batch after a worker was at it."""
    summary = {**batch.summary, **choices}
    Batch.objects.with_pk(batch.pk).update(state=Batch.State.WAITING, summary=summary)
    import_batch.func(batch.pk)
    batch.refresh_from_db()
    return batch


def take_in(code: str, table: Iterable[Mapping[str, Any]], *, by: User, **options: Any) -> Batch:
    choices = {name: options.pop(name) for name in ("partial", "note") if name in options}
    return carried_out(brought(code, table, by=by, **options), **choices)
