"""Reads a legacy SISCA theme page: text in, plain rows out, no database.

A page is a text dump whose structure is carried by bullets and indentation:

* `  • NAME` (two spaces) is a heading or, after the headings, an entity. Texts stand at four spaces
  or more, so such a line is never part of a body, whatever it says.
* Under "Paragraphs Related to the Theme", `      • NAME - PLACE - MONTH YEAR` opens a document (the
  first one is printed `    • • …`) and `      • NUMBER:` a paragraph. Any other line, bulleted or
  not, is text of the paragraph above it.
* Under an entity, `    • Date:  M/D/YYYY    Paragraphs: N, N` opens a report and the body runs to
  the next such line. Only a line with both labels in the page's own language and a day of the
  calendar counts; every other bullet is body text.
* `    • Related Resources` ends the reports of an entity: the last such line after its last report.
  One title per line.

A line that nearly fits is reported in a warning and stays in the text around it; a line that
belongs to no record is quoted in its warning. Texts lose the indentation common to their lines and
their outer blank lines, nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from .legacy_documents import documents
from .legacy_file import UnreadablePage, read
from .legacy_labels import LABELS, PAGE_LANGUAGES, SPACE, fold, is_one_of
from .legacy_reports import reports_and_resources
from .legacy_rows import (
    DocumentRow,
    EntityRow,
    Page,
    PageWarning,
    ParagraphRow,
    ReportRow,
    ResourceRow,
    warning,
)
from .legacy_text import Line

__all__ = [
    "DocumentRow",
    "EntityRow",
    "Page",
    "PageWarning",
    "ParagraphRow",
    "ReportRow",
    "ResourceRow",
    "UnreadablePage",
    "parse",
    "read",
]

OUTER_BULLET = re.compile(rf"^ {{2}}•{SPACE}+(\S.*)$", re.MULTILINE)
CUT_OFF = (
    "The file is cut off below {entity}; if it is complete, end its last line with a line break."
)
CLOSED_SENTENCE = re.compile(r"[.!?…][)\]\"'”’»]*$")


def parse(text: str) -> Page:
    """The page in `text`, as `read` returns it.

    Raises `UnreadablePage`: not_a_legacy_page (its headings are not there) or truncated (it ends
    before the first entity, or visibly within what stands below the last one).
    """
    language = ""
    headings: list[str] = []
    document_rows: list[DocumentRow] = []
    entity_rows: list[EntityRow] = []
    warnings: list[PageWarning] = []
    for block in _blocks(text):
        if not entity_rows and (heading := PAGE_LANGUAGES.get(fold(block.name))):
            language = language or heading
            headings.append(block.name)
            document_rows += documents(block.lines, warnings)
        elif language:
            found = reports_and_resources(block.lines, block.name, language, warnings)
            entity_rows.append(EntityRow(block.line, block.name, *found))
    if not any(is_one_of(name, LABELS[language].paragraphs_of_theme) for name in headings):
        raise UnreadablePage("not_a_legacy_page")
    if not entity_rows:
        raise UnreadablePage("truncated", "The file is cut off: the page lists no entity.")
    _check_end(block, entity_rows[-1], warnings)
    warnings.sort(key=lambda found: found.line)
    return Page(language, tuple(document_rows), tuple(entity_rows), tuple(warnings))


@dataclass(frozen=True)
class _Block:
    """A line with an outer bullet, and the lines below it."""

    line: int
    name: str
    lines: list[Line]


def _blocks(text: str) -> Iterator[_Block]:
    """The blocks of the page, split into lines one block at a time: a page can be long."""
    openings = list(OUTER_BULLET.finditer(text))
    line, counted = 1, 0
    for opening, following in zip_longest(openings, openings[1:]):
        line += text.count("\n", counted, opening.start())
        counted = opening.start()
        below = text[opening.end() : following.start() if following else None].split("\n")
        yield _Block(line, opening[1].strip(), list(enumerate(below, start=line)))


def _check_end(block: _Block, entity: EntityRow, warnings: list[PageWarning]) -> None:
    """Refuse a page that visibly breaks off in its last entity; warn of one that may.

    A file cut at a random place ends in the middle of a line: no line end, no end of a sentence.
    """
    filled = (line for line in reversed(block.lines) if line[1].strip())
    number, last_line = next(filled, (block.line, block.name))
    after_last_break = block.lines[-1][1]
    report = entity.reports[-1] if entity.reports else None
    codes = {found.code for found in warnings if block.line < found.line <= number}
    is_body = bool(report and report.body.split("\n")[-1].strip() == last_line.strip())
    is_text = is_body or (not report and "text_outside" in codes)
    if (
        "no_reports" in codes
        or (report and report.line == number)
        or (report and after_last_break.startswith("    ") and after_last_break.isspace())
        or (is_text and after_last_break and not CLOSED_SENTENCE.search(last_line.rstrip()[-8:]))
    ):
        raise UnreadablePage("truncated", CUT_OFF.format(entity=entity.name))
    if is_body:
        warnings.append(warning(entity.line, "ends_in_report", entity.name))
