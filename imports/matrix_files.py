"""From the bytes of a file to the cells of its tables: text dumps, Word tables, sheets."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any
from zipfile import BadZipFile, ZipFile

from reports.sheet_archive import MEGABYTE, Limits, TooMuch, Unreadable, check_archive

from .legacy_file import UnreadablePage, read
from .matrix_cells import Cell, Grid, Outside, Row, cell, outside
from .matrix_text import read_dump

LARGEST = 10 * MEGABYTE
MOST_ROWS = 20_000
MOST_COLUMNS = 50
MOST_CELLS = 100_000
LIMITS = Limits(
    size=LARGEST, unpacked=60 * MEGABYTE, tags=2_000_000, rows=MOST_ROWS, columns=MOST_COLUMNS
)

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, TABLE = f"{WORD}p", f"{WORD}tbl"
UNSHOWN = (
    f"{WORD}del", f"{WORD}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)  # fmt: skip
"""What was taken out under track changes, and what stands once more for old programs."""

_TAB_CELL = re.compile(r"^ *\t", re.MULTILINE)


def read_grid(data: bytes, name: str, layout: str, chosen: Mapping[str, str]) -> Grid:
    """The rows of all tables in the file, in order, with the text around them.

    What the file is, its first bytes say; a sheet as text, the ending of its name. Raises
    UnreadablePage: too_large, damaged, no_table, and what `legacy_file.read` refuses.
    """
    if len(data) > LARGEST:
        raise UnreadablePage("too_large")
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadablePage("old_office")
    text = read(data)
    if name.lower().endswith(".csv"):
        return tuple(_csv(text))
    if not _TAB_CELL.search(text):
        raise UnreadablePage("no_table")
    return read_dump(text, layout, chosen)


def _archive(data: bytes) -> Grid:
    try:
        check_archive(data, LIMITS)
        with ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except TooMuch as error:
        raise UnreadablePage("too_large") from error
    except (Unreadable, BadZipFile) as error:
        raise UnreadablePage("damaged") from error
    readers = {"word/document.xml": _word, "xl/workbook.xml": _sheets}
    for member, reader in readers.items():
        if member in names:
            try:
                grid = tuple(reader(data))
            except UnreadablePage:
                raise
            except Exception as error:  # a broken file breaks the parser in a hundred ways
                raise UnreadablePage("damaged") from error
            if not any(isinstance(part, Row) for part in grid):
                raise UnreadablePage("no_table")
            return grid
    raise UnreadablePage("damaged")


# Word -----------------------------------------------------------------------------------------


def _word(data: bytes) -> Iterator[Row | Outside]:
    """Lines count paragraphs and rows, from the top of the document."""
    from docx import Document

    line, first = 0, 0
    waiting: list[str] = []
    body = Document(io.BytesIO(data)).element.body
    for block in body.iter(PARAGRAPH, TABLE):
        if _is_within(block, PARAGRAPH, TABLE):
            continue
        if block.tag == TABLE:
            yield from outside(first, "\n".join(waiting))
            waiting = []
            for row in _table(block, line):
                line = row.line
                yield row
        else:
            line += 1
            first = first if waiting else line
            waiting.append(_text(block))
    yield from outside(first, "\n".join(waiting))


def _table(table: Any, line: int) -> Iterator[Row]:
    """Cells merged downwards are empty below their first row; merged sideways they are one."""
    for tr in _own(table, f"{WORD}tr"):
        line += 1
        cells: list[Cell] = []
        for tc in _own(tr, f"{WORD}tc"):
            merged = tc.vMerge is not None and tc.vMerge != "restart"
            cells.append(cell(line, "" if merged else _text(tc), continues=merged))
        if cells:
            yield Row(tuple(cells))


def _text(element: Any) -> str:
    """What is shown in it, a line for each paragraph: of nested tables and of text boxes, too."""
    return "\n".join(
        "".join(run.text for run in _own(paragraph, f"{WORD}r"))
        for paragraph in element.iter(PARAGRAPH)
        if not _is_within(paragraph, *UNSHOWN)
    )


def _own(element: Any, tag: str) -> list[Any]:
    """The parts that are shown of it, and not of another of its kind within it.

    Whatever they are wrapped in: a link, a tracked insertion, a content control.
    """
    return [
        part
        for part in element.iter(tag)
        if next(part.iterancestors(element.tag)) is element and not _is_within(part, *UNSHOWN)
    ]


def _is_within(part: Any, *tags: str) -> bool:
    return next(part.iterancestors(*tags), None) is not None


# Sheets ---------------------------------------------------------------------------------------


def _sheets(data: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1, values_only=True)
        yield from _limited(
            (line, ["" if one is None else str(one) for one in row])
            for line, row in enumerate(rows, 1)
        )
    book.close()


def _csv(text: str) -> Iterator[Row]:
    lines = text.split("\n", 50)[:50]
    first = next((line for line in lines if any(mark in line for mark in ",;\t")), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        yield from _limited((reader.line_num, row) for row in reader)
    except csv.Error as error:
        raise UnreadablePage("damaged") from error


def _limited(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    """Rows with anything in them, without the empty cells behind the last."""
    count = characters = 0
    for line, texts in rows:
        characters += sum(map(len, texts))
        if characters > LIMITS.characters:  # one string of the file may stand in many cells
            raise UnreadablePage("too_large")
        while texts and not texts[-1].strip():
            texts.pop()
        count += len(texts)
        if line > MOST_ROWS or count > MOST_CELLS or len(texts) > MOST_COLUMNS:
            raise UnreadablePage("too_large")
        if texts:
            yield Row(tuple(cell(line, text) for text in texts))
