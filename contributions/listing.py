"""The public list of contributions. All of it is in the address."""

from dataclasses import dataclass

import django_filters as filters
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from countries.models import Entity
from mandates.models import Theme
from publication.paging import page_numbers
from publication.passages import passage
from reports.figures import alphabetical
from reports.filters import AddressFilter, Chip, Select, by_slug, chips

from .models import Contribution
from .models.contributions import ContributionQuerySet
from .rows import Row, for_rows, rows

PER_PAGE = 20
AUTHORS = [
    ("civil_society", _("Civil-society organizations")),
    ("human_rights_institution", _("National human-rights institutions")),
]


class ContributionFilter(AddressFilter):
    """By theme, kind of author, author, and the state concerned."""

    theme = by_slug(_("Theme"), Theme, "by_theme")
    kind = filters.ChoiceFilter(label=_("Written by"), method="by_kind", choices=AUTHORS)
    about = by_slug(_("State it concerns"), Entity, "by_about")
    entity = by_slug(_("Author"), Entity, "by_entity")

    class Meta:
        model = Contribution
        fields: list[str] = []

    def by_theme(
        self, found: ContributionQuerySet, name: str, value: Theme
    ) -> ContributionQuerySet:
        return found.on_theme(value)

    def by_kind(self, found: ContributionQuerySet, name: str, value: str) -> ContributionQuerySet:
        return found.by_kind(value)

    def by_about(
        self, found: ContributionQuerySet, name: str, value: Entity
    ) -> ContributionQuerySet:
        return found.about([value])

    def by_entity(
        self, found: ContributionQuerySet, name: str, value: Entity
    ) -> ContributionQuerySet:
        return found.by_entities([value])


@dataclass(frozen=True, slots=True)
class ContributionList:
    page: Page
    rows: list[Row]
    numbers: list[int | str]
    selects: list[Select]
    chips: list[Chip]
    ignored: list[str]

    @property
    def has_demonstration(self) -> bool:
        return any(row.is_demonstration for row in self.rows)


def contribution_list(query: QueryDict, language: str) -> ContributionList:
    """The contributions that the address asks for. An odd page number gives the nearest page."""
    published = Contribution.objects.published()
    chosen = ContributionFilter(query, queryset=published)
    page = Paginator(for_rows(chosen.qs.newest_first(), language), PER_PAGE).get_page(
        query.get("page")
    )
    selects = _selects(chosen, language)
    return ContributionList(
        page=page,
        rows=rows(page.object_list, language),
        numbers=page_numbers(page),
        selects=selects,
        chips=chips(selects, query),
        ignored=chosen.ignored,
    )


def _selects(chosen: ContributionFilter, language: str) -> list[Select]:
    """Only what some contribution has is offered."""
    every = pgettext("any value of a filter", "All")
    published = Contribution.objects.published().order_by()
    entities, themes = Entity.objects, Theme.objects
    linked = published.values("paragraphs__theme_links__theme")
    return [
        chosen.select("theme", every, _named(themes.with_ids(linked), language)),
        chosen.select("kind", every, AUTHORS),
        chosen.select(
            "entity", every, _named(entities.with_ids(published.values("entity")), language)
        ),
        chosen.select(
            "about", every, _named(entities.with_ids(published.values("about")), language)
        ),
    ]


def _named(records, language: str) -> list[tuple[str, str]]:
    ordered = alphabetical(records.read_in(language, "name"), "name", language)
    return [(one.slug, str(passage(one, "name", language) or one.slug)) for one in ordered]
