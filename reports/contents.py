"""The words around a page: its figures, its jump list and what its filters offer."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext, pgettext

from publication.languages import LANGUAGES
from publication.templatetags.dates import day
from publication.templatetags.passages import language_word, worded

from .agreed import Agreed, Block
from .entries import Entry
from .filters import Select
from .mandate_lines import Source
from .theme_page import ThemePage


@dataclass(frozen=True, slots=True)
class Jump:
    """A line of a jump list: a part of the page and how much there is."""

    anchor: str
    text: str
    count: int | str | None = None
    below: list["Jump"] = field(default_factory=list)


def share(part: int, whole: int) -> str:
    # Translators: a share of a total, such as "17 of 34"
    return gettext("%(part)d of %(whole)d") % {"part": part, "whole": whole}


def theme_figures(page: ThemePage) -> list[tuple[object, str]]:
    """Pairs of value and label; a label is read with its number before it."""
    figures = [
        (len(page.lines), gettext("mandates")),
        (page.documents, gettext("documents")),
        (page.summits, gettext("Summits")),
        (len(page.entries), gettext("reports")),
        (share(page.figures.reported, page.figures.asked), gettext("have reported")),
    ]
    return [*figures, (day(page.latest), gettext("latest report"))] if page.entries else figures


def theme_jump(page: ThemePage, followed: list[Jump]) -> list[Jump]:
    meetings = [Jump(group.anchor, _short(group), group.count) for group in page.agreed]
    kinds = [
        Jump(kind.anchor, kind.title, share(kind.figures.reported, kind.figures.asked))
        for kind in page.kinds
    ]
    return [
        Jump("agreed", gettext("What was agreed"), len(page.lines), meetings),
        Jump("reported", gettext("What was reported"), len(page.entries), kinds),
        *followed,
        Jump("ministerials", gettext("Ministerial meetings"), len(page.head.meetings)),
        Jump("resources", gettext("Related resources"), len(page.resources)),
        Jump("take", gettext("Take it away")),
    ]


def document_jump(blocks: list[Block], followed: list[Jump]) -> list[Jump]:
    """The sections of a document; nothing to jump to when it has fewer than two."""
    if len(blocks) < 2:
        return []
    sections = [
        Jump(f"s{place}", worded(block.section) or gettext("Paragraphs"), len(block.lines))
        for place, block in enumerate(blocks, start=1)
    ]
    return sections + followed


def _short(group: Agreed) -> str:
    source = group.source
    if source.meeting:
        return worded(source.meeting_short or source.meeting_name)
    return source.symbol or worded(source.title)


def theme_selects(page: ThemePage) -> list[Select]:
    """The filters with how many of the theme's reports each value has."""
    select, groups = page.filters.select, Counter(row.group for row in page.rows)
    kinds = [
        (anchor, words, groups[anchor])
        for anchor, words in page.filters.filters["kind"].extra["choices"]
    ]
    return [
        select("kind", pgettext("entities", "All"), kinds, len(page.rows)),
        select("year", gettext("All years"), _years(page)),
        select("paragraph", gettext("Any mandate"), _paragraphs(page)),
        select("language", gettext("Any language"), _languages(page)),
    ]


def _years(page: ThemePage) -> list[tuple[str, str, int]]:
    counts = Counter(entry.when.date.year for entry in page.entries)
    return [(str(year), str(year), counts[year]) for year in sorted(counts, reverse=True)]


def _languages(page: ThemePage) -> list[tuple[str, str, int]]:
    counts = Counter(entry.original_language for entry in page.entries)
    return [(code, language_word(code), counts[code]) for code in LANGUAGES if counts[code]]


def _paragraphs(page: ThemePage) -> list[tuple[str, str, int]]:
    """The theme's mandates that its reports cite, for certain or perhaps."""
    counts = Counter(url for entry in page.entries for url in _cited_addresses(entry))
    return [
        (line.address, f"{line.label}, {_place(line.source)}", counts[line.url])
        for group in page.agreed
        for block in group.blocks
        for line in block.lines
        if counts[line.url]
    ]


def _cited_addresses(entry: Entry) -> set[str]:
    return {chip.url for cited in entry.cited for chip in cited.chips}


def _place(source: Source) -> str:
    return str(source.meeting_short or source.symbol or source.title)
