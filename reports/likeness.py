"""How much alike two texts are: the share of their word sequences that they have in common.

Both imports and the review of a report ask it. Nothing is decided by it; people decide.
"""

from collections import Counter

from publication.languages import fold

SEQUENCE = 4
"""Words in a row that are compared as one, so that shared topics alone do not count."""

NEARLY_THE_SAME = 0.8
"""From here on two texts are shown to a person as near duplicates."""

SHORTEST = 40
"""Characters below which a text says too little to be compared, such as "No projects"."""


Sequences = Counter[tuple[str, ...]]


def likeness(one: str, other: str) -> float:
    """From 0 for nothing in common to 1 for the same words in the same order.

    Case, accents, punctuation and spaces do not count. Time grows with the length of the texts.
    """
    return _likeness(sequences(one), sequences(other))


def is_near(one: Sequences, other: Sequences) -> bool:
    """Whether two texts, by their `sequences`, are nearly the same."""
    few, many = sorted((one.total(), other.total()))
    could_be = 2 * few >= NEARLY_THE_SAME * (few + many)
    return could_be and _likeness(one, other) >= NEARLY_THE_SAME


def sequences(text: str) -> Sequences:
    """The runs of words in the text; all its words as one run when they are few."""
    words = fold(text).split()
    if len(words) < SEQUENCE:
        return Counter([tuple(words)]) if words else Counter()
    return Counter(
        tuple(words[place : place + SEQUENCE]) for place in range(len(words) - SEQUENCE + 1)
    )


def _likeness(one: Sequences, other: Sequences) -> float:
    """Twice what they share over what they are (Dice), so that neither side weighs more."""
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 1.0
