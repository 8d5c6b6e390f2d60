"""What somebody who mistyped a name may have meant. Worked out here, alike for both databases."""

import re

from . import terms
from .grammar import Query
from .models import Word
from .names import words_of_names

SHORTEST = 4  # letters; shorter words have too many neighbours
LONG = 7  # letters from which on two slips are allowed


def meant(query: Query) -> str:
    """The query with words that no text holds replaced by the nearest word of a name, or ""."""
    typed = [terms.plain(terms.fold(word)) for word in query.words]
    doubtful = {
        word for word, written in zip(typed, query.words, strict=True)
        if len(word) >= SHORTEST and not _is_acronym(written)
    }  # fmt: skip
    unknown = doubtful - Word.objects.known(typed)
    if query.words and any(one.prefix for clause in query.clauses for one in clause):
        last = typed[-1]
        if last in unknown and Word.objects.beginning(last, 1):
            unknown.discard(last)
    known = words_of_names() if unknown else {}
    put = {word: nearest for word in unknown if (nearest := _nearest(word, known))}
    if not put:
        return ""

    def replaced(found: re.Match) -> str:
        return put.get(terms.plain(terms.fold(found[0])), found[0])

    return terms.WORD.sub(replaced, query.text)


def _is_acronym(written: str) -> bool:
    """Short and in capitals: the nearest is another body, not what was meant."""
    return written.isupper() and len(written) < LONG


def _nearest(word: str, known: dict[str, str]) -> str:
    most = 2 if len(word) >= LONG else 1
    best = min(
        ((slips(word, other, most), other[0] != word[0], other) for other in known
         if len(other) >= SHORTEST and abs(len(other) - len(word)) <= most),
        default=None,
    )  # fmt: skip
    return known[best[2]] if best and best[0] <= most else ""


def slips(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap with the next between two words; more than `most` is
    `most` + 1 (Damerau and Levenshtein, neighbours swapped once)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i] + [0] * len(other)
        for j, b in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
