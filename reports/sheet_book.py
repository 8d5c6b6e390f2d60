"""Pages of an XLSX file with a head and rows of texts, whatever these begin with."""

from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from publication.formulas import FORMULAS

WRAPPED = Alignment(wrap_text=True, vertical="top")


def new_book() -> Workbook:
    """A workbook whose rows are written one by one, under the portal's name."""
    book = Workbook(write_only=True)
    book.properties.creator = gettext("Summits of the Americas")
    return book


def fill(book: Workbook, title: str, columns: dict[str, int], rows: list[list[str]]) -> None:
    """Add a page; `columns` are names with widths in characters."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    head = [_cell(sheet, name) for name in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])


def _cell(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # openpyxl makes a formula of "=…"
    cell.alignment = WRAPPED
    if text.startswith(FORMULAS):
        cell.quotePrefix = True
    return cell
