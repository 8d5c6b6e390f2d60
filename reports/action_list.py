"""The list of actions: what its filters offer, and the page shown. All of it is in the address."""

import datetime
from dataclasses import dataclass

import django_filters as filters
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from mandates.models import Document, Theme
from publication.paging import page_numbers
from publication.passages import passage

from .action_rows import ActionRow, action_rows, for_rows
from .advance import ORDER, Advance, advance
from .figures import alphabetical
from .filters import AddressFilter, Chip, Select, by_slug, chips
from .models import Action
from .models.actions import ActionQuerySet

PER_PAGE = 25


class ActionFilter(AddressFilter):
    """By entity, theme, document, state; `due=past` leaves those past their day."""

    entity = by_slug(_("Responsible"), Entity, "by_entity")
    theme = by_slug(_("Theme"), Theme, "by_theme")
    document = by_slug(_("Document"), Document, "by_document")
    state = filters.ChoiceFilter(
        label=_("State"), method="by_state", choices=[(s.value, s.label) for s in ORDER]
    )
    due = filters.ChoiceFilter(
        label=_("Due"), method="by_due", choices=[("past", _("past their day"))]
    )

    class Meta:
        model = Action
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, queryset: ActionQuerySet, today: datetime.date) -> None:
        self.today = today
        super().__init__(data, queryset=queryset)

    def by_entity(self, actions: ActionQuerySet, name: str, value: Entity) -> ActionQuerySet:
        return actions.of_entity(value)

    def by_theme(self, actions: ActionQuerySet, name: str, value: Theme) -> ActionQuerySet:
        return actions.for_theme(value)

    def by_document(self, actions: ActionQuerySet, name: str, value: Document) -> ActionQuerySet:
        return actions.of_document(value)

    def by_state(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return actions.in_state(value)

    def by_due(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return actions.overdue(self.today)


@dataclass(frozen=True, slots=True)
class ActionList:
    page: Page
    rows: list[ActionRow]
    numbers: list[int | str]
    advance: Advance
    selects: list[Select]
    chips: list[Chip]
    ignored: list[str]

    @property
    def has_demonstration(self) -> bool:
        return any(row.is_demonstration for row in self.rows)


def action_list(query: QueryDict, language: str, today: datetime.date) -> ActionList:
    """The actions that the address asks for. An odd page number gives the nearest page."""
    chosen = ActionFilter(query, queryset=Action.objects.all(), today=today)
    found = for_rows(chosen.qs.in_order(), language)
    page = Paginator(found, PER_PAGE).get_page(query.get("page"))
    selects = _selects(chosen, language)
    return ActionList(
        page=page,
        rows=action_rows(page.object_list, language, today),
        numbers=page_numbers(page),
        advance=advance(chosen.qs, today),
        selects=selects,
        chips=chips(selects, query),
        ignored=chosen.ignored,
    )


def _selects(chosen: ActionFilter, language: str) -> list[Select]:
    every = pgettext("any value of a filter", "All")
    actions = Action.objects.order_by()
    entities = Entity.objects.with_ids(actions.values("entities")).read_in(language, "name")
    themes = Theme.objects.with_ids(actions.values("paragraph__theme_links__theme"))
    documents = Document.objects.with_ids(actions.values("paragraph__document"))
    return [
        chosen.select("entity", every, _named(entities, "name", language)),
        chosen.select("theme", every, _named(themes.read_in(language, "name"), "name", language)),
        chosen.select(
            "document", every, _named(documents.read_in(language, "title"), "title", language)
        ),
        chosen.select("state", every, [(s.value, s.label) for s in ORDER]),
        chosen.select("due", gettext("Any day"), chosen.filters["due"].extra["choices"]),
    ]


def _named(records, field: str, language: str) -> list[tuple[str, str]]:
    ordered = alphabetical(records, field, language)
    return [(one.slug, str(passage(one, field, language) or one.slug)) for one in ordered]
