"""Sanitised HTML, as publication.rendering makes it, into paragraphs of a Word document."""

import datetime
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Protocol

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from publication.languages import language_tag

# What XML cannot hold; one such character would stop the whole document.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
PROPERTY_LENGTH = 255  # letters; a document itself has the whole title
HEADINGS = {"h2": 2, "h3": 2, "h4": 3, "h5": 4}
LISTS = {"ul": "List Bullet", "ol": "List Number"}


def plain(text: object) -> str:
    """Text that a Word document can hold."""
    return _NOT_IN_XML.sub("", str(text))


def set_language(document: Document, code: str) -> None:
    """For spelling and for screen readers, in the styles and in the document's own facts."""
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language_tag(code))
    document.core_properties.language = language_tag(code)


def set_facts(document: Document, *, title: str, author: str, moment: datetime.datetime) -> None:
    """What the document is, by whom, as of when; instead of what the template says of itself."""
    facts = document.core_properties
    facts.title, facts.author = plain(title)[:PROPERTY_LENGTH], plain(author)[:PROPERTY_LENGTH]
    facts.created = facts.modified = moment.astimezone(datetime.UTC)
    facts.comments = ""


def mark_language(run: Run, code: str) -> None:
    """Say of a few words that they are in another language than the document."""
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language_tag(code))
    run._r.get_or_add_rPr().append(element)


class Container(Protocol):
    """What paragraphs are added to: a document, or something inside one."""

    def add_paragraph(self, text: str = "", style: str | None = None) -> Paragraph: ...

    def add_heading(self, text: str = "", level: int = 1) -> Paragraph: ...


def add_html(
    container: Container, html: str, language: str = "", levels: Mapping[str, int] = HEADINGS
) -> list[Paragraph]:
    """Add the blocks of `html` at the end, with their real styles; returns the paragraphs.

    `language` is theirs where it is not the document's; `levels` are those of the headings.
    """
    writer = _Writer(container, language, levels)
    writer.feed(html)
    writer.close()
    return writer.paragraphs


def list_start(start: str | None) -> int:
    """Where a list starts; HTML that was cleaned may still say anything."""
    return int(start) if start and start.isascii() and start.isdigit() and len(start) < 10 else 1


def _numbered_from(paragraph: Paragraph, number: int) -> int:
    """Begin a list at the paragraph, whose style is a list's; returns what the list is called."""
    numbering = paragraph.part.numbering_part.element
    style = paragraph.style
    while style.element.pPr is None or style.element.pPr.numPr is None:
        style = style.base_style
    own = style.element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(own).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(number)
    return made.numId


class _Writer(HTMLParser):
    """One paragraph for each block; bold, italics, links as text with their address."""

    def __init__(self, container: Container, language: str, levels: Mapping[str, int]) -> None:
        super().__init__(convert_charrefs=True)
        self.container, self.language, self.levels = container, language, levels
        self.paragraphs: list[Paragraph] = []
        self.paragraph: Paragraph | None = None
        self.lists: list[str] = []
        self.numbers: list[int] = []  # of each open list: minus its start, then its name
        self.marks: list[str] = []
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LISTS:
            self.lists.append(tag)
            self.numbers.append(-list_start(dict(attrs).get("start")))
        elif tag in self.levels:
            self.paragraph = self._keep(self.container.add_heading(level=self.levels[tag]))
        elif tag == "li":
            self.paragraph = self._item()
        elif tag in ("p", "blockquote", "tr") and not self._is_fresh():
            style = "Quote" if tag == "blockquote" else None
            self.paragraph = self._keep(self.container.add_paragraph(style=style))
        elif tag in ("strong", "em", "th"):
            self.marks.append(tag)
        elif tag == "br":
            self._write("\n")
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""

    def _keep(self, paragraph: Paragraph) -> Paragraph:
        self.paragraphs.append(paragraph)
        return paragraph

    def _item(self) -> Paragraph:
        """An item; each numbered list has numbers of its own."""
        depth = min(len(self.lists), 3)
        style = LISTS[self.lists[-1]] if self.lists else "List Bullet"
        style = f"{style} {depth}" if depth > 1 else style
        paragraph = self._keep(self.container.add_paragraph(style=style))
        if self.lists and self.lists[-1] == "ol":
            if self.numbers[-1] <= 0:
                self.numbers[-1] = _numbered_from(paragraph, -self.numbers[-1])
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = self.numbers[-1]
        return paragraph

    def _is_fresh(self) -> bool:
        """An item or a quotation has begun, and its own paragraph begins in it."""
        return self.paragraph is not None and not self.paragraph.text

    def handle_endtag(self, tag: str) -> None:
        if tag in LISTS and self.lists:
            self.lists.pop()
            self.numbers.pop()
        elif tag in ("strong", "em", "th") and tag in self.marks:
            self.marks.remove(tag)
        elif tag == "a" and self.address:
            self._write(f" ({self.address})")
            self.address = ""
        if tag in ("p", "li", "blockquote", "tr", *self.levels):
            self.paragraph = None
        elif tag in ("td", "th"):
            self._write(" | ")

    def handle_data(self, data: str) -> None:
        if data.strip() or self.paragraph is not None:
            self._write(data.replace("\n", " "))

    def _write(self, text: str) -> None:
        if self.paragraph is None:
            self.paragraph = self._keep(self.container.add_paragraph())
        run = self.paragraph.add_run(plain(text))
        run.bold = bool({"strong", "th"} & set(self.marks)) or None
        run.italic = "em" in self.marks or None
        if self.language:
            mark_language(run, self.language)
