"""The page of a search, put together from its address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext

from publication.paging import page_numbers
from reports.filters import Chip, Select, chips, without

from .facets import Names, limits, selects
from .finding import Found, find, holds
from .forms import SearchForm, understood
from .highlight import Marker
from .meant import meant
from .models import Kind
from .results import Result, results

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind of results, how many there are, and the address that shows them alone."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Help:
    """Ways on where little is found: what may be meant, one of the words, no filters."""

    meant: str
    meant_url: str
    words: list[tuple[str, str]]
    unfiltered: str


@dataclass(frozen=True, slots=True)
class Screen:
    """`page` is a page of what can be listed, of `found.total` in all."""

    words: str
    found: Found
    page: Page
    numbers: list[int | str]
    results: list[Result]
    tabs: list[Tab]
    selects: list[Select]
    chips: list[Chip]
    ignored: list[str]
    kept: list[tuple[str, str]]
    clear: str
    help: "Help | None"

    @property
    def has_demonstration(self) -> bool:
        return any(result.is_demonstration for result in self.results)

    @property
    def is_cut(self) -> bool:
        return self.found.total > self.page.paginator.count


def screen(query: QueryDict, language: str) -> Screen:
    """What the address asks for, for a reader of `language`."""
    values, odd = understood(query)
    names = Names.read(language, values["document"], values["paragraph"])
    limited, unknown = limits(values, names)
    found = find(values["q"], language, limited, by_date=values["sort"] == "date")
    page = Paginator(found.ranked, PER_PAGE).get_page(query.get("page"))
    offered = selects(values, found.counted, names, language) if found.query else []
    clear = without(query, *(name for name in SearchForm.base_fields if name not in ("q", "kind")))
    left_out = dict.fromkeys([*odd, *unknown])
    return Screen(
        words=values["q"],
        found=found,
        page=page,
        numbers=page_numbers(page),
        results=results(page.object_list, language, Marker.of(found.asked), names),
        tabs=_tabs(found, limited.kind, query) if found.counted.facets["kind"] else [],
        selects=offered,
        chips=chips([select for select in offered if select.name != "sort"], query),
        ignored=[str(SearchForm.base_fields[name].label) for name in left_out],
        kept=_kept(values),
        help=_help(found, query) if found.query and not found.total else None,
        clear=clear,
    )


def _tabs(found: Found, chosen: Kind | None, query: QueryDict) -> list[Tab]:
    numbers = found.counted.facets["kind"]
    every = Tab(gettext("Everything"), numbers.total(), without(query, "kind"), chosen is None)
    tabs = [
        Tab(str(kind.label), numbers[kind.value], _of_kind(kind, query), kind == chosen)
        for kind in (Kind.PARAGRAPH, Kind.REPORT, Kind.ENTITY, Kind.THEME, Kind.MEETING,
                     Kind.DOCUMENT, Kind.ATTACHMENT, Kind.CONTRIBUTION)
    ]  # fmt: skip
    return [every, *(tab for tab in tabs if tab.count or tab.is_chosen)]


def _of_kind(kind: Kind, query: QueryDict) -> str:
    kept = query.copy()
    kept["kind"] = kind.code
    kept.pop("page", None)
    return f"?{kept.urlencode()}"


def _kept(values: dict[str, Any]) -> list[tuple[str, str]]:
    """What the filters' form keeps of the address beside its own fields."""
    return [(name, values[name]) for name in ("q", "kind") if values[name]]


def _help(found: Found, query: QueryDict) -> Help:
    """What is offered has results: each way is tried before it is shown."""
    meaning = meant(found.query)
    words = dict.fromkeys(found.query.words)
    singly = [word for word in words if holds(word)] if len(words) > 1 else []
    limited = [name for name in SearchForm.base_fields if name != "q" and query.get(name)]
    everywhere = without(query, *limited)
    return Help(
        meant=meaning if meaning and holds(meaning) else "",
        meant_url=f"?{urlencode({'q': meaning})}",
        words=[(word, f"?{urlencode({'q': word})}") for word in singly],
        unfiltered=everywhere if limited and holds(found.query.text) else "",
    )
