"""Finds what a query asks for: the same records in the same order on both databases."""

from collections.abc import Iterable
from dataclasses import dataclass

from publication.languages import LANGUAGES

from .counting import Counted, Limits, count
from .grammar import Query, parse
from .models import Entry, Kind, Word
from .names import entities_called
from .ranking import Ranked, rank
from .wanted import Wanted, wanted

NOTHING = Counted()


@dataclass(frozen=True, slots=True)
class Found:
    """`ranked` are the records that can be paged through; `total` counts all of them."""

    query: Query
    asked: Wanted
    ranked: list[Ranked]
    counted: Counted
    total: int


def find(text: str, language: str, limits: Limits, *, by_date: bool = False) -> Found:
    """What the text asks for, for a reader of `language`, within `limits`."""
    query = parse(text)
    asked = terms_of(query, LANGUAGES)  # a text in one language may be named in another
    if not query:
        return Found(query, asked, [], NOTHING, 0)
    counted = count(asked, limits)
    entries = Entry.objects.to_rank(counted.rows)
    called = entities_called(query.text)
    ranked = rank(entries, query, asked, language, by_date=by_date, called=called)
    kinds = counted.facets["kind"]
    total = kinds[limits.kind.value] if limits.kind is not None else kinds.total()
    return Found(query, asked, ranked, counted, total)


def terms_of(query: Query, languages: Iterable[str]) -> Wanted:
    return wanted(query, languages, Word.objects.beginning)


def holds(text: str) -> bool:
    """True when anything is found for the text."""
    query = parse(text)
    return bool(query) and Entry.objects.matching(terms_of(query, LANGUAGES)).exists()


def reports_with(text: str):
    """Ids of the published reports that the words ask for."""
    query = parse(text)
    if not query:
        return []
    asked = terms_of(query, LANGUAGES)
    return Entry.objects.of_kind(Kind.REPORT).matching(asked).record_ids()
