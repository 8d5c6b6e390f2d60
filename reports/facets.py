"""How many reports each value of a filter has, among what the other filters find.

A list reaches back over its MOST newest reports, and counts are counts of these: a list of a
million costs what a list of ten thousand costs. Where there are more, `Found.has_more` says so.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from publication.keys import Keys

from .models import Citation, ReportTheme, Section
from .models.reports import ReportQuerySet
from .report_list_filter import ReportListFilter

MOST = 10_000


class Row(NamedTuple):
    """What a list knows of each report before it shows any."""

    report: int
    entity: int
    language: str | None


class Found:
    """The newest reports that a query finds, newest first."""

    def __init__(self, reports: ReportQuerySet) -> None:
        newest = reports.newest_first()
        rows = newest.values_list("pk", "entity_id", "original_language")[: MOST + 1]
        self.rows = [Row(*row) for row in rows]
        self.has_more = len(self.rows) > MOST
        del self.rows[MOST:]

    @cached_property
    def ids(self) -> Keys:
        """The reports, for another query to look in."""
        return Keys(row.report for row in self.rows)

    @cached_property
    def by_entity(self) -> Counter:
        return Counter(row.entity for row in self.rows)

    @cached_property
    def by_language(self) -> Counter:
        return Counter(row.language for row in self.rows)

    @cached_property
    def by_theme(self) -> dict[int, int]:
        return ReportTheme.objects.in_reports(self.ids).counts_by_theme()

    @cached_property
    def by_mark(self) -> dict[str, int]:
        return Citation.objects.with_reports(self.ids).counts_by_mark()

    @cached_property
    def by_paragraph(self) -> dict[int, int]:
        """By the paragraph's id, certain or perhaps."""
        return Counter(paragraph for _report, paragraph, _document in self._cited)

    @cached_property
    def by_document(self) -> Counter:
        cited = {(report, document) for report, _paragraph, document in self._cited}
        return Counter(document for _report, document in cited)

    def by_meeting(self, meetings: dict[int, int | None]) -> Counter:
        """By the meeting's id. `meetings` tells the meeting of each document, by their ids."""
        cited = {(report, meetings.get(document)) for report, _paragraph, document in self._cited}
        return Counter(meeting for _report, meeting in cited)

    @cached_property
    def _cited(self) -> set[tuple[int, int, int]]:
        """Report, paragraph and document of each citation."""
        return Citation.objects.with_reports(self.ids).documents_and_paragraphs()

    @cached_property
    def with_funding(self) -> int:
        return Section.objects.in_reports(self.ids).reports_with_funding()

    @cached_property
    def by_readable(self) -> dict[str, int]:
        return Section.objects.in_reports(self.ids).reports_by_language()


@dataclass
class Facets:
    """The reports that an address asks for, and those that it would ask for without one filter."""

    chosen: ReportListFilter

    def __post_init__(self) -> None:
        self._found: dict[str, Found] = {}

    @property
    def found(self) -> Found:
        return self.among("")

    def among(self, name: str) -> Found:
        """What all filters but this one find."""
        left_out = name if name in self.chosen.chosen else ""
        if left_out not in self._found:
            reports = self.chosen.all_but(left_out) if left_out else self.chosen.qs
            self._found[left_out] = Found(reports)
        return self._found[left_out]


def total(counts: Counter, keys: Iterable) -> int:
    return sum(counts[key] for key in keys)
