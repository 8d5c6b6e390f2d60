"""Citations as a reader sees them: certain, one of several, or as typed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from publication.languages import columns
from publication.passages import Passage, pick

from .addresses import Addresses
from .models import Citation
from .models.citations import CitationQuerySet


def mark_words(mark: str) -> str:
    """What the mark says, in words; nothing without one."""
    return str(Citation.Mark(mark).label) if mark else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: "Cartagena 2012", with the document's own title for the ear."""

    name: Passage | None
    title: Passage | None


@dataclass(frozen=True, slots=True)
class Chip:
    """A paragraph's number as a link."""

    label: str
    url: str
    place: Place
    mark: str = ""
    evidence: str = ""

    @property
    def mark_words(self) -> str:
        return mark_words(self.mark)


@dataclass(slots=True)
class Cited:
    """What a report cites in one breath.

    *exact*: chips of one document; *ambiguous*: `typed` and a chip for each candidate;
    *unresolved*: `typed` alone.
    """

    state: str
    typed: str
    chips: list[Chip] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return self.chips[0].place


def _paragraph_columns(path: str) -> list[str]:
    meeting, document = f"{path}__document__meeting__", f"{path}__document__"
    return [
        f"{path}__label", f"{path}__slug", f"{document}slug", f"{document}symbol",
        *(meeting + name for name in columns("short_name")),
        *(document + name for name in columns("short_title")),
        *(document + name for name in columns("title")),
    ]  # fmt: skip


_OWN = ("report_id", "pk", "state", "typed", "mark", "evidence_url")
_CERTAIN = _paragraph_columns("paragraph")
_POSSIBLE = _paragraph_columns("candidates")


def cited_by(reports: Iterable[int], language: str) -> dict[int, list[Cited]]:
    """What each of the reports cites, in its order, in one query. `reports`: ids or a subquery."""
    rows = _rows().with_reports(reports)
    addresses, found, known = Addresses(), defaultdict(list), {}
    split = len(_OWN)
    for row in rows:
        report, citation, state, typed, *judged = row[:split]
        exact = state == Citation.State.EXACT
        parts = row[split : split + len(_CERTAIN)] if exact else row[split + len(_CERTAIN) :]
        chip = _chip(parts, judged, language, addresses) if parts[0] else None
        last = found[report][-1] if found[report] else None
        joins = known.get(report) == citation or (exact and last and _same_place(last, chip))
        if not joins:
            found[report].append(last := Cited(state, typed))
        known[report] = citation
        if chip:
            last.chips.append(chip)
    return dict(found)


@cache
def _rows() -> CitationQuerySet:
    """Made once: building the query takes as long as running it."""
    in_order = ("report_id", "position", "candidates__document__date", "candidates__pk")
    return Citation.objects.order_by(*in_order).values_list(*_OWN, *_CERTAIN, *_POSSIBLE)


def _same_place(cited: Cited, chip: Chip | None) -> bool:
    return cited.state == Citation.State.EXACT and chip is not None and cited.place == chip.place


def _chip(parts: tuple, judged: list[str], language: str, addresses: Addresses) -> Chip:
    label, slug, document, symbol, *names = parts
    title = pick(names[4:8], language) or pick(names[8:12], language)
    place = pick(names[:4], language)
    if place is None and symbol:
        place = Passage(symbol, language, language, state="")
    return Chip(label, addresses.paragraph(document, slug), Place(place or title, title), *judged)
