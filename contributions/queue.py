"""The Secretariat's queue of contributions."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from publication.paging import page_numbers

from .models import Contribution
from .rows import Row, for_rows, rows

PER_PAGE = 25
State = Contribution.State


@dataclass(frozen=True, slots=True)
class Tab:
    state: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Queue:
    state: str
    tabs: list[Tab]
    page: Page
    rows: list[Row]
    numbers: list[int | str]


def queue(query: QueryDict, language: str) -> Queue:
    """Those in the state that the address names, else those that wait."""
    names = {
        State.SUBMITTED: gettext("Waiting for you"),
        State.RETURNED: gettext("With their author again"),
        State.PUBLISHED: pgettext("contributions", "Published"),
        State.WITHDRAWN: pgettext("contributions", "Withdrawn"),
    }
    asked = query.get("state", "")
    state = asked if asked in names else State.SUBMITTED
    counts = Contribution.objects.numbers_by_state()
    found = Contribution.objects.in_state(state)
    ordered = found.awaiting_review() if state == State.SUBMITTED else found.latest_change_first()
    page = Paginator(for_rows(ordered, language), PER_PAGE).get_page(query.get("page"))
    return Queue(
        state,
        [Tab(one, name, counts.get(one, 0)) for one, name in names.items()],
        page,
        rows(page.object_list, language),
        page_numbers(page),
    )
