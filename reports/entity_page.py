"""The page of a country or an institution: its reports by theme and by year, and its silence."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext

from countries.models import Entity
from mandates.models import Meeting, Theme
from publication.dates import PartialDate
from publication.passages import Passage, passage

from .contents import Jump
from .coverage import Figures, asked_by_theme
from .entries import Entry
from .entry_themes import ThemeLink, by_name, themed_entries
from .figures import alphabetical
from .models import RelatedResource, Report


@dataclass(frozen=True, slots=True)
class ThemeReports:
    """An entity's reports on a theme. One that stands under an earlier theme is only named here.

    `cells` are pairs of the page's years and the number of reports in each.
    """

    theme: ThemeLink
    entries: list[Entry]
    elsewhere: list[Entry]
    cells: list[tuple[int, int]]

    @property
    def reports(self) -> int:
        return len(self.entries) + len(self.elsewhere)


@dataclass(frozen=True, slots=True)
class EntityPage:
    language: str
    entity: Entity
    name: Passage | None
    entries: list[Entry]
    years: list[int]
    themes: list[ThemeReports]
    asked: int
    silent: list[Theme]
    meetings: list[Meeting]
    resources: list[RelatedResource]
    departments: list[Entity]
    changed_at: datetime.datetime

    @property
    def acronym(self) -> Passage | None:
        return passage(self.entity, "acronym", self.language)

    @property
    def official_name(self) -> Passage | None:
        """Where it says more than the name."""
        found = passage(self.entity, "official_name", self.language)
        return found if found and found.text != self.name.text else None

    @property
    def figures(self) -> Figures:
        """Of the themes on which a report was asked for, how many have one."""
        return Figures(self.asked, self.asked - len(self.silent), len(self.entries))

    @property
    def has_demonstration(self) -> bool:
        records = (self.entity, *self.entries, *self.resources)
        return any(record.is_demonstration for record in records)

    @property
    def latest(self) -> PartialDate | None:
        return max((entry.when for entry in self.entries), key=lambda when: when.date, default=None)

    @property
    def mandates(self) -> int:
        """How many paragraphs the reports cite for certain."""
        cited = (one for entry in self.entries for one in entry.cited if one.state == "exact")
        return len({chip.url for one in cited for chip in one.chips})

    @property
    def per_year(self) -> list[int]:
        """Reports in each year; one on two themes counts once."""
        counts = Counter(entry.when.date.year for entry in self.entries)
        return [counts[year] for year in self.years]


def entity_page(entity: Entity, language: str) -> EntityPage:
    """All that the page of the entity says to a reader of `language`."""
    reports = Report.objects.by_entity(entity)
    found = themed_entries(reports.published().newest_first(), language)
    last_change = reports.once_public().last_change()
    years = sorted({entry.when.date.year for entry in found})
    asked = _asked(entity)
    silent = asked - {link.id for entry in found for link in entry.extra["themes"]}
    return EntityPage(
        language=language,
        entity=entity,
        name=passage(entity, "name", language),
        entries=found,
        years=years,
        themes=_by_theme(found, years),
        asked=len(asked),
        silent=_named_themes(silent, language),
        meetings=list(
            Meeting.objects.summits()
            .attended_by(entity)
            .newest_first()
            .read_in(language, "name", "short_name")
        ),
        resources=list(RelatedResource.objects.of_entity(entity)),
        departments=alphabetical(
            Entity.objects.part_of(entity).read_in(language, "name"), "name", language
        ),
        changed_at=max(filter(None, [entity.changed_at, last_change])),
    )


def _by_theme(found: list[Entry], years: list[int]) -> list[ThemeReports]:
    """A to Z; a report on several themes is shown whole under the first of them.

    An entry keeps that one as "first", and only the others as "themes".
    """
    groups: dict[ThemeLink, list[Entry]] = {}
    for entry in found:
        for link in entry.extra["themes"]:
            groups.setdefault(link, []).append(entry)
        entry.extra["first"], *entry.extra["themes"] = entry.extra["themes"]
    return [_theme_reports(link, groups[link], years) for link in sorted(groups, key=by_name)]


def _theme_reports(link: ThemeLink, found: list[Entry], years: list[int]) -> ThemeReports:
    counts = Counter(entry.when.date.year for entry in found)
    return ThemeReports(
        theme=link,
        entries=[entry for entry in found if entry.extra["first"] == link],
        elsewhere=[entry for entry in found if entry.extra["first"] != link],
        cells=[(year, counts[year]) for year in years],
    )


def _asked(entity: Entity) -> set[int]:
    """Ids of the themes on which the entity is asked to report."""
    return {theme for theme, entities in asked_by_theme().items() if entity.pk in entities}


def _named_themes(themes: set[int], language: str) -> list[Theme]:
    named = Theme.objects.with_ids(themes).read_in(language, "name")
    return alphabetical(named, "name", language)


def entity_jump(page: EntityPage) -> list[Jump]:
    """The page's parts; those without anything are left out."""
    themes = [Jump(group.theme.slug, str(group.theme.name), group.reports) for group in page.themes]
    parts = [
        Jump("silent", gettext("No report received"), len(page.silent)),
        Jump("reports", gettext("Reports"), len(page.entries), themes),
        Jump("departments", gettext("Departments"), len(page.departments)),
        Jump("summits", gettext("At the Summits"), len(page.meetings)),
        Jump("resources", gettext("Related resources"), len(page.resources)),
    ]
    by_year = Jump("by-theme", gettext("By theme and year"), None)
    return [by_year, *(part for part in parts if part.count)]
