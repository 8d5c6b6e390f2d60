"""A file that was brought in, as numbered lines of texts by column; and kept as JSON meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from opendata.cells import CONTINUED
from opendata.exports.csv_text import END
from reports import sheet_reading
from reports.sheet_archive import MEGABYTE, Limits
from reports.sheet_csv import read_csv
from reports.sheet_reading import check_columns, read_table

RECORDS = Limits(size=10 * MEGABYTE, unpacked=40 * MEGABYTE, tags=1_500_000, rows=5000, columns=200)
REASON = "reason"
"""A column that the file of faulty rows has, and that is not read."""

FAULTS = {
    "cell_formula": sheet_reading.A_FORMULA,
    "cell_not_text": sheet_reading.NOT_A_TEXT,
    "cell_character": sheet_reading.NOT_ALLOWED,
    "cell_brimming": sheet_reading.BRIMMING,
}


@dataclass(frozen=True, slots=True)
class Line:
    """`faults` are codes of `imports.notes` by column."""

    number: int
    cells: dict[str, str]
    faults: dict[str, str]


def read_lines(data: bytes, known: Sequence[str]) -> list[Line]:
    """The rows of an XLSX or CSV file whose columns are among `known`, "id" one of them.

    The line that ends an exported file is no record. Raises Unreadable.
    """
    is_archive = data.startswith(b"PK")
    if is_archive:
        names, rows = read_table(data, RECORDS, with_dates=True, end=END)
    else:
        names, rows = read_csv(data, RECORDS, end=END)
    whole = [name for name in names if not name.endswith(CONTINUED.strip())]
    check_columns(whole, known=[*known, REASON], needed=["id"])
    return [_line(row) for row in rows]


def _line(row: sheet_reading.SheetRow) -> Line:
    """The row, long texts that were parted over several columns put together again."""
    cells: dict[str, str] = {}
    for name, text in row.cells.items():
        whole = name.split(CONTINUED)[0].strip()
        if whole != REASON:
            cells[whole] = cells.get(whole, "") + text
    return Line(row.number, cells, {name: _code(reason) for name, reason in row.faults.items()})


def _code(reason: object) -> str:
    return next((code for code, known in FAULTS.items() if known is reason), "cell_unreadable")


def packed(lines: Sequence[Line]) -> str:
    rows = [[line.number, line.cells, line.faults] for line in lines]
    return json.dumps(rows, ensure_ascii=False)  # six characters for an “é” would be too many


def unpacked(text: str) -> list[Line]:
    return [Line(*row) for row in json.loads(text or "[]")]
