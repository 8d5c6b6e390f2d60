"""The paragraphs a contribution speaks of: those chosen, and those found to choose from.

All of it is one plain form: what is found stands below what is chosen, as boxes to tick.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.text import Truncator

from mandates.models import Paragraph, Theme
from publication.languages import fold
from publication.passages import passage
from reports.mandate_lines import MandateLine, mandate_lines, mandates_in

MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Pick:
    """A paragraph to tick."""

    line: MandateLine
    is_chosen: bool

    @property
    def first_words(self) -> str:
        text = strip_tags(self.line.passage.text) if self.line.passage else ""
        return Truncator(unescape(text)).words(24)


@dataclass(frozen=True, slots=True)
class Picking:
    """`found` leaves out what is chosen; `more` says that there was no room for all."""

    chosen: list[Pick]
    found: list[Pick]
    has_searched: bool
    more: bool


def picking(
    chosen: Iterable[int], theme: Theme | None, words: str, language: str, *, asked: bool
) -> Picking:
    """The boxes of the form for a reader of `language`. Without theme and words nothing is found:
    a list of every paragraph helps nobody.
    """
    chosen = list(chosen)
    wanted = asked and (theme is not None or bool(fold(words)))
    ids = [pk for pk in _found(theme, words, language) if pk not in chosen] if wanted else []
    lines = {line.id: line for line in _lines([*chosen, *ids[:MOST_FOUND]], language)}
    return Picking(
        [Pick(line, True) for pk, line in lines.items() if pk in chosen],
        [Pick(lines[pk], False) for pk in ids[:MOST_FOUND] if pk in lines],
        has_searched=wanted,
        more=len(ids) > MOST_FOUND,
    )


def _lines(ids: list[int], language: str) -> list[MandateLine]:
    if not ids:
        return []
    return mandate_lines(mandates_in(language).with_ids(ids).newest_document_first(), language)


def _found(theme: Theme | None, words: str, language: str) -> list[int]:
    """Paragraphs that hold every word, in number or text, whatever its case and accents."""
    paragraphs = Paragraph.objects.newest_document_first().read_in(language, "text")
    if theme is not None:
        paragraphs = paragraphs.on_theme(theme)
    wanted = fold(words).split()
    return [
        one.pk
        for one in paragraphs
        if all(word in fold(f"{one.label} {passage(one, 'text', language)}") for word in wanted)
    ]
