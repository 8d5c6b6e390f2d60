"""Entities with what they reported: states and institutions apart, silent ones in their place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext

from countries.models import Entity, EntityQuerySet
from publication.dates import PartialDate
from publication.languages import columns, fold
from publication.passages import Passage, pick

from .addresses import Addresses
from .coverage import Figures, asked_about
from .entries import Entry
from .sparklines import Sparkline, sparkline


@dataclass(slots=True)
class Reporter:
    """An entity with its reports; `shown` are those that pass the filters."""

    name: Passage | None
    slug: str
    kind: str
    url: str
    is_asked: bool
    entries: list[Entry] = field(default_factory=list)
    shown: list[Entry] = field(default_factory=list)
    spark: Sparkline | None = None

    @property
    def group(self) -> str:
        return "states" if self.kind == Entity.Kind.STATE else "institutions"

    @property
    def reports(self) -> int:
        return len(self.entries)

    @property
    def last(self) -> PartialDate | None:
        return max((entry.when for entry in self.entries), key=_day, default=None)


@dataclass(frozen=True, slots=True)
class Kind:
    """The states, or the institutions. `elsewhere` have no report that passes the filters."""

    anchor: str
    title: str
    figures: Figures
    rows: list[Reporter]
    elsewhere: list[Reporter]


def _day(when: PartialDate) -> object:
    return when.date


@lru_cache(maxsize=256)
def _asked(theme: int) -> EntityQuerySet:
    """Who is asked about the theme, unevaluated: building the query costs more than running it."""
    return asked_about(theme).values_list("pk", "kind", "slug", *columns("name"))


def reporters(theme: int, found: list[Entry], language: str) -> list[Reporter]:
    """Who was asked and who reported unasked, A to Z in the reader's language. One query."""
    addresses, by_id = Addresses(), {}
    for number, kind, slug, *name in _asked(theme).all():
        url = addresses.entity(kind, slug)
        by_id[number] = Reporter(pick(name, language), slug, kind, url, is_asked=True)
    for entry in found:
        if entry.entity not in by_id:
            by_id[entry.entity] = Reporter(
                entry.entity_name, entry.entity_slug, entry.entity_kind, entry.entity_url, False
            )
        by_id[entry.entity].entries.append(entry)
    _draw(by_id.values(), found)
    return sorted(by_id.values(), key=lambda row: fold(str(row.name or row.slug)))


def _draw(rows: Iterable[Reporter], found: list[Entry]) -> None:
    years = [entry.when.date.year for entry in found]
    for row in rows:
        if row.entries:
            own = [entry.when.date.year for entry in row.entries]
            row.spark = sparkline(own, min(years), max(years))


def by_kind(rows: list[Reporter], *, filtered: bool) -> list[Kind]:
    """States, then everybody else; a part that nobody belongs to is left out.

    With `filtered`, entities without a report that passes stand apart at the end.
    """
    parts = defaultdict(list)
    for row in rows:
        row.shown = [entry for entry in row.entries if entry.extra.get("shown", True)]
        parts[row.group].append(row)
    titles = {"states": gettext("States"), "institutions": gettext("Institutions")}
    return [
        _kind(anchor, titles[anchor], parts[anchor], filtered) for anchor in titles if parts[anchor]
    ]


def _kind(anchor: str, title: str, rows: list[Reporter], filtered: bool) -> Kind:
    kept = [row for row in rows if row.shown or not filtered]
    elsewhere = [row for row in rows if filtered and not row.shown]
    return Kind(anchor, title, figures_of_reporters(rows), kept, elsewhere)


def figures_of_reporters(rows: Iterable[Reporter]) -> Figures:
    """The figures of the entities asked; reports that came unasked count as reports only."""
    rows = list(rows)
    asked = [row for row in rows if row.is_asked]
    return Figures(
        asked=len(asked),
        reported=sum(1 for row in asked if row.entries),
        reports=sum(row.reports for row in rows),
    )
