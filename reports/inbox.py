"""The Secretariat's inbox: what waits, longest first, with a count for each reason to wait."""

import datetime
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Permission, roles_with
from countries.models import Entity
from mandates.models import Theme
from publication.paging import page_numbers

from .coverage_filter import named
from .figures import alphabetical
from .filters import Chip, Select, chips, without
from .inbox_filter import InboxFilter
from .models import Asked, Cycle, Report

PER_PAGE = 25
NAMES = {
    "submitted": _("Submitted"),
    "returned": _("Returned"),
    "overdue": _("Overdue"),
    "translation": _("Awaiting translation"),
    "scheduled": _("Scheduled"),
    "open": _("All on their way"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    slug: str
    name: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of one tab: `rows` are reports, or who is overdue (`Asked`), with `days` waited."""

    tab: str
    tabs: list[Tab]
    page: Page
    numbers: list[int | str]
    selects: list[Select]
    chips: list[Chip]
    ignored: list[str]
    people: list[User]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address keeps when the filters change."""
        return [("tab", self.tab)]

    @property
    def clear(self) -> str:
        return f"?tab={self.tab}"


def reviewers() -> list[User]:
    """The people who may review reports, by name."""
    roles = roles_with(Permission.REVIEW_REPORTS)
    people = {person for role in roles for person in User.objects.holding(role=role)}
    return sorted((person for person in people if person.is_active), key=str)


def inbox(request: HttpRequest, language: str, at: datetime.datetime) -> Inbox:
    """The tab and the page that the address asks for; what it does not understand is named."""
    asked = request.GET.get("tab", "submitted")
    tab = asked if asked in NAMES else "submitted"
    chosen = InboxFilter(request.GET, queryset=Report.objects.all(), request=request)
    overdue = _overdue(chosen, at)
    counts = {**chosen.qs.counts_by_tab(), "overdue": overdue.count()}
    rows = overdue if tab == "overdue" else chosen.qs.in_tab(tab).for_inbox()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.days = (at - (row.due_at if tab == "overdue" else row.since)).days
    people = reviewers()
    selects = _selects(chosen, people, language)
    address = without(request.GET, "tab")[1:]
    return Inbox(
        tab,
        [
            Tab(slug, str(name), counts[slug], f"?tab={slug}" + (f"&{address}" if address else ""))
            for slug, name in NAMES.items()
        ],
        page,
        page_numbers(page),
        selects,
        chips(selects, request.GET),
        chosen.ignored + ([gettext("part of the inbox")] if asked not in NAMES else []),
        people,
    )


def _overdue(chosen: InboxFilter, at: datetime.datetime) -> QuerySet:
    """Whoever reports to nobody in particular: with an assignee set, only "nobody" finds them."""
    found = Asked.objects.overdue(at, chosen.value("theme"))
    if entity := chosen.value("entity"):
        found = found.of_entities([entity])
    if cycle := chosen.value("cycle"):
        found = found.in_cycle(cycle)
    return found.none() if chosen.value("assignee") not in (None, "nobody") else found


def _selects(chosen: InboxFilter, people: list[User], language: str) -> list[Select]:
    every, select = pgettext("any value of a filter", "All"), chosen.select
    themes = alphabetical(Theme.objects.read_in(language, "name"), "name", language)
    entities = alphabetical(Entity.objects.read_in(language, "name"), "name", language)
    cycles = Cycle.objects.announced().read_in(language, "name")
    names = [("me", gettext("me")), ("nobody", gettext("nobody"))]
    names += [(str(person.pk), str(person)) for person in people]
    return [
        select("theme", every, named(themes, language)),
        select("entity", every, named(entities, language)),
        select("cycle", every, named(cycles, language)),
        select("assignee", every, names),
    ]


def days_in_words(days: int) -> str:
    """ "today", "1 day", "12 days"."""
    if days < 1:
        return gettext("today")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
