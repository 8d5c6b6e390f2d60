"""What an import wants a person to look at, each with the line of the page it is about."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Note:
    line: int
    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "code": self.code, "message": self.message}


MESSAGES = {
    "unknown_entity": "Not a known entity, left out with its reports: {0}",
    "ambiguous_entity": "More than one entity has this name, left out: {0}",
    "entity_created": "Created as an institution; check what it is: {0}",
    "unknown_document": "Not a known document, left out with its paragraphs: {0}",
    "ambiguous_document": "More than one document has this title, left out: {0}",
    "document_without_date": "Not known and without a month and year, left out: {0}",
    "document_created": "Created; check its kind, title and meeting: {0}",
    "number_without_address": "This number gives no address, left out: {0}",
    "paragraph_language": "Paragraph {0} is written in another language than the page: {1}",
    "paragraph_conflict": "Paragraph {0} has another text in the same language ({1}); left alone.",
    "report_language": "A report of {0} is written in another language than the page: {1}",
    "report_conflict": "A report of {0} has another text in the same language ({1}); left alone.",
    "report_corrected": "A report of {0} was corrected since; no text was added ({1}).",
    "ambiguous_citation": "Number {0} stands in more than one document: {1}",
    "unresolved_citation": "Number {0} stands in no document of the theme adopted by then.",
    "repeated_citation": "Number {0} is cited twice in one report and kept once.",
}
"""English sentences by code; a screen in another language translates the code."""


def note(line: int, code: str, *words: str) -> Note:
    """The note `code` about `words`. Raises KeyError for a code that is not in `MESSAGES`."""
    return Note(line, code, MESSAGES[code].format(*words))
