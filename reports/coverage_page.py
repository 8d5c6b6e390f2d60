"""The coverage page: the matrix as the address asks for it, in the reader's language."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph
from publication.passages import Passage, passage

from .addresses import Addresses
from .coverage import Figures
from .coverage_columns import Heading, headings
from .coverage_filter import CoverageFilter, selects
from .coverage_matrix import (
    ANSWERED,
    PARAGRAPHS,
    THEMES,
    Cell,
    Column,
    Matrix,
    Scope,
    State,
    matrix,
)
from .figures import alphabetical
from .filters import Chip, Select, chips

PER_PAGE = 40  # columns


@dataclass(frozen=True, slots=True)
class Row:
    """An entity; `cells` are those of the columns shown, the figures those of all columns."""

    id: int
    name: Passage
    slug: str
    url: str
    kind: str
    is_demonstration: bool
    cells: list[Cell]
    figures: Figures


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """`every` are all columns, `shown` the page's; `totals` are the figures of those shown."""

    language: str
    filters: CoverageFilter
    scope: Scope
    every: list[Heading]
    page: Page
    rows: list[Row]
    selects: list[Select]
    chips: list[Chip]

    @property
    def shown(self) -> list[Heading]:
        return list(self.page.object_list)

    @property
    def figures(self) -> Figures:
        """Over all cells of the rows: pairs of entity and column asked about, and answered."""
        return sum((row.figures for row in self.rows), Figures(0, 0, 0))

    @property
    def totals(self) -> list[Figures]:
        """Of the entities in the rows, by column."""
        return [_column_figures(heading.column, self.rows) for heading in self.shown]

    @property
    def has_demonstration(self) -> bool:
        return any(row.is_demonstration for row in self.rows)


def coverage_page(query: QueryDict, language: str) -> CoveragePage:
    """What the address asks for, in a number of queries that does not grow with the rows."""
    filters = CoverageFilter(query)
    found = view_of(filters, language)
    offered = selects(filters, language)
    # The paragraphs of a document stand in the columns whatever else was to.
    untold = {"sort", "columns"} if filters.scope.columns == PARAGRAPHS else {"sort"}
    page = Paginator(found.headings, PER_PAGE).get_page(query.get("page"))
    return CoveragePage(
        language=language,
        filters=filters,
        scope=filters.scope,
        every=found.headings,
        page=page,
        rows=[
            _row(entity, page.object_list, found.headings, language) for entity in found.entities
        ],
        selects=offered,
        chips=chips([one for one in offered if one.name not in untold], query),
    )


@dataclass(frozen=True, slots=True)
class View:
    """Columns and rows that pass the filters, in their order."""

    headings: list[Heading]
    entities: list[Entity]


def view_of(filters: CoverageFilter, language: str) -> View:
    chosen, whole = filters.chosen, matrix(filters.scope)
    columns = _columns(whole, filters)
    names = headings(columns, filters.scope, language)
    there = Matrix(columns).entities
    entities = Entity.objects.with_ids(there).read_in(language, "name")
    kept = [one for one in alphabetical(entities, "name", language) if _passes(one, chosen)]
    if state := chosen.get("state"):
        kept = [one for one in kept if any(c.cell(one.pk).state == state for c in columns.values())]
    if chosen.get("sort") == "silence":
        kept.sort(key=lambda one: -_row_figures(one.pk, columns.values()).silent)
    return View(names, kept)


def _columns(whole: Matrix, filters: CoverageFilter) -> dict[int, Column]:
    columns, chosen = whole.columns, filters.chosen
    if theme := chosen.get("theme"):
        columns = {pk: one for pk, one in columns.items() if theme.pk in one.themes}
    if meeting := chosen.get("meeting"):
        wanted = _adopted_at(meeting, filters.scope)
        columns = {pk: one for pk, one in columns.items() if pk in wanted}
    return columns


def _adopted_at(meeting: Meeting, scope: Scope) -> set[int]:
    """Ids of what was adopted at the meeting, of the kind that stands in the columns."""
    documents = set(Document.objects.of_meeting(meeting).values_list("pk", flat=True))
    rows = list(Paragraph.objects.counted().of_documents(documents).places())
    if scope.columns == THEMES:
        return {theme for _document, _paragraph, theme in rows}
    return documents if scope.document is None else {paragraph for _d, paragraph, _t in rows}


def _passes(entity: Entity, chosen: dict) -> bool:
    kind, subregion = chosen.get("kind"), chosen.get("subregion")
    kinds = {"states": entity.is_state, "institutions": not entity.is_state}
    of_kind = not kind or kinds.get(kind, entity.kind == kind)
    return of_kind and (not subregion or entity.subregion == subregion)


def _row(entity: Entity, shown: Iterable[Heading], every: list[Heading], language: str) -> Row:
    return Row(
        id=entity.pk,
        name=passage(entity, "name", language),
        slug=entity.slug,
        url=Addresses().entity(entity.kind, entity.slug),
        kind=entity.kind,
        is_demonstration=entity.is_demonstration,
        cells=[heading.column.cell(entity.pk) for heading in shown],
        figures=_row_figures(entity.pk, (heading.column for heading in every)),
    )


def _row_figures(entity: int, columns: Iterable[Column]) -> Figures:
    """On how many of the columns the entity is asked, and has reported."""
    cells = [(column.cell(entity), entity in column.asked) for column in columns]
    return _figures(cells)


def _column_figures(column: Column, rows: Iterable[Row]) -> Figures:
    """Of the rows asked about the column, how many have reported."""
    return _figures([(column.cell(row.id), row.id in column.asked) for row in rows])


def _figures(cells: list[tuple[Cell, bool]]) -> Figures:
    """Of cells, each with whether a report was asked for there."""
    states = Counter(cell.state for cell, is_asked in cells if is_asked)
    answered = sum(states[state] for state in ANSWERED)
    reports = sum(cell.reports for cell, _is_asked in cells)
    return Figures(states.total(), answered, reports, states[State.UNCITED])
