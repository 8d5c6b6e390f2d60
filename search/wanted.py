"""A query as terms of the index, and as the two databases ask for them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import terms
from .grammar import Asked, Query

MOST_EXPANDED = 60  # terms that an unfinished word stands for
SCOPE = "t"  # before a term that stands in a record's title

Expand = Callable[[str, int], list[str]]
"""Terms of the words that begin with something, at most so many."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """For each word the terms of which one occurs; for a phrase, the runs of which one does.

    `whole` are the terms of the words as they are typed, without what an unfinished one means.
    """

    words: tuple[tuple[str, ...], ...]
    whole: tuple[tuple[str, ...], ...]
    runs: tuple[str, ...] = ()


Clause = tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """All of `clauses`, none of `excluded`. In a title where `in_title` says so."""

    clauses: tuple[Clause, ...]
    excluded: tuple[Alternative, ...]
    in_title: bool = False

    def titled(self) -> "Wanted":
        return Wanted(self.clauses, self.excluded, in_title=True)


def wanted(query: Query, languages: Iterable[str], expand: Expand) -> Wanted:
    """The terms of the query in each of the languages."""
    languages = tuple(languages)

    def alternative(asked: Asked) -> Alternative:
        whole = tuple(_in_each(word, languages) for word in asked.words)
        return Alternative(
            _expanded(asked, whole, languages, expand), whole, _runs(asked, languages)
        )

    return Wanted(
        tuple(tuple(map(alternative, clause)) for clause in query.clauses),
        tuple(map(alternative, query.excluded)),
    )


def _in_each(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(terms.term(word, language) for language in languages)


def _expanded(
    asked: Asked, whole: tuple[tuple[str, ...], ...], languages: tuple[str, ...], expand: Expand
) -> tuple[tuple[str, ...], ...]:
    if not asked.prefix:
        return whole
    letters = {terms.LETTERS[language] for language in languages}
    start = terms.plain(terms.fold(asked.words[-1]))
    further = [one for one in expand(start, MOST_EXPANDED) if one[0] in letters]
    return (*whole[:-1], tuple(dict.fromkeys([*whole[-1], *further])))


def _runs(asked: Asked, languages: tuple[str, ...]) -> tuple[str, ...]:
    if not asked.phrase:
        return ()
    return tuple(
        terms.spaced(terms.term(word, language) for word in asked.words) for language in languages
    )


# As the databases ask -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database's text search says and, or, not; and finds a string in a string."""

    both: str
    either: str
    but_not: str
    quoted: str
    holds: str


SQLITE = Dialect(" AND ", " OR ", " NOT ", '"{}"', "instr({}, %s) > 0")
POSTGRESQL = Dialect(" & ", " | ", " & !", "'{}'", "strpos({}, %s) > 0")


def expression(asked: Wanted, dialect: Dialect) -> str:
    """What the index is asked: a superset where there are phrases, `rechecks` takes the rest."""
    scope = SCOPE if asked.in_title else ""
    said = dialect.both.join(
        _either(dialect, [_all(dialect, one, scope) for one in clause]) for clause in asked.clauses
    )
    for one in asked.excluded:
        if not one.runs:
            said = f"({said}){dialect.but_not}{_either(dialect, [_all(dialect, one, '')])}"
    return said


def _either(dialect: Dialect, said: Iterable[str]) -> str:
    return f"({dialect.either.join(said)})"


def _all(dialect: Dialect, one: Alternative, scope: str) -> str:
    words = [
        _either(dialect, [dialect.quoted.format(scope + term) for term in dict.fromkeys(word)])
        for word in one.words
    ]
    return f"({dialect.both.join(words)})"


def rechecks(asked: Wanted, dialect: Dialect, column: str) -> tuple[str, list[str]]:
    """Conditions and their parameters that the index cannot answer: words that stand together."""
    parameters: list[str] = []

    def holds(text: str) -> str:
        parameters.append(text)
        return dialect.holds.format(column)

    def any_of(texts: Iterable[str]) -> str:
        return f"({' OR '.join(map(holds, dict.fromkeys(texts)))})"

    def one_of(alternative: Alternative) -> str:
        if alternative.runs:
            return any_of(alternative.runs)
        return " AND ".join(any_of(terms.spaced([t]) for t in word) for word in alternative.words)

    said = []
    if not asked.in_title:
        for clause in asked.clauses:
            if any(alternative.runs for alternative in clause):
                said.append(f"({' OR '.join(f'({one_of(one)})' for one in clause)})")
    said += [f"NOT {any_of(one.runs)}" for one in asked.excluded if one.runs]
    return "".join(f" AND {one}" for one in said), parameters
