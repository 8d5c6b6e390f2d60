"""Whether a PDF or a text file is one.

Each check returns the bytes to keep or raises ValueError.
"""

import csv
import io
import re

_TAIL = 2048
# What a reader's program would run or write to the disk by itself.
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
# Text that opens as a page, a picture, a script or another format is not read as text everywhere.
_OTHER_FORMAT = re.compile(r"(?:<[a-z!?/]|%pdf|#!|\{\\rtf|from .*\nmime-)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def pdf(data: bytes) -> bytes:
    """Header first, trailer last and nothing behind it, no scripts or files inside in the open."""
    if not re.match(rb"%PDF-[12]\.\d", data):
        raise ValueError("no header at the first byte")
    tail = data[-_TAIL:]
    end = tail.rfind(b"%%EOF")
    if end < 0 or tail[end + 5 :].strip(b"\r\n\t \x00"):
        raise ValueError("the last line is not the end of a PDF")
    if b"startxref" not in tail[:end]:
        raise ValueError("no reference to the table of objects")
    if _ACTIVE.search(data):
        raise ValueError("scripts or files inside")
    return data


def text(data: bytes) -> bytes:
    """Lines in UTF-8, in UTF-16 with its mark, or in an 8-bit code without control characters."""
    _decoded(data)
    return data


def table(data: bytes) -> bytes:
    """Text that reads as rows of values."""
    try:
        for _row in csv.reader(io.StringIO(_decoded(data), newline="")):
            pass
    except csv.Error as wrong:
        raise ValueError("not a table") from wrong
    return data


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = data.decode("utf-16")
    else:
        try:
            found = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            found = data.decode("latin-1")
    if _CONTROL.search(found):
        raise ValueError("control characters")
    if _OTHER_FORMAT.match(found.lstrip()):
        raise ValueError("the text opens as another format")
    return found
