"""The page of a country or an institution: its reports by theme and by year, and its silence."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext

from countries.models import Entity
from mandates.models import Meeting, Theme
from publication.passages import Passage, passage
from publication.templatetags.passages import worded

from .contents import Jump
from .coverage import Figures, asked_by_theme
from .entity_reports import EntityReports, entity_reports
from .figures import alphabetical
from .models import RelatedResource, Report


@dataclass(frozen=True, slots=True)
class EntityPage:
    language: str
    entity: Entity
    name: Passage | None
    reports: EntityReports
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
        return Figures(self.asked, self.asked - len(self.silent), self.reports.count)

    @property
    def has_demonstration(self) -> bool:
        records = (self.entity, *self.reports.every, *self.resources)
        return any(record.is_demonstration for record in records)


def entity_page(entity: Entity, language: str, number: str | None = None) -> EntityPage:
    """What the page of the entity says to a reader of `language`; of its reports page `number`."""
    found = entity_reports(entity, language, number)
    last_change = Report.objects.by_entity(entity).once_public().last_change()
    asked = _asked(entity)
    silent = asked - {row.theme.id for row in found.themes}
    return EntityPage(
        language=language,
        entity=entity,
        name=passage(entity, "name", language),
        reports=found,
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


def _asked(entity: Entity) -> set[int]:
    """Ids of the themes on which the entity is asked to report."""
    return {theme for theme, entities in asked_by_theme().items() if entity.pk in entities}


def _named_themes(themes: set[int], language: str) -> list[Theme]:
    named = Theme.objects.with_ids(themes).read_in(language, "name")
    return alphabetical(named, "name", language)


def entity_jump(page: EntityPage, followed: list[Jump]) -> list[Jump]:
    """The page's parts; those without anything are left out."""
    themes = [
        Jump(group.theme.slug, worded(group.theme.name), group.reports)
        for group in page.reports.groups
    ]
    parts = [
        Jump("silent", gettext("No report received"), len(page.silent)),
        Jump("reports", gettext("Reports"), page.reports.count, themes),
        Jump("departments", gettext("Departments"), len(page.departments)),
        Jump("summits", gettext("At the Summits"), len(page.meetings)),
        Jump("resources", gettext("Related resources"), len(page.resources)),
    ]
    by_year = Jump("by-theme", gettext("By theme and year"), None)
    return [by_year, *followed, *(part for part in parts if part.count)]
