"""The text of a Word document, with the numbers and headings that Word shows and does not store.

A file is looked at as an archive before it is parsed; what is not understood is refused whole.
"""

from collections import defaultdict
from io import BytesIO
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from .sheet_archive import MEGABYTE, Limits, Unreadable, check_archive

LARGEST = 5 * MEGABYTE
LIMITS = Limits(size=LARGEST, unpacked=40 * MEGABYTE, tags=1_000_000, rows=0, columns=0)
OFFICE, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TOO_LARGE = _("The file is larger than %d MB.")
DAMAGED = _("This is no Word document (.docx), or it is damaged.")
OLD = _("This is a document of an old Word. Save it as .docx, or paste the text.")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class UnreadableWord(Exception):
    """The file is refused whole; `reason` is for the reader."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


def is_office(data: bytes) -> bool:
    return data.startswith((OFFICE, OLD_OFFICE))


def read_word(data: bytes) -> str:
    """Its paragraphs with blank lines between them, those of tables too, cell by cell.

    A paragraph in a heading's style is a line "# …"; a number that Word counts by itself stands
    before its paragraph. Raises UnreadableWord.
    """
    if data.startswith(OLD_OFFICE):
        raise UnreadableWord(OLD)
    if len(data) > LARGEST:
        raise UnreadableWord(TOO_LARGE % (LARGEST // MEGABYTE))
    try:
        check_archive(data, LIMITS)
        document = Document(BytesIO(data))
        numbering = _Numbering(document)
        blocks = [_line(one, numbering) for one in _paragraphs(document)]
    except Unreadable as fault:
        raise UnreadableWord(DAMAGED) from fault
    except Exception as fault:  # a broken file breaks the parser in a hundred ways
        raise UnreadableWord(DAMAGED) from fault
    return "\n\n".join(block for block in blocks if block.strip())


def _paragraphs(container: Any) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in container.iter_inner_content():
        if not isinstance(block, Table):
            found.append(block)
            continue
        for row in block.rows:
            seen: set[int] = set()  # a cell that spans columns is given once for each
            for cell in row.cells:
                if id(cell._tc) not in seen:
                    seen.add(id(cell._tc))
                    found += _paragraphs(cell)
    return found


def _line(paragraph: Paragraph, numbering: "_Numbering") -> str:
    number = numbering.next(paragraph)
    text = paragraph.text.strip()
    style = paragraph.style.name if paragraph.style is not None else ""
    if text and str(style).startswith("Heading"):
        return f"# {' '.join(f'{number} {text}'.split())}"
    return f"{number} {text}".strip() if text else ""


class _Numbering:
    """Numbers of lists, counted as Word counts them (ECMA-376, part 1, section 17.9)."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        part = _numbering_of(document)
        if part is None:
            return
        for one in part.findall(qn("w:abstractNum")):
            levels = one.findall(qn("w:lvl"))
            self.levels[one.get(qn("w:abstractNumId"))] = dict(map(_level, levels))
        for one in part.findall(qn("w:num")):
            self.lists[one.get(qn("w:numId"))] = _value(one, "w:abstractNumId")

    def next(self, paragraph: Paragraph) -> str:
        """What Word shows before the paragraph; empty for none and for bullets."""
        kind, depth = _place(paragraph)
        levels = self.levels.get(self.lists.get(kind, ""), {})
        if depth not in levels:
            return ""
        counts = self.counts[self.lists[kind]]
        first = levels[depth][2]
        counts[depth] = counts.get(depth, first - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        shown = levels[depth][1]
        for level, (style, _text, start) in levels.items():
            shown = shown.replace(f"%{level + 1}", _written(counts.get(level, start), style))
        return "" if levels[depth][0] == "bullet" else shown.strip()


def _numbering_of(document: Any) -> Any:
    try:
        return document.part.numbering_part.element
    except (KeyError, NotImplementedError):  # without any list
        return None


def _level(element: Any) -> tuple[int, tuple[str, str, int]]:
    start = _value(element, "w:start")
    parts = _value(element, "w:numFmt"), _value(element, "w:lvlText")
    return int(element.get(qn("w:ilvl"))), (*parts, int(start) if start.isdigit() else 1)


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return (found.get(qn("w:val")) or "") if found is not None else ""


def _place(paragraph: Paragraph) -> tuple[str, int]:
    """The list the paragraph is in, by itself or by its style, and how deep."""
    style = paragraph.style.element if paragraph.style is not None else None
    for element in (paragraph._p, style):
        properties = element.find(qn("w:pPr")) if element is not None else None
        found = properties.find(qn("w:numPr")) if properties is not None else None
        if found is not None:
            depth = _value(found, "w:ilvl")
            return _value(found, "w:numId"), int(depth) if depth.isdigit() else 0
    return "", 0


def _written(number: int, style: str) -> str:
    """The number as its level shows it; what we do not know is shown in figures."""
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman") and 0 < number < 40:
        letters = ""
        for value, sign in _ROMAN:
            letters += sign * (number // value)
            number %= value
        return letters.upper() if style == "upperRoman" else letters
    return "" if style in ("bullet", "none") else str(number)
