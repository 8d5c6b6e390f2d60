"""What the address of an export may ask for, kind by kind; reports have those of their list."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from contributions.listing import ContributionFilter
from countries.models import Entity
from mandates.models import Document, Theme
from reports.action_list import ActionFilter
from reports.coverage_filter import CoverageFilter
from reports.document_list import DocumentListFilter
from reports.filters import AddressFilter, by_slug
from reports.report_list_filter import ReportListFilter

from .coverage_rows import coverage_rows

STATES_AND_OTHERS = [("states", "states"), ("institutions", "institutions")]


class NoFilter(AddressFilter):
    """What is always given whole."""


class EntityFilter(AddressFilter):
    kind = filters.ChoiceFilter(label="kind", method="by_kind", choices=STATES_AND_OTHERS)
    subregion = filters.ChoiceFilter(
        label="subregion", method="by_subregion", choices=Entity.Subregion
    )

    def by_kind(self, entities: QuerySet, name: str, value: str) -> QuerySet:
        return entities.states() if value == "states" else entities.institutions()

    def by_subregion(self, entities: QuerySet, name: str, value: str) -> QuerySet:
        return entities.in_subregion(value)


class ParagraphFilter(AddressFilter):
    document = by_slug("document", Document, "by_document")
    theme = by_slug("theme", Theme, "by_theme")

    def by_document(self, paragraphs: QuerySet, name: str, value: Document) -> QuerySet:
        return paragraphs.in_document(value)

    def by_theme(self, paragraphs: QuerySet, name: str, value: Theme) -> QuerySet:
        return paragraphs.on_theme(value)


class MeetingFilter(AddressFilter):
    kind = filters.ChoiceFilter(
        label="kind", method="by_kind",
        choices=[("summits", "summits"), ("ministerials", "ministerials")],
    )  # fmt: skip

    def by_kind(self, meetings: QuerySet, name: str, value: str) -> QuerySet:
        return meetings.summits() if value == "summits" else meetings.beside_summits()


class ActionListFilter(ActionFilter):
    """That of the list of actions, on the day of the request in the portal's own zone."""

    def __init__(self, data: QueryDict, *, queryset: QuerySet) -> None:
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        super().__init__(data, queryset=queryset, today=today)


class CoverageList:
    """The coverage under the filters of its page; like an AddressFilter to whoever asks it."""

    def __init__(self, data: QueryDict, *, queryset: Any = None) -> None:
        self.form = CoverageFilter(data)

    @property
    def qs(self) -> Any:
        """The rows, which are worked out when the first is asked for."""
        return SimpleLazyObject(lambda: coverage_rows(self.form))

    @property
    def chosen(self) -> dict[str, str]:
        return {name: self.form.data[name] for name in self.form.chosen}


FILTERS: dict[str, type[AddressFilter] | type[CoverageList]] = {
    "reports": ReportListFilter,
    "themes": NoFilter,
    "entities": EntityFilter,
    "paragraphs": ParagraphFilter,
    "documents": DocumentListFilter,
    "meetings": MeetingFilter,
    "attachments": NoFilter,
    "resources": NoFilter,
    "actions": ActionListFilter,
    "indicators": NoFilter,
    "indicator_values": NoFilter,
    "contributions": ContributionFilter,
    "coverage": CoverageList,
}
