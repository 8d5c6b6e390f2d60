"""Two texts word by word: what stayed, what went, what came.

Words that stand once in each text are the anchors (Cohen's patience diff), so that the result
reads like an editor's marks, and the time grows with the length of the texts and not its square.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
_WORD = re.compile(r"\w+\s*|[^\w\s]\s*")
_DEEPEST = 20  # anchors within anchors; what lies deeper counts as replaced
_SHORT = 10_000  # pairs of words that may be compared each with each


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row with one fate: *same*, *removed* or *added*."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Run]:
    """The runs that lead from `old` to `new`; unchanged lines break as in `new`.

    White space alone makes no difference. Two empty texts give no run.
    """
    before, after = _WORD.findall(old.strip()), _WORD.findall(new.strip())
    keys = [[word.rstrip() for word in words] for words in (before, after)]
    runs: list[Run] = []
    a = b = 0
    for first, second, length in [*_matches(*keys), (len(before), len(after), 0)]:
        removed, added = before[a:first], after[b:second]
        runs += [Run(REMOVED, "".join(removed))] if removed else []
        runs += [Run(ADDED, "".join(added))] if added else []
        a, b = first + length, second + length
        if length:
            kept = zip(before[first:a], after[second:b], strict=True)
            runs.append(Run(SAME, "".join(_spaced(old, new) for old, new in kept)))
    return runs


def _spaced(old: str, new: str) -> str:
    """The word as in the new text, with the old one's space where the new text ends."""
    return new if new[-1].isspace() else old


def _matches(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int]]:
    """Blocks of equal words: place in `before`, place in `after`, length; in order."""
    first = second = length = 0
    for a, b in _pairs(before, after, 0, len(before), 0, len(after), 0):
        if length and (a, b) == (first + length, second + length):
            length += 1
            continue
        if length:
            yield first, second, length
        first, second, length = a, b, 1
    if length:
        yield first, second, length


def _pairs(
    before: list[str], after: list[str], a: int, a_end: int, b: int, b_end: int, depth: int
) -> Iterator[tuple[int, int]]:
    """Places of equal words within the two ranges, in order."""
    while a < a_end and b < b_end and before[a] == after[b]:
        yield a, b
        a, b = a + 1, b + 1
    tail = 0
    most = min(a_end - a, b_end - b)
    while tail < most and before[a_end - tail - 1] == after[b_end - tail - 1]:
        tail += 1
    a_stop, b_stop = a_end - tail, b_end - tail
    yield from _between(before, after, a, a_stop, b, b_stop, depth)
    yield from zip(range(a_stop, a_end), range(b_stop, b_end), strict=True)


def _between(
    before: list[str], after: list[str], a: int, a_end: int, b: int, b_end: int, depth: int
) -> Iterator[tuple[int, int]]:
    """Within ranges that begin and end with different words."""
    anchors = _anchors(before, after, a, a_end, b, b_end) if depth < _DEEPEST else []
    if anchors:
        for first, second in [*anchors, (a_end, b_end)]:
            yield from _pairs(before, after, a, first, b, second, depth + 1)
            if (first, second) != (a_end, b_end):
                yield first, second
            a, b = first + 1, second + 1
    elif (a_end - a) * (b_end - b) <= _SHORT:
        matcher = SequenceMatcher(None, before[a:a_end], after[b:b_end], autojunk=False)
        for first, second, length in matcher.get_matching_blocks():
            yield from ((a + first + n, b + second + n) for n in range(length))


def _anchors(
    before: list[str], after: list[str], a: int, a_end: int, b: int, b_end: int
) -> list[tuple[int, int]]:
    """Words that stand once in each range and keep their order: the longest such row."""
    once = Counter(before[a:a_end])
    places = {word: place for place, word in enumerate(after[b:b_end], b)}
    counts = Counter(after[b:b_end])
    pairs = [
        (place, places[word])
        for place, word in enumerate(before[a:a_end], a)
        if once[word] == 1 and counts[word] == 1
    ]
    return _longest_rising(pairs)


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs whose second places rise, too."""
    ends: list[int] = []  # second place that ends the best row of each length
    ending: list[int] = []  # which pair that is
    earlier: list[int] = []  # for each pair, the one before it in its row
    for number, (_first, second) in enumerate(pairs):
        length = bisect(ends, second)
        earlier.append(ending[length - 1] if length else -1)
        ends[length : length + 1], ending[length : length + 1] = [second], [number]
    row, number = [], ending[-1] if ending else -1
    while number >= 0:
        row.append(pairs[number])
        number = earlier[number]
    return row[::-1]
