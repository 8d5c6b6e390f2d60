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
    "resource_cut": gettext_noop("The title of a resource is too long and was cut: {0}…"),
    "body_created": gettext_noop("Created from its heading; check what it is: {0}"),
    "near_duplicate": gettext_noop(
        "{0} stands here a second time, with nearly the same words as in line {1}."
    ),
    "near_report": gettext_noop("{0} has said nearly the same in its report of {1}."),
    "activity_otherwise": gettext_noop(
        "Activity {0} has another wording in the same language ({1}); the first one stays."
    ),
    "activity_without_number": gettext_noop(
        "This activity has no number and no known wording; it is kept in the report: {0}"
    ),
    "block_without_columns": gettext_noop(
        "The columns of {0} cannot be told apart; the text is kept whole, as one section."
    ),
    "compendium_year": gettext_noop("{0} gives no date; its report is dated by the year {1}."),
    "objective_without_number": gettext_noop("An objective has no number and is given {0}."),
    "action_cell_empty": gettext_noop(
        "The cell of the action is empty; what stands beside it is taken for the action."
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
    "old_office": gettext_noop("Save the file as .docx, .xlsx, .csv or plain text."),
    "damaged": gettext_noop("The file is damaged or not what its name says."),
    "no_table": gettext_noop("The file holds no table."),
    "no_columns": gettext_noop(
        "The file has no table whose column headings this layout knows. "
        "If it is of another layout, choose that one."
    ),
    "no_rows": gettext_noop("The table has no rows below its headings."),
    "no_year": gettext_noop("The file names no year; say which one it is about."),
    "no_date": gettext_noop("The file names no day; say which year it is of."),
    "unknown_year": gettext_noop("The year {0} is not one of the Organization’s."),
    "unknown_layout": gettext_noop("The layout is one of {0}."),
    "unknown_programme": gettext_noop("There is no document “{0}”."),
    "no_file": gettext_noop("{0} is not a file."),
    "unreadable_file": gettext_noop("{0} cannot be read: {1}."),
    "unknown_theme": gettext_noop("There is no theme “{0}”."),
    "unknown_language": gettext_noop("The language is one of {0}."),
    "unknown_person": gettext_noop("There is no person with the address {0}."),
    "busy": gettext_noop("Records were changed meanwhile, again and again; import once more."),
    "not_allowed": gettext_noop("The person who confirmed the import may no longer import."),
    "sheet_rows_refused": gettext_noop("Rows that cannot be written (any more): {0}."),
    "sheet_report_moved": gettext_noop("Report {0} has changed meanwhile; import once more."),
    "fault": gettext_noop("The import broke off with a fault of the portal: {0}"),
}
CELLS = {
    "cell_formula": gettext_noop("A formula is not a text."),
    "cell_not_text": gettext_noop("The cell holds a date or a yes/no value, not a text."),
    "cell_character": gettext_noop("There is a character that is not allowed."),
    "cell_brimming": gettext_noop("The text fills its cell to the brim and may be cut off."),
    "cell_unreadable": gettext_noop("The cell cannot be read."),
    "cell_one_line": gettext_noop("Write it in one line."),
    "cell_too_long": gettext_noop("Longer than {0} characters."),
    "cell_choice": gettext_noop("Write one of these: {0}."),
    "cell_day": gettext_noop("Write a day as 2015-04-10."),
    "cell_date": gettext_noop("Write a date as 2015-04-10, 2015-04 or 2015."),
    "cell_number": gettext_noop("Write a whole number."),
    "cell_number_between": gettext_noop("Write a whole number from {0} to {1}."),
    "cell_decimal": gettext_noop(
        "Write a number such as 1234.5, with at most four decimals and 15 digits in all."
    ),
    "cell_slug": gettext_noop(
        "Write small letters without accents, digits and hyphens, such as “climate-change”."
    ),
    "cell_url": gettext_noop("Write a whole address that begins with https://."),
    "cell_unknown": gettext_noop("There is no record “{0}”."),
    "cell_said_of_paragraph": gettext_noop("“{0}” is not in the form “document/paragraph = …”."),
    "sheet_read_only": gettext_noop("This column is not to be changed in a sheet."),
    "sheet_needed": gettext_noop("A new record needs this."),
    "sheet_twice": gettext_noop("The same record stands in an earlier row."),
    "sheet_unknown_id": gettext_noop("No record has this identifier."),
    "sheet_taken": gettext_noop("“{0}” belongs to {1} already."),
    "sheet_no_text": gettext_noop("The record needs this in one language at least."),
    "sheet_no_main_text": gettext_noop("Without it there can be no {0} either."),
    "sheet_department": gettext_noop("A department is part of another entity; nothing else is."),
    "sheet_subregion": gettext_noop("A state lies in a subregion."),
    "sheet_iso": gettext_noop("An ISO 3166-1 code is two capital letters."),
    "sheet_state_code": gettext_noop("A state has an ISO 3166-1 code; nothing else has one."),
    "sheet_address": gettext_noop("By its number the paragraph gets the identifier {0}."),
    "sheet_end_date": gettext_noop(
        "A paragraph has a date of change exactly when it is not active."
    ),
    "sheet_baseline": gettext_noop("A baseline has a year, and only a baseline has one."),
    "sheet_target": gettext_noop("A target has a year, and only a target has one."),
    "sheet_goal": gettext_noop("Write a goal or one of its targets, such as 10 or 10.7: {0}."),
    "sheet_not_broken_down": gettext_noop("The indicator is not broken down by this."),
    "sheet_value_there": gettext_noop("Value {0} is for the same year and group already."),
    "sheet_value_twice": gettext_noop("Row {0} is for the same year and group already."),
    "sheet_no_report_text": gettext_noop("A report says what was done, in one language at least."),
    "sheet_no_original": gettext_noop("There is no text in the original language, {0}."),
    "sheet_which_original": gettext_noop("Say which of the languages is the original."),
    "sheet_several_sections": gettext_noop(
        "The report has several texts of this kind: correct it on screen."
    ),
    "sheet_out_of_scope": gettext_noop("A paragraph is not on the themes of the report."),
    "sheet_not_cited": gettext_noop("A paragraph is named that the report does not cite."),
    "sheet_open_edition": gettext_noop("Another edition of this report is on its way already."),
    "sheet_there_already": gettext_noop(
        "The same text of the same day is there already: report {0}."
    ),
    "sheet_moved": gettext_noop(
        "The record has changed since the preview: bring the row in again."
    ),
}
OBJECTIONS = {
    "not_done": gettext_noop("The import is not done, so there is nothing to take back."),
    "later_import": gettext_noop("A later import changed the same records."),
    "reports_went_on": gettext_noop("Reports of the import were changed or corrected since."),
    "edited": gettext_noop("Records of the import were edited since."),
    "built_upon": gettext_noop("Records that came later point at what the import made."),
    "moved": gettext_noop("Some of it has changed meanwhile. Look at it again."),
}
SENTENCES = {**WARNINGS, **NOTES, **REFUSALS, **CELLS, **OBJECTIONS}
"""English sentences by code; `worded` says them in the reader's language."""

LANGUAGE_SECOND = {"paragraph_language", "paragraph_conflict", "report_language",
                   "report_conflict", "report_corrected", "activity_otherwise"}  # fmt: skip
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
