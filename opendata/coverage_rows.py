"""The coverage as rows of values: one for each entity and each thing in the columns.

It is worked out and not stored: there are no records to load in portions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import override

from countries.models import Entity
from mandates.models import Document, Paragraph, Theme
from publication.keys import Keys
from publication.languages import LANGUAGES, columns
from reports.coverage_columns import Heading
from reports.coverage_filter import CoverageFilter
from reports.coverage_markup import PARAMETERS
from reports.coverage_matrix import DOCUMENTS, THEMES, Scope, matrix
from reports.coverage_page import view_of

from .columns import Value

LANGUAGE = "en"  # whose alphabet the rows follow: files do not depend on a reader
NAMED = {THEMES: (Theme, "name"), DOCUMENTS: (Document, "title")}


def coverage_rows(chosen: CoverageFilter) -> list[Sequence[Value]]:
    """What the page of coverage shows under these filters, entity by entity, in any language."""
    with override(LANGUAGE):
        return list(_rows(chosen))


def _rows(chosen: CoverageFilter) -> Iterator[Sequence[Value]]:
    view, kind = view_of(chosen, LANGUAGE), PARAMETERS[chosen.scope.columns]
    entities = _names(Entity, "name", (one.pk for one in view.entities))
    names = _names_of_columns(view.headings, chosen.scope.columns)
    invented = _Invented(view.headings, chosen.scope)
    for entity in view.entities:
        page = f"{settings.BASE_ADDRESS}/coverage/{entity.slug}/"
        for heading in view.headings:
            cell = heading.column.cell(entity.pk)
            query = urlencode({kind: heading.key} | chosen.within, safe="/")
            yield (
                f"{entity.slug}/{kind}/{heading.key}",
                entity.slug, *entities[entity.pk], entity.kind, entity.subregion,
                kind, heading.key, *names[heading.column.id], cell.state.value, cell.reports,
                cell.perhaps, f"{page}?{query}", invented.has(entity, heading.column.id),
            )  # fmt: skip


class _Invented:
    """Where the entity, what it is asked about or one of its reports on it is a demonstration."""

    def __init__(self, headings: list[Heading], scope: Scope):
        self.reported = matrix(replace(scope, demonstrations=True)).columns
        self.things: set[int] = set()
        if scope.columns != THEMES:
            model = Document if scope.columns == DOCUMENTS else Paragraph
            found = model.objects.with_ids(Keys(one.column.id for one in headings))
            self.things = set(found.demonstrations().values_list("pk", flat=True))

    def has(self, entity: Entity, column: int) -> bool:
        if entity.is_demonstration or column in self.things:
            return True
        reported = self.reported.get(column)
        return bool(reported and reported.cell(entity.pk).reports)


def _names_of_columns(headings: list[Heading], what: str) -> dict[int, Sequence[str | None]]:
    """By id of the column, in the order of LANGUAGES; a paragraph has its number in each."""
    if what in NAMED:
        return _names(*NAMED[what], (one.column.id for one in headings))
    return {one.column.id: [one.name] * len(LANGUAGES) for one in headings}


def _names(model: type, field: str, ids: Iterator[int]) -> dict[int, Sequence[str | None]]:
    rows = model.objects.with_ids(Keys(ids)).values_list("pk", *columns(field))
    return {pk: names for pk, *names in rows}
