"""Says in which of the portal's four languages a text is written.

Texts of a sentence or more are told apart by py3langid, limited to the four languages. It is not
certain of titles, acronyms, numbers and the like; for those the rule is, in this order:

1. the language of which the text shows more marks than of any other: words and letters that
   hardly any other uses ("the" and "of", "los" and "ñ", "des" and "œ", "não" and "ã");
2. the hint, that is the language in which the text was expected;
3. what py3langid holds for most likely.
"""

import re
from functools import cache
from typing import Protocol

LANGUAGES = {"en": "en", "es": "es", "fr": "fr", "pt": "pt-br"}
"""The classifier's code and the portal's."""

SAMPLE = 200
"""Letters looked at, at the beginning of a long text and again in its middle."""

CERTAIN = 0.9
"""From this probability on the classifier decides alone. It levels it by the text's length."""

WORDS: dict[str, str] = {
    "en": "the of and to for with from by at is are was were this that",
    "es": "el los las del y con al fue su sus más también sin",
    "fr": "du des et avec aux dans pour sans est sont cette ce qui",
    "pt-br": "em não uma das os sem pela pelo ao são foi também",
}
LETTERS: dict[str, str] = {"en": "", "es": "ñ¿¡", "fr": "œèùû", "pt-br": "ãõ"}
MARKS = {code: frozenset(words.split()) | set(LETTERS[code]) for code, words in WORDS.items()}
"""Words and letters that one of the four languages uses and the others hardly ever do."""

WORD = re.compile(r"[^\W\d_]+")


class Classifier(Protocol):
    """What this module needs of py3langid, which is not typed."""

    def set_languages(self, langs: list[str]) -> None: ...

    def classify(self, text: str) -> tuple[str, float]: ...


def identify(text: str, hint: str | None = None) -> str:
    """The language `text` is written in: "en", "es", "fr" or "pt-br".

    `hint` is one of these codes and decides where the text itself does not; any text has an answer.
    """
    sample = _sample(text)
    code, probability = _classifier().classify(sample)
    if probability >= CERTAIN:
        return LANGUAGES[code]
    return _by_marks(sample) or hint or LANGUAGES[code]


def _sample(text: str) -> str:
    if len(text) <= 2 * SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:SAMPLE]} {text[middle : middle + SAMPLE]}"


@cache
def _classifier() -> Classifier:
    """Loaded when first asked: the model takes half a second and only imports need it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: Classifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def _by_marks(text: str) -> str | None:
    """The language with most marks in `text`; None when it has none or two languages are level."""
    folded = text.casefold()
    shown = [*WORD.findall(folded), *(letter for letter in set(folded) if not letter.isascii())]
    counts = {code: sum(mark in marks for mark in shown) for code, marks in MARKS.items()}
    best = max(counts.values())
    winners = [code for code, count in counts.items() if count == best]
    return winners[0] if best and len(winners) == 1 else None
