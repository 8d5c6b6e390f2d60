"""A document to take away as a workbook: its text on one sheet, its tables on sheets of their own.

Tables with the same head stand on one sheet, one below the other, with the headings they stand
under before each row. A text is a text, also where it begins like a formula; one that does not fit
into a cell goes on in the row below.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from typing import IO

from django.utils.translation import gettext

from reports.sheet_book import fill, new_book
from reports.word_text import list_start

from ..cells import clean, fits, parts
from . import Paper, Progress, Table, Text, no_progress

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31  # of a sheet
ODD = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDE = 50  # characters
LINES = {"p", "li", "tr", "h3", "h4", "h5", "blockquote", "br"}


def write_book(
    paper: Paper, file: IO[bytes], source: str, progress: Progress = no_progress
) -> None:
    """Write the workbook; `source` says at its end where it comes from."""
    book = new_book()
    fill(book, _name(gettext("Document"), []), _columns_of_text(), _texts(paper, source))
    names = [gettext("Document")]
    sheets = _sheets(paper)
    progress(1, 1 + len(sheets))
    for done, sheet in enumerate(sheets, 2):
        names.append(_name(sheet.name, names))
        columns = {gettext("Heading"): WIDE // 2, **dict.fromkeys(sheet.head, WIDE)}
        fill(book, names[-1], columns, sheet.rows)
        progress(done, 1 + len(sheets))
    book.save(file)


def _columns_of_text() -> dict[str, int]:
    return {gettext("Heading"): WIDE // 2, gettext("Text"): 2 * WIDE}


def _name(wanted: str, taken: list[str]) -> str:
    """A name that a sheet may have and no other one has."""
    plain = " ".join(wanted.translate(ODD).split())[:LONGEST_NAME] or "-"
    name, number = plain, 1
    while name.casefold() in (one.casefold() for one in taken):
        number += 1
        name = f"{plain[: LONGEST_NAME - len(str(number)) - 1]} {number}"
    return name


def _texts(paper: Paper, source: str) -> list[list[str]]:
    """All that is not in a table, each block below the headings it stands under."""
    rows = [["", clean(paper.title)]]
    if cover := paper.cover:
        said = (cover.subtitle, cover.symbol, cover.day, cover.made_from)
        rows += [["", clean(one)] for one in said if one]
    if paper.is_demonstration:
        rows.append(["", gettext("Demonstration: invented records, to show how the portal works.")])
    for path, block in _walk(paper):
        if not block.is_table:
            rows += [[path, part] for part in _pieces(words(block.html))]
    return [*rows, ["", clean(source)]]


def _walk(paper: Paper):
    """Each block that is not a heading, with the headings above it."""
    above: list[str] = []
    for block in paper.blocks:
        if not block.is_table and block.level:
            above[block.level - 1 :] = [words(block.html)]
        else:
            yield " / ".join(above), block


@dataclass(slots=True)
class _Sheet:
    name: str
    head: list[str]
    rows: list[list[str]] = field(default_factory=list)


def _sheets(paper: Paper) -> list[_Sheet]:
    found: dict[tuple[str, ...], _Sheet] = {}
    for path, table in _walk(paper):
        if table.is_table:
            name = path.split(" / ")[0] or table.caption
            sheet = found.setdefault(tuple(table.head), _Sheet(name, table.head))
            sheet.rows += _rows(path, table)
    return list(found.values())


def _rows(path: str, table: Table) -> list[list[str]]:
    rows = []
    for row in table.rows:
        pieces = [_pieces(_said(cell)) for cell in row]
        rows += [[path, *line] for line in zip_longest(*pieces, fillvalue="")]
    return rows


def _pieces(text: str) -> list[str]:
    """The text whole where a cell can hold it."""
    return [text] if fits(text) else parts(text)


def _said(cell: Text) -> str:
    return "\n".join(filter(None, (words(block.html) for block in cell.blocks)))


def words(html: str) -> str:
    """Stored HTML as plain lines, with the marks and numbers of its lists."""
    reader = _Lines()
    reader.feed(html)
    reader.close()
    return clean("\n".join(filter(None, (" ".join(line.split()) for line in reader.lines))))


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LINES and self.lines[-1].strip(" •0123456789."):
            self.lines.append("")
        if tag == "ol":
            self.lists.append(list_start(dict(attrs).get("start")))
        elif tag == "ul":
            self.lists.append(None)
        elif tag == "li" and self.lists:
            self._mark()

    def _mark(self) -> None:
        number = self.lists[-1]
        self.lines[-1] = "•\xa0" if number is None else f"{number}.\xa0"
        if number is not None:
            self.lists[-1] = number + 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if tag in LINES:
            self.lines.append("")
        elif tag in ("td", "th"):
            self.lines[-1] += " | "

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data.replace("\n", " ")
