"""Where the rows of an export come from: published records, in portions by their keys.

The keys are asked for once; nothing is kept open after that, and no more than one portion is in
memory. `rows` gives the values of each record in the order of its kind's columns.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import override

from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Indicator, Meeting, Paragraph, Theme
from publication.keys import Keys
from reports.coverage_filter import CoverageFilter
from reports.models import Action, Attachment, IndicatorValue, RelatedResource, Report

from .columns import COLUMNS, Column, Value
from .coverage_rows import coverage_rows
from .report_rows import ReportRows

AT_ONCE = 2_000


Load = Callable[[QuerySet], Iterable[Any]]
"""Loads a portion for its columns."""


@dataclass(frozen=True)
class Kind:
    """A kind of records: everything public of it, and what loads the portions of one export.

    `are_rows`: they are loaded as rows of values, not as records. Without a loader everything is
    rows already. `at_once`: so many are soon written, even as a spreadsheet.
    """

    code: str
    everything: Callable[[], Any]
    loader: Callable[[], Load] | None = None
    are_rows: bool = False
    at_once: int = 1_000

    def is_long(self, records: Any) -> bool:
        """Whether it takes longer than a reader waits to make a spreadsheet of the records."""
        some = records.values_list("pk") if isinstance(records, QuerySet) else records
        return len(some[: self.at_once + 1]) > self.at_once

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS[self.code]

    @cached_property
    def read(self) -> Callable[[Any], Sequence[Value]]:
        """All columns of a record; those that are loaded as rows are read already."""
        if self.are_rows:
            return lambda row: row
        reads = [column.read for column in self.columns]
        return lambda record: [read(record) for read in reads]


def _plain() -> Load:
    return lambda portion: list(portion.for_export())


def _whole() -> Load:
    return _with_addresses


def _with_addresses(portion: QuerySet) -> list[Model]:
    records = list(portion.for_export())
    with override("en"):
        for record in records:
            record.url = neutral(record.get_absolute_url())
    return records


def _whole_coverage() -> Iterator[Sequence[Value]]:
    """Worked out when it is asked for its first row."""
    yield from coverage_rows(CoverageFilter(QueryDict()))


KINDS = {
    kind.code: kind
    for kind in (
        Kind("reports", Report.objects.published, ReportRows, are_rows=True),
        Kind("themes", Theme.objects.all, _whole),
        Kind("entities", Entity.objects.all, _whole),
        Kind("paragraphs", Paragraph.objects.in_order_of_documents, _whole),
        Kind("documents", Document.objects.newest_first, _whole),
        Kind("meetings", Meeting.objects.newest_first, _whole),
        Kind("attachments", Attachment.objects.published, _whole),
        Kind("resources", RelatedResource.objects.public, _plain),
        Kind("actions", Action.objects.in_order, _whole),
        Kind("indicators", Indicator.objects.in_order, _whole),
        Kind("indicator_values", IndicatorValue.objects.in_order, _plain),
        Kind("contributions", Contribution.objects.in_public_order, _whole),
        Kind("coverage", _whole_coverage, are_rows=True, at_once=10_000),
    )
}


def rows(code: str, records: Any = None) -> Iterator[Sequence[Value]]:
    """The values of the records in their order; without `records`, of everything of the kind."""
    kind = KINDS[code]
    yield from map(kind.read, loaded(kind, kind.everything() if records is None else records))


def loaded(kind: Kind, records: Any) -> Iterator[Any]:
    """The records as the columns read them. What is withdrawn meanwhile is left out."""
    if kind.loader is None:
        yield from records
        return
    load = kind.loader()
    keys = array("q", records.values_list("pk", flat=True).iterator(chunk_size=10_000))
    for start in range(0, len(keys), AT_ONCE):
        portion = list(keys[start : start + AT_ONCE])
        found = {one.pk: one for one in load(kind.everything().with_ids(Keys(portion)))}
        yield from (found[key] for key in portion if key in found)


def neutral(path: str) -> str:
    """The address that asks for the reader's language, of a path under /en/."""
    return settings.BASE_ADDRESS + path.removeprefix("/en")
