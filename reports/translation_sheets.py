"""The translation queue as a spreadsheet, one row for each text.

What does not fit into a cell, or would not come back as it was, is left out and named on the
second sheet: nothing is cut silently. Texts are texts, also where they begin like a formula.
"""

from collections.abc import Callable, Iterator
from io import BytesIO

from django.utils.translation import gettext

from publication.translated import Translated
from publication.translating import Kind

from .sheet_book import fill, new_book
from .sheet_reading import MOST_ROWS, fits_cell
from .translation_form import plain
from .workbench import Workbench, place

# Names of columns are part of the file's format, and therefore in one language.
COLUMNS = {
    "key": 16, "kind": 14, "where": 34, "address": 30, "field": 14, "from": 8, "source": 70,
    "into": 8, "translation": 70, "state": 12, "version": 14,
}  # fmt: skip
LEFT_OUT = {"key": 16, "address": 60, "reason": 60}


class TooMany(Exception):
    """The queue has more texts than a spreadsheet takes: `count`."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


def text_key(kind: Kind, pk: int, field: str) -> str:
    return f"{kind.code}/{pk}/{field}"


def version(kind: Kind, record: Translated, language: str) -> str:
    """Changes when the original or the translation does."""
    return kind.source_mark(record) + kind.target_mark(record, language)


def translation_sheet(bench: Workbench, address: Callable[[str], str]) -> bytes:
    """The queue's texts in the XLSX format; `address` makes a path absolute.

    Raises TooMany.
    """
    if len(bench.keys) > MOST_ROWS:
        raise TooMany(len(bench.keys))
    rows = list(_rows(bench, address))
    if len(rows) > MOST_ROWS:
        raise TooMany(len(rows))
    fitting, left_out = [], []
    for row in rows:
        (fitting if all(map(fits_cell, row)) else left_out).append(row)
    reason = gettext(
        "Too long, or with characters that a spreadsheet loses: translate it on screen."
    )
    book = new_book()
    fill(book, "Translations", COLUMNS, fitting)
    fill(book, "Left out", LEFT_OUT, [[row[0], row[3], reason] for row in left_out])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(bench: Workbench, address: Callable[[str], str]) -> Iterator[list[str]]:
    language = bench.asked.language
    for row in bench.rows(bench.keys):
        kind, record = row.kind, row.record
        source = kind.texts(record, record.original_language)
        target = kind.texts(record, language)
        where = " · ".join(part.text for part in place(kind, record, bench.asked.reader))
        for field in kind.fields:
            if source[field] or target[field]:
                yield [
                    text_key(kind, record.pk, field), str(kind.label), where, address(row.path),
                    kind.field_label(field), record.original_language, plain(source[field]),
                    language, plain(target[field]), record.state_in(language),
                    version(kind, record, language),
                ]  # fmt: skip
