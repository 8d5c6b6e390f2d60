"""The filters of the list of reports, as they stand in its address.

`q` (words), `entity`, `kind`, `subregion`, `theme`, `meeting`, `document`, `paragraph`, `year`,
`since` and `until` (years), `language` (written in), `readable` (can be read in), `mark`,
`funding`, `sort`.
"""

import django_filters as filters
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import Entity
from mandates.models import Document, Meeting, Theme

from .filters import ReportFilter, YearsForm, by_slug
from .models import Citation
from .models.reports import ReportQuerySet

# What "institutions" takes together, apart.
KINDS = [(kind.value, capfirst(kind.label)) for kind in (
    Entity.Kind.DEPARTMENT, Entity.Kind.PROCESS, Entity.Kind.CIVIL_SOCIETY,
    Entity.Kind.HUMAN_RIGHTS_INSTITUTION,
)]  # fmt: skip


def _by_year(label: str, method: str) -> filters.NumberFilter:
    return filters.NumberFilter(
        label=label, method=method, min_value=1900, max_value=2100, decimal_places=0
    )


class ReportListFilter(ReportFilter):
    """What the list adds to the filters of the theme page."""

    q = filters.CharFilter(label=_("Words"), method="by_words", max_length=200)
    entity = by_slug(_("Entity"), Entity, "by_entity")
    kind = filters.ChoiceFilter(
        label=_("Kind of entity"),
        method="by_kind",
        choices=[*ReportFilter.base_filters["kind"].extra["choices"], *KINDS],
    )
    subregion = filters.ChoiceFilter(
        label=_("Subregion"), method="by_subregion", choices=Entity.Subregion
    )
    theme = by_slug(_("Theme"), Theme, "by_theme")
    meeting = by_slug(_("Meeting"), Meeting, "by_meeting")
    document = by_slug(_("Document"), Document, "by_document")
    since = _by_year(_("From year"), "by_first_year")
    until = _by_year(_("Until year"), "by_last_year")
    mark = filters.ChoiceFilter(
        label=pgettext_lazy("how far a paragraph is", "Mark"),
        method="by_mark",
        choices=[(mark.value, capfirst(mark.label)) for mark in Citation.Mark],
    )
    funding = filters.ChoiceFilter(
        label=_("Funding"),
        method="by_funding",
        choices=[("yes", pgettext_lazy("funding of what was done", "Stated"))],
    )
    readable = filters.ChoiceFilter(
        label=_("Can be read in"), method="by_readable", choices=settings.LANGUAGES
    )
    sort = filters.ChoiceFilter(
        label=_("Order"),
        method="unchanged",
        choices=[("entity", pgettext_lazy("order of a list", "By entity"))],
    )

    class Meta(ReportFilter.Meta):
        form = YearsForm

    def by_words(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        return reports.mentioning(value)

    def by_entity(self, reports: ReportQuerySet, name: str, value: Entity) -> ReportQuerySet:
        return reports.by_entity(value)

    def by_subregion(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        return reports.from_subregion(value)

    def by_theme(self, reports: ReportQuerySet, name: str, value: Theme) -> ReportQuerySet:
        return reports.for_theme(value)

    def by_meeting(self, reports: ReportQuerySet, name: str, value: Meeting) -> ReportQuerySet:
        return reports.about_meeting(value)

    def by_document(self, reports: ReportQuerySet, name: str, value: Document) -> ReportQuerySet:
        return reports.about_documents([value])

    def by_first_year(self, reports: ReportQuerySet, name: str, value: int) -> ReportQuerySet:
        return reports.between_years(int(value), None)

    def by_last_year(self, reports: ReportQuerySet, name: str, value: int) -> ReportQuerySet:
        return reports.between_years(None, int(value))

    def by_kind(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        if value in dict(KINDS):
            return reports.by_kind([value])
        return super().by_kind(reports, name, value)

    def by_mark(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        return reports.with_mark(value)

    def by_funding(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        return reports.with_funding()

    def by_readable(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        return reports.in_language(value)

    def unchanged(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        """The order is no restriction; `report_list` applies it."""
        return reports

    def all_but(self, name: str) -> ReportQuerySet:
        """What the other filters find: each value of this one is counted among them."""
        found = self.queryset
        for other in self.chosen:
            if other != name:
                found = self.filters[other].filter(found, self.form.cleaned_data[other])
        return found
