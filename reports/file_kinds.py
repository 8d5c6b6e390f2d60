"""Which files may stand beside a report, and whether one is what its name says.

Name, first bytes (as puremagic reads them) and structure must agree. Nothing is unpacked, run or
drawn. What the checks cannot see, such as a harmful macro inside a well-formed file, is why every
file is handed out as a download, with our own type, in a sandbox.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import archive_checks, image_checks, page_checks

MAX_BYTES = 10 * 1024 * 1024
MAX_ENTITY_BYTES = 100 * 1024 * 1024
MAX_FILES = 20

# The harmless file by which virus scanners are tried; kept as a digest, so that they leave us be.
TEST_VIRUS = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f"
TEST_VIRUS_BYTES = 68
LONG_ENOUGH = 6  # bytes

Check = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """`known_as`: endings puremagic may give it; `check` returns the bytes that are kept."""

    content_type: str
    known_as: frozenset[str]
    check: Check


def _office(part: str) -> Check:
    return lambda data: archive_checks.office(data, part)


def _open_document(kind: str) -> Check:
    return lambda data: archive_checks.open_document(data, _OPEN + kind)


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_ZIPPED = frozenset({".zip", ".docx", ".xlsx", ".odt", ".ods"})
_TEXT: frozenset[str] = frozenset()
_JPEG = Kind("image/jpeg", frozenset({".jpg", ".jpeg", ".jfif", ".jpe"}), image_checks.jpeg)

KINDS = {
    "pdf": Kind("application/pdf", frozenset({".pdf"}), page_checks.pdf),
    "docx": Kind(_OFFICE + "wordprocessingml.document", _ZIPPED, _office("word/document.xml")),
    "xlsx": Kind(_OFFICE + "spreadsheetml.sheet", _ZIPPED, _office("xl/workbook.xml")),
    "odt": Kind(_OPEN + "text", _ZIPPED, _open_document("text")),
    "ods": Kind(_OPEN + "spreadsheet", _ZIPPED, _open_document("spreadsheet")),
    "txt": Kind("text/plain", _TEXT, page_checks.text),
    "csv": Kind("text/csv", _TEXT, page_checks.table),
    "png": Kind("image/png", frozenset({".png"}), image_checks.png),
    "jpg": _JPEG,
    "jpeg": _JPEG,
}
ENDINGS = tuple(f".{ending}" for ending in KINDS)


def examine(data: bytes, name: str) -> tuple[bytes, Kind]:
    """The bytes to keep, without what images tell beyond the picture, and their kind.

    `name` is the cleaned name. Raises ValidationError, in words for whoever chose the file.
    """
    kind = KINDS.get(PurePosixPath(name).suffix.lower().lstrip("."))
    if kind is None:
        raise ValidationError(_("Files of this kind are not taken."), code="kind")
    if not data:
        raise ValidationError(_("The file is empty."), code="empty")
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 10 MB."), code="size")
    if hashlib.sha256(data[:TEST_VIRUS_BYTES]).hexdigest() == TEST_VIRUS:
        raise ValidationError(_("The file is known to be harmful."), code="virus")
    try:
        if not _begins_as(kind, data):
            raise ValueError("the first bytes belong to another kind")
        return kind.check(data), kind
    except ValueError as wrong:
        message = _("The file is damaged, or is not what the end of its name says.")
        raise ValidationError(message, code="content") from wrong


def _begins_as(kind: Kind, data: bytes) -> bool:
    """Whether the first and last bytes are those of the kind. Text has none of its own."""
    try:
        found = puremagic.magic_string(data)
    except puremagic.PureError:
        found = []
    if kind.known_as is _TEXT:
        # A few letters that open a text by chance, such as BM or From, prove nothing.
        return not any(len(match.byte_match) >= LONG_ENOUGH for match in found)
    return any(match.extension in kind.known_as for match in found)
