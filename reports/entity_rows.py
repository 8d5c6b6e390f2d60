"""Entities in a list: how much each has reported and when, the silent ones in their place."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from countries.models import Entity, EntityQuerySet
from publication.dates import PartialDate
from publication.passages import Passage, passage

from .coverage import Figures, asked_by_theme
from .figures import alphabetical
from .models import Report
from .sparklines import Sparkline, sparkline

MOST_YEARS = 18


@dataclass(frozen=True, slots=True)
class EntityRow:
    """`years` holds the year of each report; `is_asked`: about any theme, as on the home page."""

    entity: Entity
    name: Passage | None
    is_asked: bool
    years: list[int]
    last: PartialDate | None
    spark: Sparkline | None

    @property
    def reports(self) -> int:
        return len(self.years)


@dataclass(frozen=True, slots=True)
class EntityGroup:
    """Rows under a heading."""

    title: str
    rows: list[EntityRow]

    @property
    def figures(self) -> Figures:
        """Of those asked, how many have reported; reports that came unasked count as reports."""
        asked = [row for row in self.rows if row.is_asked]
        reported = sum(1 for row in asked if row.reports)
        return Figures(len(asked), reported, sum(row.reports for row in self.rows))


@dataclass(frozen=True, slots=True)
class EntityList:
    """The entities in groups; the invented ones of the demonstration stand apart."""

    groups: list[EntityGroup]
    invented: list[EntityRow]

    @property
    def rows(self) -> list[EntityRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def figures(self) -> Figures:
        return sum((group.figures for group in self.groups), Figures(0, 0, 0))


Grouping = Callable[[Iterable[EntityRow]], list[EntityGroup]]


def entity_list(entities: EntityQuerySet, grouped: Grouping, language: str) -> EntityList:
    # Who contributes beside the reports is asked for none as a rule, and silent about nothing.
    known = entity_rows(entities, language)
    rows = [row for row in known if row.reports or row.is_asked or not row.entity.contributes]
    real = [row for row in rows if not row.entity.is_demonstration]
    return EntityList(grouped(real), [row for row in rows if row.entity.is_demonstration])


def entity_rows(entities: EntityQuerySet, language: str) -> list[EntityRow]:
    """The entities A to Z in the reader's language, in four queries."""
    years: dict[int, list[int]] = defaultdict(list)
    last: dict[int, PartialDate] = {}
    for entity, year, precision, reports, latest in Report.objects.published().years_by_entity():
        years[entity] += [year] * reports
        if entity not in last or last[entity].date < latest:
            last[entity] = PartialDate(latest, precision)
    known = alphabetical(entities.read_in(language, "name", "acronym"), "name", language)
    first, last_year = _span(years.values())
    asked = set().union(*asked_by_theme().values())
    return [
        EntityRow(
            entity,
            passage(entity, "name", language),
            entity.pk in asked,
            years[entity.pk],
            last.get(entity.pk),
            sparkline(years[entity.pk], first, last_year) if years[entity.pk] else None,
        )
        for entity in known
    ]


def _span(years: Iterable[list[int]]) -> tuple[int, int]:
    """The years drawn: the same for every row of every list, no more than fit beside a name."""
    every = [year for own in years for year in own]
    last = max(every, default=0)
    return max(min(every, default=0), last - MOST_YEARS + 1), last


def by_subregion(rows: Iterable[EntityRow]) -> list[EntityGroup]:
    """One group for each subregion, north to south; a group without rows is left out."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.entity.subregion].append(row)
    return [EntityGroup(str(s.label), groups[s]) for s in Entity.Subregion if groups[s]]


KIND_TITLES = {
    Entity.Kind.INSTITUTION: _("Institutions"),
    Entity.Kind.DEPARTMENT: _("Departments"),
    Entity.Kind.PROCESS: _("Processes"),
    Entity.Kind.CIVIL_SOCIETY: _("Civil-society organizations"),
    Entity.Kind.HUMAN_RIGHTS_INSTITUTION: _("National human-rights institutions"),
}


def by_kind(rows: Iterable[EntityRow]) -> list[EntityGroup]:
    """One group for each kind of institution; a kind without rows is left out."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.entity.kind].append(row)
    return [
        EntityGroup(str(title), groups[kind]) for kind, title in KIND_TITLES.items() if groups[kind]
    ]
