"""Files to try the upload with: good ones, and hostile ones with what is wrong with each."""

import io
import stat
import struct
import zipfile
import zlib
from base64 import b64decode

import docx
import openpyxl

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
# The harmless test file of virus scanners, kept in a form that they do not see.
TEST_VIRUS = b64decode(
    "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
)


def pdf(inside: bytes = b"1 0 obj\n<<>>\nendobj\n") -> bytes:
    return b"%PDF-1.7\n" + inside + b"xref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


def archive(members: dict[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def word(extra: dict[str, bytes] | None = None, *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return archive({**parts, **(extra or {})}, packed=packed)


def real_word() -> bytes:
    out, document = io.BytesIO(), docx.Document()
    document.add_paragraph("Se abrieron diez escuelas.")
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def open_document(kind: str = OPEN_TEXT) -> bytes:
    return archive({"mimetype": kind.encode(), "content.xml": b"<office/>"}, packed=0)


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    total = zlib.crc32(body, zlib.crc32(kind))
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", total)


def png(*, width: int = 1, height: int = 1, extra: bytes = b"", end: bytes | None = None) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    return PNG_SIGNATURE + header + extra + pixels + (chunk(b"IEND") if end is None else end)


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*, width: int = 1, height: int = 1, extra: bytes = b"", end: bytes = b"\xff\xd9") -> bytes:
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    jfif = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    return b"\xff\xd8" + jfif + extra + frame + scan + end


def _flagged(offset: int, value: int, data: bytes) -> bytes:
    """The archive with two bytes of its first directory entry changed."""
    place = data.rfind(b"PK\x01\x02") + offset
    return data[:place] + struct.pack("<H", value) + data[place + 2 :]


def _link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        entry = zipfile.ZipInfo("word/document.xml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(entry, "/etc/passwd")
    return out.getvalue()


def _twice() -> bytes:
    data = word({"word/documenu.xml": b"<other/>"})
    return data.replace(b"word/documenu.xml", b"word/document.xml")


def flipped(data: bytes) -> bytes:
    """The archive with a bit of its first member flipped: no stream of the kind begins so."""
    at = 30 + sum(struct.unpack("<HH", data[26:30]))
    return data[:at] + b"\xff" + data[at + 1 :]


def _lying_count() -> bytes:
    data = word()
    return data[:-14] + struct.pack("<HH", 9, 9) + data[-10:]


GOOD = {
    "report.pdf": pdf(),
    "report.docx": real_word(),
    "report.xlsx": sheet(),
    "report.odt": open_document(),
    "report.ods": open_document("application/vnd.oasis.opendocument.spreadsheet"),
    "report.txt": "Se abrieron diez escuelas en São Tomé.\n".encode(),
    "windows.txt": "Educación para todos".encode("cp1252"),
    "wide.txt": "Educación".encode("utf-16"),
    "from.txt": b"From the ministry: BM and MZ are names.",
    "table.csv": "año;escuelas\n2026;10\n".encode(),
    "picture.png": png(),
    "picture.jpg": jpeg(),
    "picture.jpeg": jpeg(),
}

# ruff: noqa: E501  a name and what is wrong with it side by side
_HTML = b"<!doctype html><script>alert(1)</script>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HOSTILE = {
    # Endings that are not taken
    "page.html": _HTML, "page.htm": _HTML, "picture.svg": _SVG, "run.exe": b"MZ\x90\x00",
    "run.js": b"alert(1)", "run.sh": b"#!/bin/sh\n", "run.bat": b"@echo off", "page.xml": b"<a/>",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "macros.docm": word(), "pack.zip": archive({"a": b"a"}),
    "page.pdf.html": pdf(), "page.xhtml": _HTML, "none": b"text", ".pdf": b"%PDF",
    "moving.gif": b"GIF89a\x01\x00\x01\x00", "picture.webp": b"RIFF\x04\x00\x00\x00WEBP",
    # Nothing, too much, harmful
    "empty.pdf": b"", "large.txt": b"a" * (10 * 1024 * 1024 + 1), "virus.txt": TEST_VIRUS,
    "virus.pdf": TEST_VIRUS,
    # Another kind under a good ending
    "page-as.pdf": _HTML, "page-as.txt": _HTML, "page-as.csv": b" \n<HTML>", "page-as.png": _HTML,
    "svg-as.png": _SVG, "svg-as.txt": b'<?xml version="1.0"?>' + _SVG, "exe-as.pdf": b"MZ\x90\x00" * 9,
    "exe-as.txt": b"MZ\x90\x00\x03", "zip-as.pdf": word(), "pdf-as.docx": pdf(), "pdf-as.txt": pdf(),
    "rtf-as.txt": b"{\\rtf1 text}", "script-as.txt": b"#!/bin/sh\nrm", "gif-as.png": b"GIF89a\x01\x00",
    "png-as.jpg": png(), "jpg-as.png": jpeg(), "zip-as.docx": archive({"a.txt": b"a"}),
    "word-as.xlsx": word(), "sheet-as.docx": sheet(), "sheet-as.odt": sheet(),
    "sheet-type-as.odt": open_document("application/vnd.oasis.opendocument.spreadsheet"),
    # PDF
    "headless.pdf": b"\n\n" + pdf(), "cut.pdf": pdf()[:-8], "page-behind.pdf": pdf() + _HTML,
    "zip-behind.pdf": pdf() + word(), "script.pdf": pdf(b"<</S /JavaScript /JS (app.alert(1))>>"),
    "launch.pdf": pdf(b"<</S /Launch /F (cmd.exe)>>"), "inside.pdf": pdf(b"<</EmbeddedFile 1 0 R>>"),
    # Archives
    "bomb.docx": word({"word/media/a.bin": bytes(50 * 1024 * 1024)}),
    "many.docx": word({f"word/{n}": b"" for n in range(2001)}), "twice.docx": _twice(),
    "out.docx": word({"../../etc/cron.d/a": b"a"}), "root.docx": word({"/etc/a": b"a"}),
    "drive.docx": word({"c:/a.txt": b"a"}), "link.docx": _link(),
    "macro.docx": word({"word/vbaProject.bin": b"a"}),
    "macro-type.docx": word({"[Content_Types].xml": b"<T>word.document.macroEnabled.main</T>"}),
    "program.docx": word({"word/run.exe": b"MZ"}), "nested.docx": word({"word/a.zip": archive({})}),
    "object.docx": word({"word/embeddings/oleObject1.bin": b"a"}),
    "locked.docx": _flagged(8, 1, word()), "method.docx": _flagged(10, 99, word())[:40],
    "front.docx": _HTML + word(), "behind.docx": word() + b"PK", "cut.docx": word()[:-30],
    "flipped.docx": flipped(word()), "lzma.docx": word(packed=zipfile.ZIP_LZMA),
    "bzip2.docx": word(packed=zipfile.ZIP_BZIP2),
    "lying.docx": _lying_count(), "table-only.docx": b"PK\x05\x06" + bytes(18),
    # Pictures
    "bomb.png": png(width=100_000, height=100_000), "none.png": png(width=0),
    "cut.png": png(end=b""), "behind.png": png() + _HTML, "sum.png": png()[:-1] + b"\x00",
    "unknown.png": png(extra=chunk(b"EVIL", b"a")), "order.png": PNG_SIGNATURE + chunk(b"IEND"),
    "length.png": PNG_SIGNATURE + b"\xff\xff\xff\xffIHDR" + bytes(30),
    "bomb.jpg": jpeg(width=60_000, height=60_000), "cut.jpg": jpeg(end=b""),
    "bare.jpg": b"\xff\xd8\xff\xd9", "noise.jpg": b"\xff\xd8\xff" + bytes(200),
    "long.jpg": b"\xff\xd8\xff\xe1\xff\xff" + b"a" * 40,
    # Text
    "nul.txt": b"a\x00b", "escape.txt": b"\x1b]0;title\x07", "wide-nul.txt": "a\x00".encode("utf-16"),
    "half.txt": b"\xff\xfea", "field.csv": b'"' + b"a" * 200_000,
}  # fmt: skip

# Names as people's machines send them, and what becomes of each.
NAMES = {
    "../../etc/passwd": "passwd", "..\\..\\boot.txt": "boot.txt", "/abs/file.pdf": "file.pdf",
    "C:\\Users\\a.pdf": "a.pdf", "a\x00b.pdf": "ab.pdf", "a\nb.pdf": "a b.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "a Set-Cookie_ x=1.pdf", 'a"b.pdf': "a_b.pdf", "a'b.pdf": "a'b.pdf",
    "<script>alert(1)</script>.pdf": "script_.pdf", "<img src=x>.pdf": "_img src=x_.pdf",
    "\u202egpj.exe.pdf": "gpj.exe.pdf", "a\u200bb.pdf": "ab.pdf", "a\ufeff.pdf": "a.pdf",
    "a\u2028b.pdf": "a b.pdf", "a\u2066b.pdf": "ab.pdf", "CON.txt": "_CON.txt", "nul.pdf": "_nul.pdf",
    "com1.tar.pdf": "_com1.tar.pdf", "lpt9": "_lpt9", "aux .txt": "_aux.txt", ".htaccess": "htaccess",
    "...": "file", "": "file", "   ": "file", ".": "file", "a.": "a", "a. . .": "a",
    "%2e%2e%2fa.pdf": "_2e_2e_2fa.pdf", "a%00.pdf": "a_00.pdf", "a&#47;b.pdf": "a&#47;b.pdf",
    "a|b?c*.pdf": "a_b_c_.pdf", "$(rm).pdf": "_(rm).pdf", "`id`.pdf": "_id_.pdf",
    "{{7*7}}.pdf": "__7_7__.pdf", "a;b.pdf": "a;b.pdf", "x" * 400 + ".pdf": "x" * 116 + ".pdf",
    "Educación.PDF": "Educación.pdf", "Educacio\u0301n.pdf": "Educación.pdf", "学校.pdf": "学校.pdf",
    "\ud800a.pdf": "a.pdf", "a  b\t.pdf": "a b.pdf", "😀.pdf": "😀.pdf",
}  # fmt: skip
