"""Which texts are about the same: by the words they share, the rarer the weightier.

The cosine of TF-IDF vectors (Salton and Buckley, 1988) over the beginnings of words, so that
endings make no difference in any of the four languages. Nothing is decided by it; people decide.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from math import log, sqrt

from publication.languages import fold

SHORTEST_WORD = 4  # letters; shorter words say little of a subject
BEGINNING = 6  # letters that are compared of a word
FEWEST_WORDS = 6  # in a text that says enough to be compared
COMMON = 200  # texts with a word, from which on it alone brings no two together

Pair = tuple[int, int]


def alike(texts: Mapping[int, str], least: float) -> dict[Pair, float]:
    """Pairs of keys, the smaller first, with how alike their texts are: from `least` to 1.

    Time grows with the number of texts that share a word which is not common.
    """
    counts = {key: words(text) for key, text in texts.items()}
    counts = {key: found for key, found in counts.items() if found.total() >= FEWEST_WORDS}
    vectors = _vectors(counts)
    found = {}
    for one, other in _candidates(vectors):
        share = sum(weight * vectors[other].get(word, 0) for word, weight in vectors[one].items())
        if share >= least:
            found[one, other] = min(share, 1.0)
    return found


def words(text: str) -> Counter[str]:
    folded = fold(text).split()
    return Counter(word[:BEGINNING] for word in folded if len(word) >= SHORTEST_WORD)


def _vectors(counts: Mapping[int, Counter[str]]) -> dict[int, dict[str, float]]:
    holding = Counter(word for found in counts.values() for word in found)
    vectors = {}
    for key, found in counts.items():
        weights = {
            word: (1 + log(number)) * log((len(counts) + 1) / holding[word])
            for word, number in found.items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values()))
        vectors[key] = {word: weight / length for word, weight in weights.items()}
    return vectors


def _candidates(vectors: Mapping[int, dict[str, float]]) -> Iterator[Pair]:
    """Pairs that share a word which is not common, each once."""
    holding = defaultdict(list)
    for key, weights in vectors.items():
        for word in weights:
            holding[word].append(key)
    seen: set[Pair] = set()
    for keys in holding.values():
        if len(keys) <= COMMON:
            seen.update(combinations(sorted(keys), 2))
    yield from sorted(seen)
