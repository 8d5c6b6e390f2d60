"""What a reader gets of a record: a text together with its true language and state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .languages import LANGUAGES, TextState, chain, column, is_outdated, page_language

if TYPE_CHECKING:
    from .translated import Translated

# The attribute under which `read_in` loads what translations are compared with.
SOURCE_READ = "source_read"
# For each reader, the languages offered with their places in LANGUAGES, for texts in a row.
_PLACES = {
    language: tuple((code, LANGUAGES.index(code)) for code in chain(language))
    for language in LANGUAGES
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as a reader gets it. `wanted` is the reader's language, `language` the text's own."""

    text: str
    language: str
    wanted: str
    state: str
    stale: bool = False
    others: tuple[str, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """True when the text is not in the reader's language."""
        return self.language != self.wanted

    @property
    def is_machine(self) -> bool:
        return self.state == TextState.MACHINE

    def __str__(self) -> str:
        return self.text


def read_name(field: str, language: str) -> str:
    """The attribute under which `read_in` loads the one text of `field`."""
    return f"{field}_read_{language.replace('-', '_')}"


def passage(record: "Translated | None", field: str, language: str) -> Passage | None:
    """The text of `field` for a reader of `language`, or None when no language has it.

    Uses what `read_in` loaded when it is there, so that lists read one column instead of four.
    """
    if record is None:
        return None
    read = read_name(field, language)
    if read in record.__dict__:
        return _read_passage(record, field, language)
    found = next((code for code in chain(language) if getattr(record, column(field, code))), None)
    if found is None:
        return None
    text = getattr(record, column(field, found))
    others = tuple(code for code in record.languages() if code != found)
    return Passage(text, found, language, record.state_in(found), record.is_stale(found), others)


def called(record: "Translated", field: str) -> str:
    """How a record is called where it stands as plain text: in the language of the page."""
    return str(passage(record, field, page_language()) or getattr(record, "slug", ""))


def _read_passage(record: "Translated", field: str, language: str) -> Passage | None:
    """The text that `read_in` loaded."""
    text = record.__dict__[read_name(field, language)]
    if text is None:
        return None
    there = record.languages()
    if field == record.PRIMARY:
        found = next(code for code in chain(language) if code in there)
    else:
        found = record.__dict__[read_name(field, language) + "_in"]
    others = tuple(code for code in there if code != found)
    return Passage(text, found, language, record.state_in(found), record.is_stale(found), others)


def pick(texts: Sequence[str | None], language: str) -> Passage | None:
    """What a reader of `language` gets of one field, given in the order of LANGUAGES.

    For lists of values, where names are read without their records and states.
    """
    for code, place in _PLACES[language]:
        if texts[place]:
            return Passage(texts[place], code, language, "")
    return None


def pick_read(
    text: str | None, states: Sequence[str], comparison: str | None, language: str
) -> Passage | None:
    """The passage of a `localized` text, with what `compared` says of it.

    `states` are the record's, in the order of LANGUAGES.
    """
    if not text:
        return None
    offered = ((code, states[place]) for code, place in _PLACES[language])
    (found, state), *others = [(code, state) for code, state in offered if state != "missing"]
    codes = tuple(code for code, _state in others)
    return Passage(text, found, language, state, is_outdated(comparison), codes)
