"""Plurals and feminine forms that the stemmers miss once the accents are gone, per language.

The Portuguese stemmer takes "nacionais" and "nacional" for two words, the Spanish one "mujer" and
"mujeres"; "migrações" without its accents is nothing to either. Words come folded.
"""

import re
from collections.abc import Callable

_ENGLISH = {
    "women": "woman", "men": "man", "children": "child", "crises": "crisis",
    "analyses": "analysis", "criteria": "criterion", "indices": "index", "bodies": "body",
}  # fmt: skip

# The first rule that fits is followed; each pattern stands at the end of a word of five or more.
_RULES: dict[str, list[tuple[re.Pattern, str]]] = {
    language: [(re.compile(pattern + "$"), put) for pattern, put in rules]
    for language, rules in {
        "es": [("ces", "z"), ("(?<=[rlndsjy])es", ""), ("(?<=[aeiou])s", "")],
        "fr": [
            ("trices?", "teur"), ("euses?", "eur"), ("eres?", "er"), ("ers", "er"), ("ees?", "e"),
            ("(?<=[^s])es", "e"),
        ],
        "pt-br": [
            ("(?:o|a)es", "ao"), ("aos", "ao"), ("ais", "al"), ("eis", "el"), ("ois", "ol"),
            ("uis", "ul"), ("ns", "m"), ("(?<=[rzs])es", ""), ("(?<=[aeiou])s", ""),
        ],
    }.items()
}  # fmt: skip
# Endings whose accent tells the stemmer what they are.
_ACCENTED = {"pt-br": [("cao", "ção"), ("sao", "são")]}
SHORTEST = 5


def _english(word: str) -> str:
    return _ENGLISH.get(word, word)


def _by_rules(language: str) -> Callable[[str], str]:
    rules, accented = _RULES[language], _ACCENTED.get(language, [])

    def singular_of(word: str) -> str:
        if len(word) >= SHORTEST:
            for pattern, put in rules:
                if pattern.search(word):
                    word = pattern.sub(put, word)
                    break
        for bare, ending in accented:
            if word.endswith(bare):
                return word.removesuffix(bare) + ending
        return word

    return singular_of


_SINGULAR = {"en": _english, **{language: _by_rules(language) for language in _RULES}}


def singular(word: str, language: str) -> str:
    """The form of a folded word that all its forms are stemmed from."""
    return _SINGULAR[language](word)
