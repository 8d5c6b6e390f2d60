"""The text of Word documents: what Word shows and does not store, and files that are refused."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from reports.word_reading import LARGEST, UnreadableWord, read_word


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_list(document, number: str, levels: str) -> None:
    """A list of the document's own: `levels` are its w:lvl elements."""
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="9{number}">{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="9{number}"/></w:num>'
    ))  # fmt: skip


def level(depth: int, style: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def add(document, text: str, number: str, depth: int = 0) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    place = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(depth)), ("w:numId", number)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        place.append(element)
    properties.append(place)


def test_numbers_are_counted_as_word_counts_them():
    document = Document()
    levels = level(0, "decimal", "%1.", 17) + level(1, "decimal", "%1.%2")
    add_list(document, "50", levels + level(2, "lowerLetter", "(%3)"))
    for text, depth in (
        ("A", 0), ("B", 1), ("C", 1), ("a", 2), ("b", 2), ("D", 0), ("E", 1), ("c", 2),
    ):  # fmt: skip
        add(document, text, "50", depth)
    assert read_word(saved(document)).split("\n\n") == [
        "17. A", "17.1 B", "17.2 C", "(a) a", "(b) b", "18. D", "18.1 E", "(a) c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "shown"),
    [("upperRoman", "IV. x"), ("lowerRoman", "iv. x"), ("upperLetter", "D. x"), ("bullet", "x"),
     ("none", ". x"), ("ordinalText", "4. x")],
)  # fmt: skip
def test_number_is_written_as_its_list_says(style, shown):
    document = Document()
    add_list(document, "50", level(0, style, "%1.", 4))
    add(document, "x", "50")
    assert read_word(saved(document)) == shown


def test_headings_line_breaks_and_cells_that_span_are_given_once():
    document = Document()
    document.add_heading("Title", 0)
    document.add_heading("Health\nfor all", 2)
    document.add_paragraph("")
    table = document.add_table(1, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "One\ncell"
    assert read_word(saved(document)) == "Title\n\n# Health for all\n\nOne\ncell"


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<" * (50 * 1024 * 1024))
    return file.getvalue()


REFUSED = {
    "old": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100,
    "broken": lambda: b"PK\x03\x04" + b"\0" * 100,
    "cut off": lambda: saved(Document())[:-200],
    "too large": lambda: b"PK\x03\x04" + b"\0" * LARGEST,
    "bomb": bomb,
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_whole(case):
    with pytest.raises(UnreadableWord):
        read_word(REFUSED[case]())


def test_zip_that_is_no_word_document_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(UnreadableWord):
        read_word(file.getvalue())
