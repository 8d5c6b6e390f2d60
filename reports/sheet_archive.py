"""An XLSX file looked at as the archive that it is, before any of it is parsed.

What the file claims of itself is not to be trusted: size, members, ratio and number of elements are
counted here.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_MEMBERS = 100
STEEPEST = 200  # times smaller packed than unpacked, for members above a megabyte
MEGABYTE = 1024 * 1024
ROWS_AND_TEXTS = ("xl/worksheets/", "xl/sharedStrings.xml", "word/")
MOST_BESIDE = 100_000
"""Tags of all other members: what they hold is kept whole while the file is read."""

NOT_A_SHEET = _("This is not a spreadsheet in the XLSX format, or it is damaged.")
TOO_MUCH = _("The file unpacks to more than such a spreadsheet can hold.")
TOO_MANY = _("The file holds more rows or text than is taken in at once. Bring it in parts.")
TOO_LARGE = _("The file is larger than %d MB.")


class Unreadable(Exception):
    """The file is refused whole; `reason` is for the reader."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


class TooMuch(Unreadable):
    """It is refused for what it would cost to read it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read: bytes packed and unpacked, tags in all XML, rows, columns, and
    characters in the cells of all rows, to which one string of the file may come again and again.
    """

    size: int
    unpacked: int
    tags: int
    rows: int
    columns: int
    characters: int = 10 * MEGABYTE

    def check_size(self, size: int) -> None:
        """Raises Unreadable for a file of too many bytes."""
        if size > self.size:
            raise TooMuch(TOO_LARGE % (self.size // MEGABYTE))


def check_archive(data: bytes, limits: Limits) -> None:
    """Raises Unreadable for a file that would cost more to read than it can be worth."""
    limits.check_size(len(data))
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > limits.unpacked:
                raise TooMuch(TOO_MANY)
            if len(members) > MOST_MEMBERS or any(map(_is_odd, members)):
                raise TooMuch(TOO_MUCH)
            _count_tags(archive, members, limits)
    except (BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError) as fault:
        raise Unreadable(NOT_A_SHEET) from fault


def _is_odd(member: ZipInfo) -> bool:
    steep = member.file_size > STEEPEST * max(member.compress_size, 1)
    return member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or (
        steep and member.file_size > MEGABYTE
    )


def _count_tags(archive: ZipFile, members: list[ZipInfo], limits: Limits) -> None:
    tags = beside = 0
    for member in members:
        is_beside = not member.filename.startswith(ROWS_AND_TEXTS)
        for some in _tags(archive, member):
            tags += some
            beside += some * is_beside
            if beside > MOST_BESIDE:
                raise TooMuch(TOO_MUCH)
            if tags > limits.tags:
                raise TooMuch(TOO_MANY)


def _tags(archive: ZipFile, member: ZipInfo) -> Iterator[int]:
    """How many tags a member has, a piece at a time.

    Raises Unreadable where it declares entities of its own.
    """
    with archive.open(member) as content:
        end = b""
        while piece := content.read(MEGABYTE):
            if not end and _is_wide(piece):
                raise Unreadable(NOT_A_SHEET)  # another encoding could hide declarations
            seen = end + piece
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise Unreadable(NOT_A_SHEET)
            end = piece[-8:]
            yield piece.count(b"<")


def _is_wide(beginning: bytes) -> bool:
    """Whether XML begins here in UTF-16 or UTF-32; settings of a printer begin with zeros, too."""
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return 0 in beginning[:4] and beginning.replace(b"\0", b"").lstrip().startswith(b"<")
