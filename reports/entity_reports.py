"""An entity's reports on its page: all counted by theme and year, one page of them shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from countries.models import Entity
from publication.dates import PartialDate
from publication.paging import page_numbers

from .entries import Entry, entries
from .entry_themes import ThemeLink, by_name, themes_by_report
from .models import Citation, Report
from .models.reports import ReportQuerySet

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A report as the figures count it, shown on this page or not."""

    id: int
    when: PartialDate
    is_demonstration: bool
    themes: list[ThemeLink]


@dataclass(frozen=True, slots=True)
class ThemeYears:
    """How many reports there are on a theme; `cells` are pairs of the entity's years and these."""

    theme: ThemeLink
    cells: list[tuple[int, int]]
    is_shown: bool

    @property
    def reports(self) -> int:
        return sum(count for _year, count in self.cells)


@dataclass(frozen=True, slots=True)
class ThemeReports:
    """The page's reports on a theme, of `reports` in all.

    One that stands under an earlier theme is only named in `elsewhere`.
    """

    theme: ThemeLink
    reports: int
    entries: list[Entry]
    elsewhere: list[Entry]


@dataclass(frozen=True, slots=True)
class EntityReports:
    """`page` is a page of `every`, newest first; `numbers` are the pages to link to.

    `mandates` says how many paragraphs the reports cite for certain.
    """

    every: list[Listed]
    page: Page
    numbers: list[int | str]
    years: list[int]
    themes: list[ThemeYears]
    groups: list[ThemeReports]
    mandates: int

    @property
    def count(self) -> int:
        return len(self.every)

    @property
    def latest(self) -> PartialDate | None:
        return self.every[0].when if self.every else None

    @property
    def per_year(self) -> list[int]:
        """Reports in each year; one on two themes counts once."""
        counts = Counter(one.when.date.year for one in self.every)
        return [counts[year] for year in self.years]


def entity_reports(entity: Entity, language: str, number: str | None) -> EntityReports:
    """The entity's published reports, in six queries. An odd page number gives the nearest page."""
    published = Report.objects.published().by_entity(entity)
    every = _every(entity, language)
    page = Paginator(every, PER_PAGE).get_page(number)
    shown = _shown(page, language)
    themes = _themes(every, shown)
    return EntityReports(
        every=every,
        page=page,
        numbers=page_numbers(page),
        years=_years(every),
        themes=themes,
        groups=_by_theme(shown, themes),
        mandates=_mandates(published),
    )


def _mandates(reports: ReportQuerySet) -> int:
    certain = Citation.objects.with_reports(reports).exclude(paragraph=None)
    return certain.order_by().values("paragraph").distinct().count()


def _every(entity: Entity, language: str) -> list[Listed]:
    reports = Report.objects.published().by_entity(entity)
    themes = themes_by_report(reports, language)
    rows = reports.newest_first().values_list("pk", "date", "date_precision", "is_demonstration")
    return [
        Listed(pk, PartialDate(date, precision), demonstration, themes.get(pk, []))
        for pk, date, precision, demonstration in rows
    ]


def _shown(page: Page, language: str) -> list[Entry]:
    """A report on several themes is shown whole under the first of them.

    An entry keeps that one as "first", and only the others as "themes".
    """
    themes = {one.id: one.themes for one in page}
    found = entries(Report.objects.with_ids(list(themes)).newest_first(), language)
    for entry in found:
        entry.extra["first"], *entry.extra["themes"] = themes[entry.id]
    return found


def _years(every: Iterable[Listed]) -> list[int]:
    return sorted({one.when.date.year for one in every})


def _themes(every: list[Listed], shown: Iterable[Entry]) -> list[ThemeYears]:
    """A to Z; `is_shown` where the page has a report on the theme."""
    counts = Counter((link, one.when.date.year) for one in every for link in one.themes)
    here = {link for entry in shown for link in _themes_of(entry)}
    years = _years(every)
    return [
        ThemeYears(link, [(year, counts[link, year]) for year in years], link in here)
        for link in sorted({link for link, _year in counts}, key=by_name)
    ]


def _themes_of(entry: Entry) -> list[ThemeLink]:
    return [entry.extra["first"], *entry.extra["themes"]]


def _by_theme(shown: list[Entry], themes: list[ThemeYears]) -> list[ThemeReports]:
    return [
        ThemeReports(
            theme=row.theme,
            reports=row.reports,
            entries=[entry for entry in shown if entry.extra["first"] == row.theme],
            elsewhere=[entry for entry in shown if row.theme in entry.extra["themes"]],
        )
        for row in themes
        if row.is_shown
    ]
