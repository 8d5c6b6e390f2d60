"""Word tables: nothing that the document shows in a cell is lost, whatever it is wrapped in."""

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from imports.matrix_cells import Row
from imports.matrix_files import read_grid

NAMESPACES = nsdecls("w") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def p(text):
    return f"<w:p>{r(text)}</w:p>"


def r(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def tc(content):
    return f"<w:tc>{content}</w:tc>"


def tbl(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def sdt(content):
    return f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def box(text):
    return f"<w:txbxContent>{p(text)}</w:txbxContent>"


def read(*blocks):
    """The text of each block that stands in the document's body."""
    document = Document()
    end = document.element.body[-1]
    for block in blocks:
        tag, rest = block[1:].split(">", 1)
        end.addprevious(parse_xml(f"<{tag} {NAMESPACES}>{rest}"))
    file = io.BytesIO()
    document.save(file)
    return [
        tuple(cell.text for cell in part.cells) if isinstance(part, Row) else part.text
        for part in read_grid(file.getvalue(), "a.docx", "compendium", {})
    ]


IN_A_CELL = {
    "nested table": (p("One") + tbl(tc(p("Two")) + tc(p("Three"))) + p("Four"),
                     "One\nTwo\nThree\nFour"),
    "tracked insertion": (f"<w:p>{r('One ')}<w:ins>{r('two')}</w:ins></w:p>", "One two"),
    "tracked deletion": (f"<w:p><w:del><w:r><w:delText>One</w:delText></w:r></w:del>{r('two')}"
                         "</w:p>", "two"),
    "tracked move": (f"<w:p><w:moveFrom>{r('One')}</w:moveFrom><w:moveTo>{r('two')}</w:moveTo>"
                     "</w:p>", "two"),
    "control in a line": (f"<w:p>{r('One ')}{sdt(r('two'))}</w:p>", "One two"),
    "control of lines": (p("One") + sdt(p("Two") + p("Three")), "One\nTwo\nThree"),
    "link": (f"<w:p>{r('One ')}<w:hyperlink>{r('two')}</w:hyperlink></w:p>", "One two"),
    "box that old programs read otherwise": (
        f"<w:p>{r('One')}<w:r><mc:AlternateContent><mc:Choice Requires='v'>{box('Two')}</mc:Choice>"
        f"<mc:Fallback>{box('Two')}</mc:Fallback></mc:AlternateContent></w:r></w:p>", "One\nTwo"),
    "breaks": ("<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr><w:r><w:t>One"
               "</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>too</w:t></w:r></w:p><w:p/>" + p("Three"),
               "One\ntwo\ttoo\n\nThree"),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_A_CELL)
def test_a_cell_has_all_that_is_shown_in_it(name):
    content, text = IN_A_CELL[name]
    assert read(tbl(tc(content) + tc(p("Beside")))) == [(text, "Beside")]


def test_controls_around_cells_rows_and_tables_hide_nothing():
    rows = [sdt(tc(p("One"))) + tc(p("Two")), tc(p("Three")) + tc(p("Four"))]
    table = tbl(*rows).replace("<w:tr><w:tc>", "<w:sdt><w:sdtContent><w:tr><w:tc>")
    table = table.replace("</w:tr></w:tbl>", "</w:tr></w:sdtContent></w:sdt></w:tbl>")
    assert read(sdt(p("Above")), sdt(table)) == ["Above", ("One", "Two"), ("Three", "Four")]
