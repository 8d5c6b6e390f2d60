"""The theme page: everything agreed on a theme, and everything reported about it.

Six queries for any number of mandates, entities and reports.
"""

import datetime
from dataclasses import dataclass
from functools import cache, lru_cache

from django.db.models import Exists, OuterRef, Value
from django.http import QueryDict

from mandates.models import Theme
from mandates.models.themes import ThemeQuerySet
from publication.dates import PartialDate
from publication.languages import columns
from publication.passages import Passage, pick

from .addresses import Addresses
from .agreed import Agreed, by_meeting
from .coverage import Figures
from .entries import Entry, read, rows_of
from .filters import ReportFilter
from .mandate_lines import MandateLine, mandate_lines, mandates_in
from .models import RelatedResource, Report
from .models.reports import ReportQuerySet
from .models.resources import RelatedResourceQuerySet
from .reporters import Kind, Reporter, by_kind, figures_of_reporters, reporters


@dataclass(frozen=True, slots=True)
class LinkedMeeting:
    """A meeting linked to the theme as such, as ministerials are."""

    name: Passage | None
    place: Passage | None
    url: str
    when: PartialDate
    documents: int


@dataclass(frozen=True, slots=True)
class Resource:
    title: str
    language: str
    url: str
    is_demonstration: bool
    entity: Passage | None
    entity_url: str


@dataclass(frozen=True, slots=True)
class Head:
    id: int
    name: Passage | None
    description: Passage | None
    meetings: list[LinkedMeeting]


@dataclass(frozen=True, slots=True)
class ThemePage:
    """All the page says; `entries` are all published reports, filters or not."""

    head: Head
    lines: list[MandateLine]
    agreed: list[Agreed]
    entries: list[Entry]
    rows: list[Reporter]
    kinds: list[Kind]
    figures: Figures
    resources: list[Resource]
    filters: ReportFilter

    @property
    def has_demonstration(self) -> bool:
        return any(row.is_demonstration for row in (*self.lines, *self.entries, *self.resources))

    @property
    def changed_at(self) -> datetime.datetime | None:
        """When a mandate or report of the page last changed."""
        return max((row.changed_at for row in (*self.lines, *self.entries)), default=None)

    @property
    def documents(self) -> int:
        return len({line.source.slug for line in self.lines})

    @property
    def summits(self) -> int:
        return len({line.source.meeting for line in self.lines if line.source.is_summit})

    @property
    def latest(self) -> PartialDate | None:
        return max((entry.when for entry in self.entries), key=lambda when: when.date, default=None)

    @property
    def shown(self) -> list[Entry]:
        return [entry for kind in self.kinds for row in kind.rows for entry in row.shown]

    @property
    def unasked(self) -> int:
        """How many entities reported without being asked."""
        return sum(1 for row in self.rows if not row.is_asked)


def theme_page(slug: str, query: QueryDict, language: str) -> ThemePage:
    """The page of the theme for a reader of `language`. Raises Theme.DoesNotExist."""
    head = _head(slug, language)
    filters = ReportFilter(query, queryset=Report.objects.published().for_theme(head.id))
    lines = _agreed_on(head.id, slug, language)
    found = _reported(head.id, filters, language)
    rows = reporters(head.id, found, language)
    return ThemePage(
        head=head,
        lines=lines,
        agreed=by_meeting(lines),
        entries=found,
        rows=rows,
        kinds=_shown_kinds(rows, filters),
        figures=figures_of_reporters(rows),
        resources=_resources(head.id, language),
        filters=filters,
    )


_HEAD = (
    "pk", *columns("name"), *columns("description"),
    "adopted",
    "meetings__slug", "meetings__kind", "meetings__starts_on", "meetings__date_precision",
    *(f"meetings__{name}" for name in (*columns("name"), *columns("place"))),
)  # fmt: skip


@cache
def _heads() -> ThemeQuerySet:
    themes = Theme.objects.order_by("-meetings__starts_on")
    return themes.counting_documents().values_list(*_HEAD)


def _head(slug: str, language: str) -> Head:
    """The theme with the meetings linked to it, newest first."""
    rows = list(_heads().with_slug(slug))
    if not rows:
        raise Theme.DoesNotExist(slug)
    number, texts = rows[0][0], rows[0][1:9]
    meetings = [_linked(row[9:], language) for row in rows if row[10]]
    return Head(number, pick(texts[:4], language), pick(texts[4:], language), meetings)


def _linked(row: tuple, language: str) -> LinkedMeeting:
    adopted, slug, kind, date, precision, *names = row
    url, when = Addresses().meeting(kind, slug), PartialDate(date, precision)
    name, place = pick(names[:4], language), pick(names[4:], language)
    return LinkedMeeting(name, place, url, when, adopted)


def _agreed_on(theme: int, slug: str, language: str) -> list[MandateLine]:
    """The theme's mandates; of their themes only the others are named."""
    lines = mandate_lines(mandates_in(language).for_theme(theme), language)
    own = Addresses().theme(slug)
    for line in lines:
        line.themes = [(name, url) for name, url in line.themes if url != own]
    return lines


def _reported(theme: int, filters: ReportFilter, language: str) -> list[Entry]:
    """All reports of the theme; `extra["shown"]` says which pass the filters."""
    if not filters.chosen:
        return read(_unfiltered(theme, language).all(), language, "shown")
    passing = Exists(filters.qs.with_ids(OuterRef("pk")))
    return read(_in_order(theme, language, passing), language, "shown")


@lru_cache(maxsize=512)
def _unfiltered(theme: int, language: str) -> ReportQuerySet:
    """Kept unevaluated: what most readers ask for, built once."""
    return _in_order(theme, language, Value(True))


def _in_order(theme: int, language: str, shown: Exists | Value) -> ReportQuerySet:
    """Newest first, as the legacy site has each entity's; those of a day in its order."""
    reports = Report.objects.published().for_theme(theme).annotate(shown=shown)
    return rows_of(reports.order_by("-date", "theme_links__position", "pk"), language, "shown")


def _shown_kinds(rows: list[Reporter], filters: ReportFilter) -> list[Kind]:
    chosen = filters.chosen
    kinds = by_kind(rows, filtered=bool(chosen.keys() - {"kind"}))
    return [kind for kind in kinds if chosen.get("kind", kind.anchor) == kind.anchor]


@cache
def _all_resources() -> RelatedResourceQuerySet:
    own = ("title", "language", "url", "is_demonstration")
    entity = ("kind", "slug", *columns("name"))
    return RelatedResource.objects.values_list(*own, *(f"entity__{name}" for name in entity))


def _resources(theme: int, language: str) -> list[Resource]:
    addresses, found = Addresses(), []
    for row in _all_resources().for_theme(theme):
        kind, slug, *name = row[4:]
        url = addresses.entity(kind, slug)
        found.append(Resource(*row[:4], entity=pick(name, language), entity_url=url))
    return found
