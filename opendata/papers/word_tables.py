"""Tables of a Word document: a head that stands again on every page, and cells of blocks."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import BaseStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports.word_text import plain

from . import Table

SIZE, AFTER = Pt(9), Pt(3)
SHADE = "E8EEF0"
IN_CELL = "Cell "
STRONG = "Strong Line"


class CellStyles:
    """The styles of paragraphs in cells, smaller than those of the text, each made when first used.

    They are known by their ids: looking a style up by name takes longer than all the rest.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.ids: dict[str, str] = {}

    def id_of(self, name: str) -> str:
        """The id of the style as it is in cells."""
        if name not in self.ids:
            self.ids[name] = self._made(name).style_id
        return self.ids[name]

    def _made(self, name: str) -> BaseStyle:
        styles = self.document.styles
        style = styles.add_style(f"{IN_CELL}{name}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal" if name == STRONG else name]
        if name == STRONG:
            style.font.bold = True
        style.font.size, style.paragraph_format.space_after = SIZE, AFTER
        return style


def add_table(document: Document, table: Table, styles: CellStyles) -> WordTable:
    """The table with its head, as wide as the page's text; rows are added to it."""
    made = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    made.autofit = False
    section = document.sections[-1]
    width = section.page_width - section.left_margin - section.right_margin
    for column, share in zip(made.columns, table.widths, strict=True):
        column.width = width * share // sum(table.widths)
    for column, cell, name in zip(made.columns, made.rows[0].cells, table.head, strict=True):
        cell.width = column.width
        Inside(styles, cell).add_paragraph(plain(name)).runs[0].bold = True
        _shade(cell)
    _stands_again(made)
    _describe(made, table.caption)
    return made


class Inside:
    """A cell as paragraphs are added to it: smaller ones, and no headings of the document's own."""

    def __init__(self, styles: CellStyles, cell: _Cell) -> None:
        self.styles, self.cell, self.is_empty = styles, cell, True

    def add_paragraph(self, text: str = "", style: str | None = None) -> Paragraph:
        if self.is_empty:  # a cell is never without a paragraph
            self.is_empty, paragraph = False, self.cell.paragraphs[0]
        else:
            paragraph = self.cell.add_paragraph()
        paragraph._p.style = self.styles.id_of(style or "Normal")
        if text:
            paragraph.add_run(text)
        return paragraph

    def add_heading(self, text: str = "", level: int = 1) -> Paragraph:
        return self.add_paragraph(text, STRONG)


def _stands_again(made: WordTable) -> None:
    properties = made.rows[0]._tr.get_or_add_trPr()
    for tag in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(tag))


def _describe(made: WordTable, caption: str) -> None:
    """For who does not see the table; the heading above it says the same on paper."""
    element = OxmlElement("w:tblCaption")
    element.set(qn("w:val"), plain(caption))
    made._tbl.tblPr.append(element)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
