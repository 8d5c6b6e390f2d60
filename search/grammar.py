"""What people type: words, "phrases", -excluded, OR between two, and the last word unfinished.

Nothing that is typed is an error. Bounded: the first 16 words count.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import terms

MOST_WORDS = 16
SHORTEST_PREFIX = 2
_PART = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')
_QUOTES = str.maketrans("“”„«»", '"' * 5)


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that all occur; as a phrase, one right after the other; the last may be unfinished."""

    words: tuple[str, ...]
    phrase: bool = False
    prefix: bool = False

    @property
    def says_nothing(self) -> bool:
        return not self.phrase and all(terms.fold(word) in terms.STOP_WORDS for word in self.words)


@dataclass(frozen=True, slots=True)
class Query:
    """All of `clauses`, of each one alternative; none of `excluded`."""

    text: str
    clauses: tuple[tuple[Asked, ...], ...] = ()
    excluded: tuple[Asked, ...] = ()
    # Excluding alone would list everything else.
    only_excludes: bool = field(default=False)

    def __bool__(self) -> bool:
        return bool(self.clauses)

    @property
    def words(self) -> list[str]:
        return [word for clause in self.clauses for asked in clause for word in asked.words]


def parse(text: str) -> Query:
    """The query that `text` asks."""
    text = text.translate(_QUOTES)
    clauses: list[list[Asked]] = []
    excluded: list[Asked] = []
    either = False
    for minus, asked, is_or in _bounded(_parts(text)):
        if is_or:
            either = bool(clauses)
        elif minus:
            excluded.append(asked)
        elif either:
            clauses[-1].append(asked)
            either = False
        else:
            clauses += [[asked]] if asked.phrase else [[one] for one in _each(asked)]
    telling = _telling([tuple(clause) for clause in clauses])
    return Query(
        text=" ".join(text.split()),
        clauses=tuple(_open_ended(telling, text)),
        excluded=tuple(excluded),
        only_excludes=bool(excluded) and not telling,
    )


def _parts(text: str) -> Iterator[tuple[bool, Asked, bool]]:
    """Rows of: excluded, what is asked, is the word OR."""
    for found in _PART.finditer(text):
        phrase, word = found["phrase"], found["word"]
        if word == "OR":
            yield False, Asked(()), True
            continue
        minus = bool(found["minus"]) or bool(word and word.startswith("-"))
        parts = tuple(terms.words(phrase if word is None else word))
        if parts:
            # What is excluded is excluded as it is written: -co-operation.
            together = word is None or (minus and len(parts) > 1)
            starred = bool(word) and word.endswith("*")
            yield minus, Asked(parts, phrase=together and len(parts) > 1, prefix=starred), False


def _bounded(parts: Iterator) -> Iterator:
    left = MOST_WORDS
    for minus, asked, is_or in parts:
        if left <= 0:
            return
        kept = asked.words[:left]
        left -= len(kept)
        yield minus, Asked(kept, asked.phrase, asked.prefix), is_or


def _each(asked: Asked) -> list[Asked]:
    """ "AG/RES.2141" asks for each of its words."""
    *first, last = asked.words
    return [*(Asked((word,)) for word in first), Asked((last,), prefix=asked.prefix)]


def _telling(clauses: list[tuple[Asked, ...]]) -> list[tuple[Asked, ...]]:
    """Without words that say nothing, unless there are no others."""
    kept = [clause for clause in clauses if not all(one.says_nothing for one in clause)]
    return kept or clauses


def _open_ended(clauses: list[tuple[Asked, ...]], text: str) -> list[tuple[Asked, ...]]:
    """The last word stands for all that begin with it, where nothing follows."""
    if not clauses or text != text.rstrip() or text.endswith('"'):
        return clauses
    *first, (*others, last) = clauses
    end = terms.words(text)[-1:]
    if last.phrase or list(last.words[-1:]) != end or len(end[0]) < SHORTEST_PREFIX:
        return clauses
    return [*first, (*others, Asked(last.words, prefix=True))]
