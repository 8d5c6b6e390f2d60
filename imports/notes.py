"""What an import tells a person: notes on a page's lines, refusals, reasons against an undo.

Each is a fixed code with the words it is about. They are kept that way, so that the command prints
English and a screen the reader's language.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from publication.languages import ENDONYMS

from .legacy_rows import WARNINGS

NOTES = {
    "unknown_entity": gettext_noop("Not a known entity, left out with its reports: {0}"),
    "ambiguous_entity": gettext_noop("More than one entity has this name, left out: {0}"),
    "entity_created": gettext_noop("Created as an institution; check what it is: {0}"),
    "entity_twice": gettext_noop("Named twice on the page; its reports are kept together: {0}"),
    "unknown_document": gettext_noop("Not a known document, left out with its paragraphs: {0}"),
    "ambiguous_document": gettext_noop("More than one document has this title, left out: {0}"),
    "document_without_date": gettext_noop("Not known and without a month and year, left out: {0}"),
    "document_created": gettext_noop("Created; check its kind, title and meeting: {0}"),
    "number_without_address": gettext_noop("This number gives no address, left out: {0}"),
    "paragraph_language": gettext_noop(
        "Paragraph {0} is written in another language than the page: {1}"
    ),
    "paragraph_conflict": gettext_noop(
        "Paragraph {0} has another text in the same language ({1}); left alone."
    ),
    "report_language": gettext_noop(
        "A report of {0} is written in another language than the page: {1}"
    ),
    "report_conflict": gettext_noop(
        "A report of {0} has another text in the same language ({1}); left alone."
    ),
    "report_corrected": gettext_noop(
        "A report of {0} was corrected or withdrawn since; no text was added ({1})."
    ),
    "ambiguous_citation": gettext_noop("Number {0} stands in more than one document: {1}"),
    "unresolved_citation": gettext_noop(
        "Number {0} stands in no document of the theme adopted by then."
    ),
    "repeated_citation": gettext_noop("A number is cited twice in one report and kept once: {0}"),
}
REFUSALS = {
    "too_large": gettext_noop("The file is too large."),
    "empty": gettext_noop("The file is empty."),
    "not_utf8": gettext_noop("The file is not UTF-8 text; save it as UTF-8."),
    "binary": gettext_noop("The file is binary, not a text."),
    "truncated": gettext_noop("The file is cut off."),
    "html": gettext_noop("The file is HTML; save the page as plain text."),
    "not_a_legacy_page": gettext_noop(
        "The file is not a legacy SISCA page: its headings are not there."
    ),
    "no_file": gettext_noop("{0} is not a file."),
    "unreadable_file": gettext_noop("{0} cannot be read: {1}."),
    "unknown_theme": gettext_noop("There is no theme “{0}”."),
    "unknown_language": gettext_noop("The language is one of {0}."),
    "unknown_person": gettext_noop("There is no person with the address {0}."),
    "busy": gettext_noop("Records were changed meanwhile, again and again; import once more."),
    "not_allowed": gettext_noop("The person who confirmed the import may no longer import."),
    "fault": gettext_noop("The import broke off with a fault of the portal: {0}"),
}
OBJECTIONS = {
    "not_done": gettext_noop("The import is not done, so there is nothing to take back."),
    "later_import": gettext_noop("A later import changed the same records."),
    "reports_went_on": gettext_noop("Reports of the import were changed or corrected since."),
    "edited": gettext_noop("Records of the import were edited since."),
    "built_upon": gettext_noop("Records that came later point at what the import made."),
}
SENTENCES = {**WARNINGS, **NOTES, **REFUSALS, **OBJECTIONS}
"""English sentences by code; `worded` says them in the reader's language."""

LANGUAGE_SECOND = {"paragraph_language", "paragraph_conflict", "report_language",
                   "report_conflict", "report_corrected"}  # fmt: skip
"""Codes whose second word is the code of a language."""


def in_english(code: str, *words: str) -> str:
    """The sentence of `code` about `words`. Raises KeyError for a code that has none."""
    return SENTENCES[code].format(*words, quote=words[0] if words else "")


def worded(code: str, *words: str) -> str:
    """The same sentence in the active language; a code not known any more stays as it is."""
    if code not in SENTENCES:
        return " ".join((code, *words))
    if code in LANGUAGE_SECOND:
        words = (words[0], ENDONYMS.get(words[1], words[1]))
    return gettext(SENTENCES[code]).format(*words, quote=words[0] if words else "")


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one line of a page that a person should look at."""

    line: int
    code: str
    words: tuple[str, ...]

    @property
    def message(self) -> str:
        return in_english(self.code, *self.words)

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "code": self.code, "message": self.message}


class Refused(Exception):
    """The import cannot be done. `str()` is one sentence in English.

    `message` is a more exact English sentence than that of the code, where there is one.
    """

    def __init__(self, code: str, *words: str, message: str = "") -> None:
        super().__init__(message or in_english(code, *words))
        self.code, self.words = code, words

    def worded(self) -> str:
        return worded(self.code, *self.words)
