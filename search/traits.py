"""What reports say beside their texts, as one narrow number of their entries: each a bit of it."""

from collections.abc import Iterable, Iterator

from reports.models import Citation

# Stored: a bit keeps its meaning for good.
MARKS: dict[str, int] = {
    Citation.Mark.NOT_STARTED: 1,
    Citation.Mark.UNDER_WAY: 2,
    Citation.Mark.DONE: 4,
    Citation.Mark.ONGOING: 8,
    Citation.Mark.NO_EVIDENCE: 16,
}
FUNDING = {"yes": 32}
TRAITS: dict[str, dict[str, int]] = {"mark": MARKS, "funding": FUNDING}
"""Bits by the name of a filter and its value."""


def traits(marks: Iterable[str], has_funding: bool) -> int:
    """The number of a report with these marks, which says how what it did is paid for or not."""
    bits = {MARKS[mark] for mark in marks}
    return sum(bits) + (FUNDING["yes"] if has_funding else 0)


def values(name: str, number: int) -> Iterator[str]:
    """What the number says of one filter."""
    return (value for value, bit in TRAITS[name].items() if number & bit)
