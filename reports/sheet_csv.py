"""A table of comma-separated values that somebody brings in (RFC 4180), as plain rows."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext_lazy as _

from publication.formulas import unescaped

from .sheet_archive import Limits, Unreadable
from .sheet_reading import SheetRow, checked, numbered

NOT_UTF_8 = _("The file is not in UTF-8. Save it as “CSV UTF-8”.")
NOT_CSV = _("The file is not a table of comma-separated values: see line %d.")
SEPARATORS = ",;\t"


def read_csv(data: bytes, limits: Limits, *, end: str = "") -> tuple[list[str], Iterator[SheetRow]]:
    """The names in the first line, and the rows below it that are not blank and do not say `end`.

    Fields are separated by commas, semicolons or tabs, as the first line has them. An apostrophe
    that keeps a text from being a formula is taken off. Raises Unreadable, also while the rows are
    read.
    """
    limits.check_size(len(data))
    if b"\x00" in data[:4096]:
        raise Unreadable(NOT_UTF_8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Unreadable(NOT_UTF_8) from fault
    lines = _lines(text)
    header = [name.strip() for name in next(lines, (1, []))[1]]
    while header and not header[-1]:
        header.pop()
    if len(header) > limits.columns:
        raise Unreadable(NOT_CSV % 1)
    return header, numbered(_rows(lines, header), limits, end)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number it has in a spreadsheet, the first being 1."""
    first = text[: text.find("\n") + 1] or text
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, cells
    except csv.Error as fault:
        raise Unreadable(NOT_CSV % reader.line_num) from fault


def _rows(lines: Iterator[tuple[int, list[str]]], header: list[str]) -> Iterator[SheetRow]:
    for number, cells in lines:
        texts, faults = {}, {}
        for name, cell in zip(header, cells, strict=False):
            texts[name], fault = checked(unescaped(cell))
            if fault:
                faults[name] = fault
        if any(cells[len(header) :]):
            faults[header[-1]] = _("The row has more cells than there are columns.")
        yield SheetRow(number, {name: texts.get(name, "") for name in header}, faults)
