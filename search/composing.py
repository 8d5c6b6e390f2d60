"""What the rows of the index are made of: fields of words, and what records are called."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from publication.languages import LANGUAGES, column, fold

from . import terms
from .models import Entry, Kind
from .wanted import SCOPE

LONGEST_TITLE = 500  # terms


def _by_language() -> dict[str, set[str]]:
    return {code: set() for code in LANGUAGES}


@dataclass(slots=True)
class Vocabulary:
    """The words met while rows are made, by language, as they are written."""

    met: dict[str, set[str]] = field(default_factory=_by_language)
    taken: dict[str, set[str]] = field(default_factory=_by_language)

    def terms(self, language: str, *texts: str | None) -> list[str]:
        """The terms of the texts in the language; their words are remembered."""
        found: list[str] = []
        for text in texts:
            if text:
                written = terms.words(text)
                self.met[language].update(written)
                found += terms.terms_of(written, language)
        return found

    def take(self) -> set[tuple[str, str]]:
        """Words and their terms, as `Word` keeps them: those met since they were last taken."""
        rows = set()
        for language, written in self.met.items():
            new = written - self.taken[language]
            rows |= {(terms.plain(terms.fold(w)), terms.term(w, language)) for w in new}
            self.taken[language] |= new
            written.clear()
        return rows


@dataclass(frozen=True, slots=True)
class Facets:
    """What the entries of a record are counted and limited by."""

    entity_id: int = 0
    themes: str = ""
    meetings: str = ""
    documents: str = ""
    day: int = 0
    traits: int = 0


def entry(
    kind: Kind, record: int, language: str, facets: Facets, *, title: list[str],
    body: list[str] = (), around: list[str] = (), names: Iterable[str | None] = (),
) -> Entry:  # fmt: skip
    """A row. `around` are words that lead to the record and do not stand in it."""
    title = title[:LONGEST_TITLE]
    fields = [
        *terms.bounded(list(body)), terms.FIELD, *title, terms.FIELD,
        *around[:LONGEST_TITLE], terms.FIELD, *(SCOPE + one for one in dict.fromkeys(title)),
    ]  # fmt: skip
    return Entry(
        key=kind.key(record), kind=kind, language=language, entity_id=facets.entity_id,
        themes=facets.themes, meetings=facets.meetings, documents=facets.documents,
        day=facets.day, traits=facets.traits, names=exact(names), terms=terms.spaced(fields),
    )  # fmt: skip


def exact(names: Iterable[str | None]) -> str:
    """Folded names as they are stored and looked for: "|oas|organization of …|"."""
    folded = dict.fromkeys(fold(name) for name in names if name)
    folded.pop("", None)
    return f"|{'|'.join(folded)}|" if folded else ""


def ids(found: Iterable[int | None]) -> str:
    """Ids as they are stored: " 3 17 "."""
    return terms.spaced(str(one) for one in sorted({one for one in found if one}))


def day(date: object) -> int:
    """20150411; 0 without a date."""
    return int(date.strftime("%Y%m%d")) if date else 0


def in_every(vocabulary: Vocabulary, row: Mapping[str, str | None], *fields: str) -> Iterator[str]:
    """Terms of the fields in every language that has them, each by its own rules."""
    for code in LANGUAGES:
        yield from vocabulary.terms(code, *(row[column(name, code)] for name in fields))
