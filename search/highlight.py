"""Marks what was asked for in a text as people read it, and cuts out the part that shows most."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

from django.utils.safestring import SafeString, mark_safe

from . import terms
from .wanted import Wanted

BEFORE, LENGTH = 70, 260  # letters of an excerpt, before the first mark and in all
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marker:
    """Single terms, and runs of terms that stand together."""

    singles: frozenset[str]
    runs: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, asked: Wanted) -> "Marker":
        alternatives = [one for clause in asked.clauses for one in clause]
        return cls(
            frozenset(
                term for one in alternatives if not one.runs for word in one.words for term in word
            ),
            tuple(tuple(run.split()) for one in alternatives for run in one.runs),
        )

    def spans(self, text: str, language: str) -> list[Span]:
        """Where the text says what was asked; runs as one. The text is in its composed form."""
        places = [(found.start(), found.end()) for found in terms.WORD.finditer(text)]
        said = [terms.term(text[start:end], language) for start, end in places]
        found = [place for place, term in zip(places, said, strict=True) if term in self.singles]
        for run in self.runs:
            for first in range(len(said) - len(run) + 1):
                if tuple(said[first : first + len(run)]) == run:
                    found.append((places[first][0], places[first + len(run) - 1][1]))
        return sorted(set(found))


def plain(html: str) -> str:
    """The words of stored HTML in one line."""
    return _SPACE.sub(" ", unescape(_TAG.sub(" ", html))).strip()


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def marked(text: str, language: str, marker: Marker) -> SafeString:
    """The whole text, escaped, with what was asked in `<mark>`."""
    text = composed(text)
    return _marked(text, marker.spans(text, language))


def excerpt(text: str, language: str, marker: Marker) -> tuple[str, list[Span]]:
    """The part of a text that says most of what was asked, and where it does."""
    text = composed(text)
    spans = marker.spans(text, language)
    first = _best(text, spans)
    start = _word_start(text, max(0, first - BEFORE)) if first > BEFORE else 0
    end = _word_end(text, start + LENGTH)
    head, tail = "… " if start else "", " …" if end < len(text) else ""
    shift = start - len(head)
    inside = [(a - shift, b - shift) for a, b in spans if a >= start and b <= end]
    return f"{head}{text[start:end].strip()}{tail}", inside


def html(part: str, spans: Iterable[Span]) -> SafeString:
    return _marked(part, spans)


def _marked(text: str, spans: Iterable[Span]) -> SafeString:
    done, at = [], 0
    for start, end in spans:
        if start < at:
            continue
        done += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*done, escape(text[at:])]))  # noqa: S308  escaped piece by piece


def _best(text: str, spans: list[Span]) -> int:
    """Where the window begins that holds the most different words asked for."""
    best, place = 0, 0
    for n, (start, _end) in enumerate(spans[:200]):
        within = {text[a:b].casefold() for a, b in spans[n:] if b <= start + LENGTH - BEFORE}
        if len(within) > best:
            best, place = len(within), start
    return place


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at)
    return space + 1 if 0 <= space < at + 30 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - 30, at)
    return space if space > 0 else at
