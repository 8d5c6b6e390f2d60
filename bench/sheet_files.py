"""Spreadsheets that nobody should have to read, and the largest that somebody may send.

Each maker writes one file piece by piece. What a program that writes spreadsheets would never make,
such as a bomb, is put together as an archive by hand.
"""

import random
import struct
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

MEGABYTE = 1024 * 1024
MANY = 300_000
LAST = 1_048_576
COLUMNS = ["id", "name_en", "name_es", "description_en", "description_es"]
PLAN = ["Themes", "Objectives", "Action for implementation", "Activities", "Calendar"]
WORDS = (
    "agua",
    "escuela",
    "niñez",
    "río",
    "salud",
    "año",
    "migración",
    "país",
    "red",
    "mujer",
    "vía",
)

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>%s</Types>'
)
SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet",
         "sharedStrings": "sharedStrings", "styles": "styles"}  # fmt: skip
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
WORDML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Pieces = Iterable[str]


def xlsx(
    path: Path, rows: Pieces, *, strings: Pieces = (), styles: Pieces = (), names: Pieces = ()
) -> None:
    """A workbook of one sheet with these rows, strings, styles and names as XML."""
    override = '<Override PartName="/xl/%s.xml" ContentType="%s.%s+xml"/>'
    types = "".join(override % (part, SHEETML, kind) for part, kind in PARTS.items())
    relation = f'<Relationship Id="%s" Type="{OFFICE}/%s" Target="%s"/>'
    kinds = ("worksheet", "sharedStrings", "styles")
    targets = ("worksheets/sheet1.xml", "sharedStrings.xml", "styles.xml")
    inner = "".join(
        relation % (f"r{n}", *pair) for n, pair in enumerate(zip(kinds, targets, strict=True), 1)
    )
    outer = relation % ("r1", "officeDocument", "xl/workbook.xml")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES % types)
        archive.writestr("_rels/.rels", f"{RELATIONS}{outer}</Relationships>")
        archive.writestr("xl/_rels/workbook.xml.rels", f"{RELATIONS}{inner}</Relationships>")
        book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        book += '<sheet name="a" sheetId="1" r:id="r1"/></sheets><definedNames>'
        _write(archive, "xl/workbook.xml", book, names, "</definedNames></workbook>")
        _write(archive, "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">', strings, "</sst>")
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>'
        _write(archive, "xl/worksheets/sheet1.xml", sheet, rows, "</sheetData></worksheet>")
        head = f'<styleSheet xmlns="{MAIN}"><cellXfs>'
        _write(archive, "xl/styles.xml", head, chain(["<xf/>"], styles), "</cellXfs></styleSheet>")


def _write(archive: ZipFile, name: str, head: str, pieces: Pieces, end: str) -> None:
    with archive.open(name, "w", force_zip64=True) as member:
        for piece in chain([head], pieces, [end]):
            member.write(piece.encode())


def row(number: int, texts: Iterable[str]) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{cells}</row>'


def referring(number: int, places: Iterable[int]) -> str:
    return f'<row r="{number}">' + "".join(f'<c t="s"><v>{n}</v></c>' for n in places) + "</row>"


def headed(names: list[str], rows: Iterable[str]) -> Iterator[str]:
    return chain([row(1, names)], rows)


def told(length: int) -> str:
    """About so many letters that do not pack too well."""
    return " ".join(random.choices(WORDS, k=length // 6))  # noqa: S311  not for secrets


# Sheets ---------------------------------------------------------------------------------------


def largest(path: Path, names: list[str]) -> None:
    """Each row with something to say: all that is taken."""
    rows = (row(n, _filled(n, names, 900)) for n in range(2, 5002))
    xlsx(path, headed(names, rows))


def largest_csv(path: Path, names: list[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(names) + "\n")
        for n in range(2, 5002):
            file.write(",".join(_filled(n, names, 850)) + "\n")


def _filled(number: int, names: list[str], length: int) -> list[str]:
    """An identifier, short texts, and two of this length at the end."""
    return [f"row-{number}", *(told(100) for _ in names[3:]), told(length), told(length)]


def many_rows(path: Path, names: list[str]) -> None:
    xlsx(path, headed(names, (row(n, [f"row-{n}", "a", "b"]) for n in range(2, MANY + 2))))


def many_rows_csv(path: Path, names: list[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(names) + "\n")
        file.writelines(f"row-{n},a,b,,\n" for n in range(MANY))


def empty_rows(path: Path, names: list[str]) -> None:
    rows = (f'<row r="{n}"/>' for n in range(2, MANY + 2))
    xlsx(path, headed(names, chain(rows, [row(MANY + 2, ["last"])])))


def bomb(path: Path, names: list[str]) -> None:
    """Two gigabytes of one letter."""
    xlsx(path, headed(names, ["<!-- ", *("x" * MEGABYTE for _ in range(2048)), " -->"]))


def bomb_that_lies(path: Path, names: list[str]) -> None:
    """The same, 200 MB of it, whose list of members claims that it is a kilobyte."""
    xlsx(path, headed(names, ["<!-- ", *("x" * MEGABYTE for _ in range(200)), " -->"]))
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = struct.pack("<I", 1024)
    path.write_bytes(data)


def sparse(path: Path, names: list[str]) -> None:
    """A cell in the last row and column that a spreadsheet has."""
    far = f'<row r="{LAST}"><c r="XFD{LAST}" t="inlineStr"><is><t>far</t></is></c></row>'
    xlsx(path, headed(names, [row(2, ["health", "Health"]), far]))


def wide(path: Path, names: list[str]) -> None:
    xlsx(path, [row(1, [*names, *(f"n{n}" for n in range(16_384 - len(names)))])])


def many_strings(path: Path, names: list[str]) -> None:
    """A string for every fourth tag that is let in, none of them in a cell."""
    strings = (f"<si><t>string {n}</t></si>" for n in range(370_000))
    xlsx(path, headed(names, [row(2, ["health", "Health"])]), strings=strings)


def one_string(path: Path, names: list[str]) -> None:
    """One string of 30 MB that every cell of 5,000 rows refers to."""
    string = chain(["<si><t>"], (told(MEGABYTE) for _ in range(28)), ["</t></si>"])
    rows = (referring(n, [0] * len(names)) for n in range(2, 5002))
    xlsx(path, headed(names, rows), strings=string)


def full_strings(path: Path, names: list[str]) -> None:
    """A string as long as a cell takes it, in all cells of 5,000 rows: 800 MB once it is read."""
    rows = (row(n, [f"row-{n}"])[: -len("</row>")] for n in range(2, 5002))
    cells = "".join('<c t="s"><v>0</v></c>' for _ in names[1:]) + "</row>"
    text = told(32_000)[:32_000]
    xlsx(path, headed(names, (one + cells for one in rows)), strings=[f"<si><t>{text}</t></si>"])


def formulas(path: Path, names: list[str]) -> None:
    cell = "<c><f>SUM(A1:A1048576)+%d</f><v>1</v></c>"
    line = "".join(cell % n for n in range(len(names)))
    xlsx(path, headed(names, (f'<row r="{n}">{line}</row>' for n in range(2, 5002))))


def many_styles(path: Path, names: list[str]) -> None:
    styles = (f'<xf numFmtId="{n}"/>' for n in range(1_400_000))
    xlsx(path, headed(names, [row(2, ["health", "Health"])]), styles=styles)


def many_names(path: Path, names: list[str]) -> None:
    defined = (f'<definedName name="n{n}">a!$A$1</definedName>' for n in range(600_000))
    xlsx(path, headed(names, [row(2, ["health", "Health"])]), names=defined)


# Words ----------------------------------------------------------------------------------------


def word(path: Path, names: list[str]) -> None:
    """A table of 50,000 rows."""
    cell = "<w:tc><w:p><w:r><w:t>%d</w:t></w:r></w:p></w:tc>"
    rows = ("<w:tr>" + cell % n + cell % (n * n) + "</w:tr>" for n in range(50_000))
    _document(path, chain(["<w:tbl>"], rows, ["</w:tbl>"]))


def word_paragraphs(path: Path, names: list[str]) -> None:
    _document(path, (f"<w:p><w:r><w:t>{n * n}</w:t></w:r></w:p>" for n in range(320_000)))


def _document(path: Path, pieces: Pieces) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    override = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
    relation = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES % override)
        archive.writestr("_rels/.rels", f"{RELATIONS}{relation}</Relationships>")
        head = f'<w:document xmlns:w="{WORDML}"><w:body>'
        _write(archive, "word/document.xml", head, pieces, "</w:body></w:document>")


Maker = Callable[[Path, list[str]], None]
FILES: dict[str, tuple[str, Maker]] = {
    "the largest that is taken, XLSX": ("xlsx", largest),
    "the largest that is taken, CSV": ("csv", largest_csv),
    "300,000 rows, XLSX": ("xlsx", many_rows),
    "300,000 rows, CSV": ("csv", many_rows_csv),
    "300,000 empty rows": ("xlsx", empty_rows),
    "a bomb of 2 GB": ("xlsx", bomb),
    "a bomb that lies": ("xlsx", bomb_that_lies),
    "a cell in the last row and column": ("xlsx", sparse),
    "16,384 columns": ("xlsx", wide),
    "370,000 strings": ("xlsx", many_strings),
    "one string of 30 MB in all cells": ("xlsx", one_string),
    "one full string in all cells": ("xlsx", full_strings),
    "5,000 rows of formulas": ("xlsx", formulas),
    "1,400,000 styles": ("xlsx", many_styles),
    "600,000 names": ("xlsx", many_names),
}
WORD_FILES: dict[str, tuple[str, Maker]] = {
    "a Word table of 50,000 rows": ("docx", word),
    "320,000 paragraphs in Word": ("docx", word_paragraphs),
}
