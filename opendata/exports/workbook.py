"""XLSX: the records, long texts in parts, and a sheet about the file with a line for each column.

Rows are written one by one and not kept. A text is a text, also where it begins like a formula; one
that is too long for a cell is cut there with a mark and stands whole, in parts, on a sheet of its
own.
"""

from collections.abc import Iterable
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from publication.formulas import FORMULAS
from reports.sheet_book import new_book

from ..cells import CONTINUED, PART, fits, parts, plain
from ..columns import Column, Value
from . import Export

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONG_TEXTS = "Long texts"
ABOUT = "About"
BOLD = Font(bold=True)
FROM_TOP = Alignment(vertical="top")  # of several lines the first is seen
WRAPPED = Alignment(wrap_text=True, vertical="top")
# Characters that a column shows, by what it holds; of a text its beginning.
WIDTHS = {"number": 9, "boolean": 9, "date": 12, "list": 30, "text": 20}
TEXT_WIDTH, ADDRESS_WIDTH, ABOUT_WIDTHS = 48, 34, (26, 90)


def write_workbook(export: Export, file: IO[bytes], address: str) -> None:
    """Write the file. `address` is where it was asked for, and stands in it."""
    book = new_book()
    names = [column.name for column in export.columns]
    sheet = _sheet(book, export.kind, names, [_width(column) for column in export.columns])
    long_texts: Worksheet | None = None
    for row in export.rows():
        cells = []
        for column, value in zip(export.columns, row, strict=True):
            found = plain(value)
            if isinstance(found, str) and not fits(found):
                long_texts = long_texts or _sheet(
                    book, LONG_TEXTS, ["id", "column", "part", "text"], [20, 20, 9, TEXT_WIDTH]
                )
                for number, part in enumerate(parts(found), 1):
                    said = [plain(row[0]), column.name, number, part]
                    long_texts.append([_cell(long_texts, one) for one in said])
                found = found[:PART] + CONTINUED
            cells.append(_cell(sheet, found))
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{export.count + 1}"
    _about(book, export, address)
    book.save(file)


def _width(column: Column) -> int:
    """At least the name and the arrow of the filter fit."""
    width = WIDTHS[column.type]
    if column.language:
        width = TEXT_WIDTH
    elif column.name == "url":
        width = ADDRESS_WIDTH
    return max(width, len(column.name) + 4)


def _sheet(book: Workbook, title: str, names: list[str], widths: Iterable[int]) -> Worksheet:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    # On paper: sideways, the names on each page, which sheet and page it is below.
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&A · &P / &N"
    head = [_cell(sheet, name) for name in names]
    for cell in head:
        cell.font = BOLD
    sheet.append(head)
    return sheet


def _cell(sheet: Worksheet, value: Value) -> Any:
    """Numbers and truth values stay what they are."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"  # openpyxl makes a formula of "=…"
    if value.startswith(FORMULAS):
        cell.quotePrefix = True
    if "\n" in value:
        cell.alignment = FROM_TOP
    return cell


def _about(book: Workbook, export: Export, address: str) -> None:
    """What the file is, then what each column holds: a column may be called "address", too."""
    sheet = _sheet(book, ABOUT, ["name", "value"], ABOUT_WIDTHS)
    filters = ", ".join(f"{name}={value}" for name, value in export.filters.items())
    said = {"address": address, "filters": filters, **export.end(), "complete": True}
    columns = [(column.name, _described(column)) for column in export.columns]
    for name, value in [*said.items(), *columns]:
        cell = _cell(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value)
        cell.alignment = WRAPPED
        sheet.append([_cell(sheet, name), cell])


def _described(column: Column) -> str:
    edit = " (may be edited and brought back)" if column.is_editable else ""
    return f"{column.about}{edit}"
