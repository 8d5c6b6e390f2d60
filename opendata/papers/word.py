"""A document to take away as Word writes it: real styles, the language of each text."""

from typing import IO

import docx
from django.utils import timezone
from django.utils.translation import gettext
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Cm, RGBColor
from docx.text.paragraph import Paragraph

from reports.word_text import (
    Container,
    add_html,
    mark_language,
    plain,
    set_facts,
    set_language,
)

from . import Block, Paper, Progress, no_progress
from .word_front import add_cover, add_page_number, mark_heading
from .word_tables import CellStyles, Inside, add_table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LEVELS = {"h2": 1, "h3": 2, "h4": 3}
QUIET = RGBColor(0x51, 0x60, 0x6A)
MARGIN = Cm(1.8)  # of pages that lie


def write_word(
    paper: Paper, file: IO[bytes], source: str, progress: Progress = no_progress
) -> None:
    """Write the document; `source` says at its end where it comes from."""
    document = docx.Document()
    set_language(document, paper.language)
    small = document.styles["Caption"].font
    small.bold, small.color.rgb = False, QUIET
    author = gettext("Summits of the Americas")
    set_facts(document, title=paper.title, author=author, moment=paper.moment or timezone.now())
    _title(document, paper)
    _Writer(document, paper, progress).write()
    document.add_paragraph(plain(source), style="Caption")
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = plain(paper.cover.made_from if paper.cover else paper.address)
    if paper.cover:
        add_page_number(footer)
    document.save(file)


def _title(document: Document, paper: Paper) -> None:
    run = document.add_heading(level=0).add_run(plain(paper.title))
    if paper.title_language and paper.title_language != paper.language:
        mark_language(run, paper.title_language)
    if paper.is_demonstration:
        mark = gettext("Demonstration: invented records, to show how the portal works.")
        document.sections[0].header.paragraphs[0].text = mark
        document.add_paragraph(mark).runs[0].bold = True
    if paper.cover:
        add_cover(document, paper)


class _Writer:
    """Blocks one after the other, in parts whose pages stand or lie."""

    def __init__(self, document: Document, paper: Paper, progress: Progress) -> None:
        self.document, self.paper, self.progress = document, paper, progress
        self.headings = 0
        self.in_cells, self.small = CellStyles(document), document.styles["Caption"].style_id

    def write(self) -> None:
        done, is_wide = 0, False
        for turns, blocks in self.paper.parts:
            if turns != is_wide:
                is_wide = turns
                _turn(self.document)
            for block in blocks:
                if block.is_table:
                    self._table(block)
                else:
                    self._block(block, self.document)
                done += 1
                self.progress(done, len(self.paper.blocks))

    def _table(self, table) -> None:
        made = add_table(self.document, table, self.in_cells)
        for row in table.rows:
            cells = made.add_row().cells
            for width, cell, text in zip(made.columns, cells, row, strict=True):
                cell.width = width.width
                inside = Inside(self.in_cells, cell)
                for block in text.blocks:
                    self._block(block, inside)

    def _block(self, block: Block, container: Container) -> None:
        language = block.language if block.language != self.paper.language else ""
        if block.level:
            tag = f"h{block.level + 1}"
            made = add_html(container, f"<{tag}>{block.html}</{tag}>", language, LEVELS)
            if self.paper.cover:
                self._in_contents(made[0], block)
            return
        for paragraph in add_html(container, block.html, language):
            if block.is_note or block.is_mark:
                paragraph._p.style = self.small
            if block.is_mark:  # what staff look for before the document goes out
                paragraph.paragraph_format.keep_with_next = True
                for run in paragraph.runs:
                    run.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def _in_contents(self, heading: Paragraph, block: Block) -> None:
        """What the contents lead to; the first heading begins a page of its own."""
        mark_heading(heading, block, self.headings)
        heading.paragraph_format.page_break_before = self.headings == 0 or None
        self.headings += 1


def _turn(document: Document) -> None:
    """Begin a page that lies where the last one stood, or the other way round."""
    last = document.sections[-1]
    size = last.page_height, last.page_width
    section = document.add_section()
    section.page_width, section.page_height = size
    lies = section.page_width > section.page_height
    section.orientation = WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT
    section.different_first_page_header_footer = False
    if lies:
        section.left_margin = section.right_margin = MARGIN
        section.top_margin = section.bottom_margin = MARGIN
    else:
        first = document.sections[0]
        section.left_margin, section.right_margin = first.left_margin, first.right_margin
        section.top_margin, section.bottom_margin = first.top_margin, first.bottom_margin
