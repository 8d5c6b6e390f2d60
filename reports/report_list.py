"""The list of all reports: its filters, what they offer, the order and the page shown.

All of it is in the address: `q` (words), `entity`, `kind`, `subregion`, `theme`, `meeting`,
`document`, `paragraph`, `since` and `until` (years), `language` (written in), `readable` (can be
read in), `sort`, `page`. A value that makes no sense is left out and named.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import django_filters as filters
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from mandates.models import Document, Meeting, Theme
from publication.languages import LANGUAGES, passage
from publication.templatetags.passages import language_word

from .entries import Entry
from .entry_themes import themed_entries
from .figures import alphabetical
from .filters import Chip, ReportFilter, Select, chips
from .models import Report
from .models.reports import ReportQuerySet

PER_PAGE = 25


def _by_slug(label: str, model: type, method: str) -> filters.ModelChoiceFilter:
    """A record named by its slug; a slug that no record has makes no sense."""
    return filters.ModelChoiceFilter(
        label=label, method=method, to_field_name="slug", queryset=model._default_manager.all()
    )


def _by_year(label: str, method: str) -> filters.NumberFilter:
    return filters.NumberFilter(
        label=label, method=method, min_value=1900, max_value=2100, decimal_places=0
    )


class ReportListFilter(ReportFilter):
    """What the list adds to the filters of the theme page."""

    q = filters.CharFilter(label=_("Words"), method="by_words", max_length=200)
    entity = _by_slug(_("Entity"), Entity, "by_entity")
    kind = filters.ChoiceFilter(
        label=_("Kind of entity"),
        method="by_kind",
        choices=ReportFilter.base_filters["kind"].extra["choices"],
    )
    subregion = filters.ChoiceFilter(
        label=_("Subregion"), method="by_subregion", choices=Entity.Subregion
    )
    theme = _by_slug(_("Theme"), Theme, "by_theme")
    meeting = _by_slug(_("Meeting"), Meeting, "by_meeting")
    document = _by_slug(_("Document"), Document, "by_document")
    since = _by_year(_("From year"), "by_first_year")
    until = _by_year(_("Until year"), "by_last_year")
    readable = filters.ChoiceFilter(
        label=_("Can be read in"), method="by_readable", choices=settings.LANGUAGES
    )
    sort = filters.ChoiceFilter(
        label=_("Order"),
        method="unchanged",
        choices=[("entity", pgettext_lazy("order of a list", "By entity"))],
    )

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
        return reports.about_document(value)

    def by_first_year(self, reports: ReportQuerySet, name: str, value: int) -> ReportQuerySet:
        return reports.between_years(int(value), None)

    def by_last_year(self, reports: ReportQuerySet, name: str, value: int) -> ReportQuerySet:
        return reports.between_years(None, int(value))

    def by_readable(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        return reports.in_language(value)

    def unchanged(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        """The order is no restriction; `report_list` applies it."""
        return reports


@dataclass(frozen=True, slots=True)
class ReportList:
    """A page of the list. `numbers` are the pages to link to, with "…" where some are left out."""

    page: Page
    entries: list[Entry]
    numbers: list[int | str]
    words: str
    selects: list[Select]
    chips: list[Chip]
    ignored: list[str]

    @property
    def has_demonstration(self) -> bool:
        return any(entry.is_demonstration for entry in self.entries)


def report_list(query: QueryDict, language: str) -> ReportList:
    """The reports that the address asks for. An odd page number gives the nearest page."""
    chosen = ReportListFilter(query, queryset=Report.objects.published())
    entities = alphabetical(Entity.objects.read_in(language, "name"), "name", language)
    page = Paginator(_ordered(chosen, entities), PER_PAGE).get_page(query.get("page"))
    selects = _selects(chosen, entities, language)
    words = chosen.chosen.get("q", "")
    said = [
        Select("q", gettext("Words"), words, [(words, gettext("“%(words)s”") % {"words": words})]),
        *selects,
    ]
    return ReportList(
        page=page,
        entries=themed_entries(page.object_list, language),
        numbers=list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        words=words,
        selects=selects,
        chips=chips([select for select in said if select.name != "sort"], query),
        ignored=chosen.ignored,
    )


def _ordered(chosen: ReportListFilter, entities: list[Entity]) -> ReportQuerySet:
    if chosen.chosen.get("sort") == "entity":
        return chosen.qs.in_order_of([entity.pk for entity in entities])
    return chosen.qs.newest_first()


def _selects(chosen: ReportListFilter, entities: list[Entity], language: str) -> list[Select]:
    """What each filter offers; one that only a link sets is shown when it is set."""
    themes = alphabetical(Theme.objects.read_in(language, "name"), "name", language)
    summits = Meeting.objects.summits().newest_first().read_in(language, "name")
    years = [(str(year), str(year)) for year in Report.objects.published().years()]
    words = [(code, language_word(code)) for code in LANGUAGES]
    select, offer = chosen.select, chosen.filters
    every = pgettext("any value of a filter", "All")
    return [
        select("entity", every, _named(entities, "name", language)),
        select("kind", every, offer["kind"].extra["choices"]),
        select("subregion", every, Entity.Subregion.choices),
        select("theme", every, _named(themes, "name", language)),
        select("meeting", every, _meetings(chosen, summits, language)),
        select("since", every, years),
        select("until", every, years),
        select("language", every, words),
        select("readable", every, words),
        select("sort", gettext("Newest first"), offer["sort"].extra["choices"]),
        *_set_by_links(chosen, language),
    ]


def _named(records: Iterable, field: str, language: str) -> list[tuple[str, str]]:
    return [(one.slug, str(passage(one, field, language) or one.slug)) for one in records]


def _meetings(
    chosen: ReportListFilter, summits: Iterable[Meeting], language: str
) -> list[tuple[str, str]]:
    """The Summits, and the meeting of another kind that a link may have set."""
    options, linked = _named(summits, "name", language), chosen.value("meeting")
    if linked and not linked.is_summit:
        options += _named([linked], "name", language)
    return options


def _set_by_links(chosen: ReportListFilter, language: str) -> list[Select]:
    """Document, paragraph and year are reached from other pages: too many to choose from here."""
    found, every = [], pgettext("any value of a filter", "All")
    if document := chosen.value("document"):
        found.append(chosen.select("document", every, _named([document], "title", language)))
    if paragraph := chosen.chosen.get("paragraph"):
        options = [(paragraph, paragraph.replace("/", " / "))]
        found.append(chosen.select("paragraph", every, options))
    if year := chosen.chosen.get("year"):
        found.append(chosen.select("year", every, [(year, year)]))
    return found
