"""Whether a word-processor file or a spreadsheet is one, by the table of contents of its archive.

The members stay packed but for two short ones that say what the file is. Each check returns the
bytes to keep or raises ValueError.
"""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

MAX_MEMBERS = 2000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
SHORT = 64 * 1024

_END = b"PK\x05\x06"
_MEMBER = b"PK\x03\x04"
_ENCRYPTED = 0x1
# What a document has no need of, and a reader's program might run.
_REFUSED_ENDINGS = {
    ".zip", ".7z", ".rar", ".gz", ".jar", ".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1",
    ".js", ".vbs", ".hta", ".lnk", ".html", ".htm", ".svg", ".docm", ".xlsm", ".class",
}  # fmt: skip
_REFUSED_PARTS = ("vbaproject", "activex/", "embeddings/", "basic/", "scripts/")


def office(data: bytes, part: str) -> bytes:
    """A document of Office Open XML (ECMA-376) whose main part is `part`, without macros."""
    archive, names = _opened(data)
    if not {"[Content_Types].xml", part} <= names:
        raise ValueError("the parts of a document are missing")
    if b"macroenabled" in _short(archive, "[Content_Types].xml").lower():
        raise ValueError("a document with macros")
    return data


def open_document(data: bytes, content_type: str) -> bytes:
    """A document of OpenDocument (ISO/IEC 26300) that says of itself it is of the type."""
    archive, names = _opened(data)
    if not {"mimetype", "content.xml"} <= names:
        raise ValueError("the parts of a document are missing")
    if _short(archive, "mimetype").strip() != content_type.encode():
        raise ValueError("a document of another type")
    return data


def _opened(data: bytes) -> tuple[zipfile.ZipFile, set[str]]:
    """The archive and the names in it, when it is one from first to last byte and holds sense."""
    if not data.startswith(_MEMBER) or data[-22:-18] != _END:
        raise ValueError("something stands before or behind the archive")
    (count,) = struct.unpack("<H", data[-12:-10])
    if not 0 < count <= MAX_MEMBERS:
        raise ValueError("too many members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, struct.error, OverflowError) as wrong:
        raise ValueError("not an archive") from wrong
    members = archive.infolist()
    if len(members) != count:
        raise ValueError("the table of contents lies")
    _check_sizes(members, len(data))
    for member in members:
        _check_member(member)
    names = {member.filename for member in members}
    if len(names) != count:
        raise ValueError("a name twice")
    return archive, names


def _check_sizes(members: list[zipfile.ZipInfo], whole: int) -> None:
    """No bomb: not too much unpacked, not too well packed, no bytes packed twice."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MAX_UNPACKED or packed > whole or unpacked > MAX_RATIO * whole:
        raise ValueError("too much in too little")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.lower()
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ValueError("a member that leads out of the archive")
    if member.flag_bits & _ENCRYPTED:
        raise ValueError("a member that is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("a member that is packed as those of documents are not")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ValueError("a member that is a link")
    if path.suffix in _REFUSED_ENDINGS or any(part in name for part in _REFUSED_PARTS):
        raise ValueError("a member that may be run")


def _short(archive: zipfile.ZipFile, name: str) -> bytes:
    """A short member, read no further than SHORT."""
    try:
        with archive.open(name) as member:
            return member.read(SHORT)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as wrong:
        raise ValueError("a member that cannot be read") from wrong
