"""The first pages of a Word document that is drafted: its cover, and the field of its contents."""

from html import unescape

from django.utils.translation import gettext
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from publication.languages import ENDONYMS
from reports.word_text import PROPERTY_LENGTH, mark_language, plain

from . import Block, Paper

CONTENTS = 'TOC \\o "1-3" \\h \\z \\u'
INDENT, ABOVE_TITLE = Pt(14), Pt(150)


def add_cover(document: Document, paper: Paper) -> None:
    """The cover around the title that is there, then the contents."""
    cover = paper.cover
    title = document.paragraphs[0]
    title.paragraph_format.space_before = ABOVE_TITLE
    symbol = cover.symbol or gettext("[Document symbol]")
    for line in (gettext("Summits of the Americas"), symbol, cover.day, ENDONYMS[paper.language]):
        above = title.insert_paragraph_before(plain(line))
        above.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    subtitle = document.add_paragraph(style="Subtitle").add_run(plain(cover.subtitle))
    if cover.subtitle_language != paper.language:
        mark_language(subtitle, cover.subtitle_language)
    document.add_paragraph().add_run(plain(cover.made_from)).bold = True
    document.sections[0].different_first_page_header_footer = True
    properties = document.core_properties
    properties.subject = plain(cover.subtitle)[:PROPERTY_LENGTH]
    properties.identifier = plain(cover.symbol)[:PROPERTY_LENGTH]
    properties.comments = plain(cover.made_from)[:PROPERTY_LENGTH]
    properties.version = cover.version
    _add_contents(document, paper.headings)


def _add_contents(document: Document, headings: list[Block]) -> None:
    """A field that Word fills anew when it opens the document; until then it names the headings."""
    title = document.add_paragraph(gettext("Contents"), style="TOC Heading")
    title.paragraph_format.page_break_before = True
    first = last = None
    for block in headings:
        last = _entry(document, block)
        first = first or last
    if first is None:
        first = last = document.add_paragraph()
    begin = _field("begin")
    begin.find(qn("w:fldChar")).set(qn("w:dirty"), "true")
    place = 0 if first._p.pPr is None else 1
    first._p[place:place] = [begin, _instruction(CONTENTS), _field("separate")]
    last._p.append(_field("end"))


def _entry(document: Document, block: Block) -> Paragraph:
    paragraph = document.add_paragraph(style=_contents_style(document, block.level))
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), block.anchor)
    run = paragraph.add_run(plain(unescape(block.html)))
    link.append(run._r)
    run = paragraph.add_run("\t")
    link.append(run._r)
    for element in (
        _field("begin"), _instruction(f"PAGEREF {block.anchor} \\h"), _field("separate"),
        _field("end"),
    ):  # fmt: skip
        link.append(element)
    paragraph._p.append(link)
    return paragraph


def _contents_style(document: Document, level: int):
    """The style of a line in the contents, by the name under which Word knows it."""
    name = f"toc {level}"
    if name in document.styles:
        return document.styles[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.base_style = document.styles["Normal"]
    style.paragraph_format.left_indent = INDENT * (level - 1)
    style.paragraph_format.space_after = Pt(3)
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    style.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    return style


def mark_heading(heading: Paragraph, block: Block, number: int) -> None:
    """What a line of the contents leads to; numbers are not given twice."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), block.anchor)
    heading._p.insert_element_before(start, "w:r")
    heading._p.append(end)


def add_page_number(paragraph: Paragraph) -> None:
    """The page's number behind what the paragraph says."""
    paragraph.add_run(" · ")
    for element in (_field("begin"), _instruction("PAGE"), _field("separate"), _field("end")):
        paragraph._p.append(element)


def _field(kind: str) -> BaseOxmlElement:
    return _run("w:fldChar", kind=kind)


def _instruction(text: str) -> BaseOxmlElement:
    return _run("w:instrText", text=f" {text} ")


def _run(tag: str, *, kind: str = "", text: str = "") -> BaseOxmlElement:
    run, element = OxmlElement("w:r"), OxmlElement(tag)
    if kind:
        element.set(qn("w:fldCharType"), kind)
    if text:
        element.set(qn("xml:space"), "preserve")
        element.text = text
    run.append(element)
    return run
