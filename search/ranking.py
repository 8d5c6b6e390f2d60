"""The order of what is found, worked out here so that both databases give the same.

A word counts the more often it stands in the text, less so in a long one (as in BM25); more where
it stands in the title; most where the whole query is a name, an acronym or a document's symbol.
What an entity of just that name said comes before what others said whose longer names hold its
words.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from publication.languages import chain, fold

from . import terms
from .grammar import Query
from .models import KINDS, Kind, ToRank
from .wanted import SCOPE, Alternative, Wanted

SATURATION = 1.2  # how soon further occurrences stop to count
USUAL = 900  # letters of the terms of a text of the usual length
LENGTH = 0.6  # how much length counts
TITLE, TITLE_BEGUN, BEGUN, TOGETHER, EXACT, BY_NAMED = 1.6, 1.2, 0.5, 1.0, 100.0, 4.0
# Whoever names a country or a theme looks for its page.
PAGE = {Kind.ENTITY: 1.5, Kind.THEME: 1.5, Kind.MEETING: 0.9, Kind.DOCUMENT: 0.9}
SMALL = 0.02  # for each kind, so that equals keep its order


@dataclass(frozen=True, slots=True)
class Ranked:
    """A record that was found, with the entry that shows it best."""

    key: int
    kind: Kind
    record: int
    language: str
    day: int
    score: float


def rank(
    entries: Iterable[ToRank], query: Query, asked: Wanted, language: str, *, by_date: bool = False,
    called: Collection[int] = (),
) -> list[Ranked]:  # fmt: skip
    """Each record once, best first, in the reader's `language` where its text has what is asked.

    Else its language is the one that says most of it; of two that say as much, the one that the
    reader is shown on other pages. `called` are ids of the entities whose name the whole query is.
    """
    best: dict[int, tuple[tuple, float, ToRank]] = {}
    name = f"|{fold(query.text)}|"
    runs = _runs(query)
    order = {code: place for place, code in enumerate(chain(language))}
    for entry in entries:
        said, score = _score(entry, asked, runs, name)
        if entry.entity_id in called:
            score += BY_NAMED
        preference = (
            entry.language == language, round(said, 3), round(score, 3),
            -order.get(entry.language, len(order)),
        )  # fmt: skip
        known = best.get(entry.key)
        if known is None:
            best[entry.key] = (preference, score, entry)
        else:
            chosen = max((known, (preference, score, entry)), key=lambda one: one[0])
            best[entry.key] = (chosen[0], max(known[1], score), chosen[2])
    found = [
        Ranked(e.key, Kind(e.kind), e.key // KINDS, e.language, e.day, round(score, 6))
        for _preference, score, e in best.values()
    ]
    if by_date:
        return sorted(found, key=lambda one: (-one.day, one.key))
    return sorted(found, key=lambda one: (-one.score, one.kind, -one.day, one.key))


def _runs(query: Query) -> dict[str, str]:
    """The words of the query one after the other, as terms of each language."""
    written = query.words
    if len(written) < 2:
        return {}
    return {code: terms.spaced(terms.terms_of(written, code)) for code in terms.LETTERS}


def _score(entry: ToRank, asked: Wanted, runs: dict[str, str], name: str) -> tuple[float, float]:
    """How much the text itself says, and how well the record is found."""
    text, _field, rest = entry.terms.partition(f" {terms.FIELD} ")
    weight = 1 - LENGTH + LENGTH * len(text) / USUAL
    said = score = 0.0
    titled = True
    for clause in asked.clauses:
        own = max(_often(f"{text} ", alternative) for alternative in clause)
        said += own / (own + SATURATION * weight)
        in_title = max(_in_title(rest, alternative) for alternative in clause)
        titled = titled and in_title > 0
        score += in_title
    said += TOGETHER if runs and runs.get(entry.language, "\n") in f"{text} " else 0.0
    if titled:
        score += PAGE.get(entry.kind, 0.0)
    if name in entry.names:
        score += EXACT
    return said, said + score - SMALL * entry.kind


def _often(text: str, alternative: Alternative) -> float:
    """Occurrences in the text of the word that stands there least; whole words count more."""
    if alternative.runs:
        return float(sum(text.count(run) for run in alternative.runs))
    return min(
        sum(
            text.count(f" {term} ") * (1.0 if term in whole else BEGUN)
            for term in word
            if f" {term} " in text
        )
        for word, whole in zip(alternative.words, alternative.whole, strict=True)
    )


def _in_title(text: str, alternative: Alternative) -> float:
    def stands(found: Iterable[str]) -> bool:
        return any(f" {SCOPE}{term} " in text for term in found)

    if all(map(stands, alternative.whole)):
        return TITLE
    return TITLE_BEGUN if all(map(stands, alternative.words)) else 0.0
