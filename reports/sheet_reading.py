"""A spreadsheet that somebody brings in, as plain rows; or the reason why it is not read."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from .sheet_archive import (
    MEGABYTE,
    NOT_A_SHEET,
    TOO_MANY,
    Limits,
    TooMuch,
    Unreadable,
    check_archive,
)

MOST_ROWS = 2000
TRANSLATIONS = Limits(
    size=5 * MEGABYTE,
    unpacked=25 * MEGABYTE,
    tags=400_000,
    rows=MOST_ROWS,
    columns=30,
)  # a full spreadsheet of translations has half of these tags
LAST_ROW = 1_048_576  # of any spreadsheet
LONGEST_CELL = 32_767
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
RETURN = "_x000D_"
ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")

TOO_MANY_ROWS = _("The file has more than %d rows. Bring it in parts.")
A_FORMULA = _("A formula is not a text.")
NOT_A_TEXT = _("The cell holds a date or a yes/no value, not a text.")
NOT_ALLOWED = _("There is a character that is not allowed.")
BRIMMING = _("The text fills its cell to the brim and may be cut off.")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by the names of its columns; `faults` are columns with a reason."""

    number: int
    cells: dict[str, str]
    faults: dict[str, str | Promise]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells.values()) and not self.faults


def fits_cell(text: str) -> bool:
    """Whether a spreadsheet gives the text back as it is: a cell takes so many UTF-16 units."""
    if NOT_IN_XML.search(text) or ESCAPED.search(text):
        return False
    return len(text.encode("utf-16-le")) // 2 < LONGEST_CELL


def read_sheet(data: bytes, columns: list[str]) -> list[SheetRow]:
    """The rows of a spreadsheet of translations, which has exactly these `columns`.

    Raises Unreadable.
    """
    names, rows = read_table(data, TRANSLATIONS)
    check_columns(names, known=columns, needed=columns)
    return list(rows)


def read_table(
    data: bytes, limits: Limits, *, with_dates: bool = False, end: str = ""
) -> tuple[list[str], Iterator[SheetRow]]:
    """The names in the first row of the first sheet, and the rows below it that are not blank.

    With `with_dates`, dates and yes/no values are read as texts; a row whose "id" is `end` is
    passed over. Raises Unreadable, also while the rows are read.
    """
    check_archive(data, limits)
    rows = _raw_rows(data, limits)
    names = _names(next(rows, (1, ()))[1])
    return [*names.values()], numbered(
        (
            SheetRow(number, *texts_of(cells, names, with_dates))
            for number, cells in rows
        ),
        limits, end,
    )  # fmt: skip


def numbered(rows: Iterable[SheetRow], limits: Limits, end: str = "") -> Iterator[SheetRow]:
    """Those that are not blank, nor marked as the `end` of the file, which is no record.

    Raises TooMuch when there are too many, or they say too much.
    """
    found = characters = 0
    for row in rows:
        if row.is_blank or (end and row.cells.get("id") == end):
            continue
        found += 1
        if found > limits.rows:
            raise TooMuch(TOO_MANY_ROWS % limits.rows)
        characters += sum(map(len, row.cells.values()))
        if characters > limits.characters:
            raise TooMuch(TOO_MANY)
        yield row


def check_columns(names: Sequence[str], *, known: Iterable[str], needed: Iterable[str]) -> None:
    """Raises Unreadable when one is foreign, not there or doubled."""
    known = set(known)
    foreign = [name[:40] for name in names if name not in known]
    if foreign:
        raise Unreadable(_("Column not known: %s.") % ", ".join(foreign[:10]))
    absent = [name for name in needed if name not in names]
    if absent:
        raise Unreadable(_("Column not found: %s.") % ", ".join(absent))
    if len(set(names)) != len(names):
        raise Unreadable(_("A column stands there twice."))


def _raw_rows(data: bytes, limits: Limits) -> Iterator[tuple[int, tuple]]:
    """Numbers and cells, the gaps between far-off rows left out."""
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        gap: tuple | None = None
        cells = book.worksheets[0].iter_rows(max_row=LAST_ROW, max_col=limits.columns)
        for number, row in enumerate(cells, 1):
            if row is gap:  # rows that are not in the file are one and the same
                continue
            gap = row
            yield number, row
    except Unreadable:
        raise
    except Exception as fault:  # a broken file breaks the parser in a hundred ways
        raise Unreadable(NOT_A_SHEET) from fault


def _names(header: tuple) -> dict[int, str]:
    """The name that stands at each place."""
    return {n: str(cell.value).strip() for n, cell in enumerate(header) if cell.value is not None}


def texts_of(
    cells: tuple, names: dict[int, str], with_dates: bool
) -> tuple[dict[str, str], dict[str, str | Promise]]:
    """The texts of a row and what is wrong with them, by the names of the columns."""
    texts, faults = {}, {}
    for place, name in names.items():
        cell = cells[place] if place < len(cells) else None
        text, fault = _text(cell, with_dates)
        texts[name] = text
        if fault:
            faults[name] = fault
    return texts, faults


def _text(cell: object, with_dates: bool) -> tuple[str, str | Promise]:
    """A cell's text, and what is wrong with it."""
    value = getattr(cell, "value", None)
    if value is None:
        return "", ""
    if getattr(cell, "data_type", "") == "f":
        return "", A_FORMULA
    if isinstance(value, bool | datetime.date | datetime.time | datetime.timedelta):
        return (_dated(value), "") if with_dates else ("", NOT_A_TEXT)
    if isinstance(value, int | float):
        return f"{value:.15g}", ""
    text = str(value)
    if len(text) >= LONGEST_CELL * len(RETURN):  # whatever is meant by it
        return "", BRIMMING
    return checked(text.replace(RETURN, "\r"))


def checked(text: str) -> tuple[str, str | Promise]:
    """The text as a cell holds it, or what is wrong with it."""
    if len(text) >= LONGEST_CELL:
        return "", BRIMMING
    if NOT_IN_XML.search(text) or ESCAPED.search(text):
        return "", NOT_ALLOWED
    if len(text.encode("utf-16-le")) // 2 >= LONGEST_CELL:
        return "", BRIMMING
    return text, ""


def _dated(value: object) -> str:
    """A date as the portal writes it, a yes/no value as "yes" or "no"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
