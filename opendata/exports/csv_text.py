"""CSV as RFC 4180 has it, in UTF-8; a last line proves that the file is whole."""

import io
from collections.abc import Iterator

from ..cells import csv_line
from . import Export

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
END = "#end"
BOM = "\ufeff"
PIECE = 64 * 1024  # characters that leave at once


def lines(export: Export, *, bom: bool = False) -> Iterator[str]:
    """The file in pieces: a line of names, the records, "#end,rows=3,data_version=56,theme=health".

    With `bom`, programs that would guess another encoding know it.
    """
    out = io.StringIO()
    if bom:
        out.write(BOM)
    out.write(csv_line(column.name for column in export.columns))
    for row in export.rows():
        out.write(csv_line(row))
        if out.tell() > PIECE:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    end = {**export.end(), **export.filters}
    out.write(csv_line([END, *(f"{name}={value}" for name, value in end.items())]))
    yield out.getvalue()
