"""The plain rows a legacy SISCA page consists of; every row knows its line, counted from 1."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """One mandate: its number as printed ("2.8", "14 bis") and its text."""

    line: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A Summit document. `title` is as printed; `date` an ISO month, empty if none is printed."""

    line: int
    title: str
    name: str
    place: str
    date: str
    paragraphs: tuple[ParagraphRow, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report. A stub has no `body`; `available_in` names the language its text exists in."""

    line: int
    date: datetime.date
    citations: tuple[str, ...]
    citations_as_printed: str
    body: str
    available_in: str | None


@dataclass(frozen=True, slots=True)
class ResourceRow:
    line: int
    title: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A state or institution the page lists; without reports it is silent."""

    line: int
    name: str
    reports: tuple[ReportRow, ...]
    resources: tuple[ResourceRow, ...]


@dataclass(frozen=True, slots=True)
class PageWarning:
    """Something to look at: its line, a fixed code, a sentence, and the page's words it quotes."""

    line: int
    code: str
    message: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page, every tuple in the page's order."""

    language: str
    documents: tuple[DocumentRow, ...]
    entities: tuple[EntityRow, ...]
    warnings: tuple[PageWarning, ...]


WARNINGS: dict[str, str] = {
    "text_outside": gettext_noop("This line is part of no record and is left out: {quote}"),
    "undated_document": gettext_noop("This document has no month and year: {quote}"),
    "broken_number": gettext_noop(
        "This is not a paragraph number and stays in the text above: {quote}"
    ),
    "paragraph_without_text": gettext_noop("Paragraph {quote} has no text."),
    "broken_report_line": gettext_noop(
        "This opens no report, for lack of a date or of the paragraphs: {quote}"
    ),
    "unclear_citation": gettext_noop(
        "This is not a paragraph number and is kept as typed: {quote}"
    ),
    "unknown_stub_language": gettext_noop("The portal does not have this language: {quote}"),
    "report_without_text": gettext_noop("This report of {quote} has no text."),
    "no_reports": gettext_noop("{quote} is announced with reports but has none."),
    "ends_in_report": gettext_noop(
        "The page ends within a report of {quote}; make sure the file is complete."
    ),
}
"""English sentences by code; a screen in another language translates the code."""


def warning(line: int, code: str, quote: str) -> PageWarning:
    """The warning `code` about the words `quote`. Raises KeyError for a code not in `WARNINGS`."""
    return PageWarning(line, code, WARNINGS[code].format(quote=quote), quote)
