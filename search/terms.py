"""The one analyser: what a text is indexed under and a query asks for, the same on both databases.

A word is folded (case, accents, ligatures), brought to its singular where the language's stemmer
wants accents to do so, and stemmed by snowballstemmer. A term is the letter of the language and the
stem: "eschool", "sescuel". Terms are small ASCII letters and digits only, so that neither database
has anything left to decide.
"""

import re
import unicodedata
from collections.abc import Iterable

import snowballstemmer

from publication.languages import LANGUAGES

from .singular import singular

LETTERS = {"en": "e", "es": "s", "fr": "f", "pt-br": "p"}
_STEMMERS = {
    language: snowballstemmer.stemmer(name)
    for language, name in zip(
        LANGUAGES, ("english", "spanish", "french", "portuguese"), strict=True
    )
}
# "2.8" is one word, "O.E.A." is "OEA"; everything else is parted at what is no letter or digit.
WORD = re.compile(r"\d+(?:\.\d+)+|(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|[^\W_]+")
LONGEST = 32  # letters of a term; longer words are cut alike in texts and queries
IN_ORDER = 16_000  # words of a text that phrases are found in
FURTHER = 8_000  # different words beyond them: PostgreSQL takes 1 MB of terms for a text
REMEMBERED = 200_000  # words of a language whose term is kept in the process
FIELD = "0"  # stands between the fields of a record: no phrase goes across it
_STRANGE = re.compile(r"[^a-z0-9]")

# Words that say nothing alone; they count inside a phrase only.
_LITTLE = {
    "en": "a an and are as at by for from in is it of on or that the to was were with",
    "es": "al como con de del el en es la las lo los o para por que se sin su sus un una y e",
    "fr": "au aux avec ce ces dans des du d et l le les leur leurs ou par pour qu que qui sur une",
    "pt-br": "ao aos com da das do dos em na nas no nos os ou pela pelo pelas pelos seu sua um uma",
}
STOP_WORDS = frozenset(word for said in _LITTLE.values() for word in said.split())


def fold(word: str) -> str:
    """Without case, accents and dots inside an acronym: "Éducation" → "education"."""
    if not word[0].isdigit():
        word = word.replace(".", "")
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def plain(word: str) -> str:
    """A folded word in small ASCII letters and digits; others are spelled by their numbers."""
    if word.isascii() and word.isalnum():
        return word[:LONGEST]
    return _STRANGE.sub(lambda found: f"x{ord(found[0]):x}x", word)[:LONGEST]


class _Terms(dict):
    """The term of each word of one language, as it stands in a text; worked out once."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.letter = language, LETTERS[language]
        self.stem = _STEMMERS[language].stemWord

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        stem = folded if folded[:1].isdigit() else self.stem(singular(folded, self.language))
        # A cut word must not come out as another's stem, so the cut comes last.
        term = self.letter + plain(fold(stem) if stem else folded)
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = term
        return term


_TERMS = {language: _Terms(language) for language in LANGUAGES}


def words(text: str) -> list[str]:
    """The words of a text in their order, as they are written."""
    return WORD.findall(unicodedata.normalize("NFC", text))


def term(word: str, language: str) -> str:
    return _TERMS[language][word]


def terms(text: str, language: str) -> list[str]:
    """The terms of a text in the language, in the order of its words."""
    return terms_of(words(text), language)


def terms_of(written: Iterable[str], language: str) -> list[str]:
    return list(map(_TERMS[language].__getitem__, written))


def bounded(found: list[str]) -> list[str]:
    """So many terms that an index takes them: those in order, and the different ones beyond."""
    if len(found) <= IN_ORDER:
        return found
    kept = found[:IN_ORDER]
    further = dict.fromkeys(found[IN_ORDER:])
    for one in kept:
        further.pop(one, None)
    return [*kept, FIELD, *list(further)[:FURTHER]]


def spaced(found: Iterable[str]) -> str:
    """Terms as they are stored and looked for: " eone etwo "; empty without any."""
    joined = " ".join(found)
    return f" {joined} " if joined else ""
