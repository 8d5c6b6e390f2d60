"""Sheets that go out to be filled in: templates, and the rows that were not taken."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext

from publication.formulas import escaped
from reports.sheet_book import fill, new_book
from reports.sheet_reading import fits_cell

from ..notes import worded
from .kinds import SheetKind
from .tables import REASON, Line

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WIDE, NARROW = 40, 16


def template(kind: SheetKind, format: str) -> bytes:
    """An empty sheet with the columns that may be filled in; in XLSX with a page about them."""
    names = kind.template_names()
    if format == "csv":
        return _csv([names])
    about = {column.name: column.about for column in kind.columns}
    needed = {"id": gettext("empty in a new row"), **dict.fromkeys(kind.needed, gettext("needed"))}
    rows = [[name, about[name], needed.get(name, "")] for name in names]
    heads = {gettext("Column"): 24, gettext("What it holds"): 80, gettext("In a new row"): 24}
    return _book([(kind.code, _widths(kind, names), []), (gettext("Columns"), heads, rows)])


def faulty_rows(
    kind: SheetKind, lines: Sequence[Line], faults: dict[int, list[list[str]]], format: str
) -> tuple[bytes, str]:
    """The lines that were not taken, each with the reason in front; and the format they have.

    `faults` by the line's number are rows of column, code and words. What no cell of XLSX holds
    makes a CSV file of it.
    """
    names = [name for name in kind.names() if any(name in line.cells for line in lines)]
    rows = [
        [reasons(faults.get(line.number, [])), *(line.cells.get(name, "") for name in names)]
        for line in lines
    ]
    if format == "csv" or not all(fits_cell(text) for row in rows for text in row):
        return _csv([[REASON, *names], *rows]), "csv"
    return _book([(kind.code, {REASON: WIDE, **_widths(kind, names)}, rows)]), "xlsx"


def reasons(faults: Iterable[Sequence[str]]) -> str:
    """Column and sentence of each, in the reader's language, one below the other."""
    return "\n".join(f"{column}: {worded(code, *words)}" for column, code, *words in faults)


def _widths(kind: SheetKind, names: Iterable[str]) -> dict[str, int]:
    texts = {column.name for column in kind.columns if column.language}
    return {name: WIDE if name in texts else NARROW for name in names}


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    file = StringIO(newline="")
    csv.writer(file).writerows([escaped(text) for text in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")  # the mark by which programs know the encoding


def _book(pages: Iterable[tuple[str, dict[str, int], list[list[Any]]]]) -> bytes:
    book = new_book()
    for title, widths, rows in pages:
        fill(book, title, widths, rows)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
