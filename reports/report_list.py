"""The list of all reports: what its filters offer, the order and the page shown.

All of it is in the address. A value that makes no sense is left out and named.
"""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext

from countries.models import Entity
from publication.paging import page_numbers

from .entries import Entry
from .entry_themes import themed_entries
from .facets import Facets, Found, Row
from .figures import alphabetical
from .filters import Chip, Option, Select, chips
from .models import Report
from .report_list_filter import ReportListFilter
from .report_list_selects import Selects

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ReportList:
    """A page of the list. `numbers` are the pages to link to, with "…" where some are left out.

    With `has_more` the list ends at the number of reports that it reaches back over.
    """

    page: Page
    has_more: bool
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
    facets = Facets(chosen)
    rows = _ordered(facets.found, entities) if _by_entity(chosen) else facets.found.rows
    page = Paginator(rows, PER_PAGE).get_page(query.get("page"))
    selects = Selects(facets, entities, language).all()
    words = chosen.chosen.get("q", "")
    said = [
        Select(
            "q", gettext("Words"), words, [Option(words, gettext("“%(words)s”") % {"words": words})]
        ),
        *selects,
    ]
    return ReportList(
        page=page,
        has_more=facets.found.has_more,
        entries=_entries(page.object_list, language),
        numbers=page_numbers(page),
        words=words,
        selects=selects,
        chips=chips([select for select in said if select.name != "sort"], query),
        ignored=chosen.ignored,
    )


def _by_entity(chosen: ReportListFilter) -> bool:
    return chosen.chosen.get("sort") == "entity"


def _ordered(found: Found, entities: list[Entity]) -> list[Row]:
    """By entity in the reader's order, each one's newest first."""
    places = {entity.pk: place for place, entity in enumerate(entities)}
    return sorted(found.rows, key=lambda row: places.get(row.entity, len(places)))


def _entries(rows: list[Row], language: str) -> list[Entry]:
    """The reports of these rows, in their order."""
    places = {row.report: place for place, row in enumerate(rows)}
    reports = Report.objects.published().with_ids(list(places)).newest_first()
    return sorted(themed_entries(reports, language), key=lambda entry: places[entry.id])
