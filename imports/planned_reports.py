"""Plans the second part of a legacy page: its entities with their reports and resources."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from countries.models import Entity
from mandates.models import Theme
from publication.dates import PartialDate
from reports.models import RelatedResource, Report

from .identify import identify
from .known_reports import KnownReport, written
from .legacy_rows import EntityRow, ReportRow, ResourceRow
from .matching import CitedNumbers, CitedParagraphs
from .models import Origin
from .planned_citations import new_citations, state_of
from .planned_entities import Entities
from .plans import NewReport, Plan

Progress = Callable[[int, int], None]
"""Called with the steps done and the steps in all."""

ROWS_AT_ONCE = 500
LONGEST_TITLE = 500


def no_progress(done: int, total: int) -> None:
    """The default of `progress` everywhere."""


def plan_reports(
    plan: Plan,
    rows: Sequence[EntityRow],
    create_missing: bool,
    numbers: CitedNumbers,
    progress: Progress = no_progress,
) -> list[Entity]:
    """Plan the page's entities with what stands below them; returns the entities it asks."""
    entities = Entities(plan, create_missing)
    reports, resources = _Reports(plan, numbers), _Resources(plan)
    asked: list[Entity] = []
    done, total = 0, sum(len(row.reports) for row in rows)
    plan.holds.update(entities=len(rows), reports=total)
    for row in rows:
        plan.holds["resources"] += len(row.resources)
        entity = entities.find(row)
        if entity is not None:
            if entity in asked:
                plan.note(row.line, "entity_twice", row.name)
            else:
                asked.append(entity)
            resources.read(entity, row.resources)
        for read in reports.read(entity, row):
            done += read
            progress(done, total)
    return asked


class _Reports:
    """Reports by their key: entity, date, citations as printed, n-th among equals."""

    def __init__(self, plan: Plan, numbers: CitedNumbers) -> None:
        self.plan, self.numbers = plan, numbers
        self.ids = Origin.objects.keyed("report", f"{plan.theme.pk}|")
        self.seen: Counter = Counter()
        self.positions: Counter = Counter()

    def read(self, entity: Entity | None, row: EntityRow) -> Iterator[int]:
        """Plan the reports of one entity; yields how many were read, now and then."""
        for start in range(0, len(row.reports), ROWS_AT_ONCE):
            rows = row.reports[start : start + ROWS_AT_ONCE]
            cited = [self._cited(report) for report in rows]
            if entity is not None:
                self._read(entity, row.name, rows, cited)
            yield len(rows)

    def _cited(self, row: ReportRow) -> CitedParagraphs:
        """Count the row; returns its numbers with the paragraphs they may mean."""
        cited = self.numbers.cited(row.citations, PartialDate(row.date))
        self.plan.holds["stubs"] += row.body == ""
        self.plan.holds["uncited"] += not row.citations
        for _number, candidates in cited:
            self.plan.citations[state_of(candidates)] += 1
        return cited

    def _read(
        self,
        entity: Entity,
        name: str,
        rows: Sequence[ReportRow],
        cited: Sequence[CitedParagraphs],
    ) -> None:
        keys = [self._key(entity, row) for row in rows]
        ids = [self.ids.get(f"{self.plan.theme.pk}|{entity.pk}|{key}") for key in keys]
        known = current_editions([pk for pk in ids if pk])
        for row, numbers, key, pk in zip(rows, cited, keys, ids, strict=True):
            report = known.get(pk)
            language = _language(row, report, self.plan.language)
            if language and language != self.plan.language:
                self.plan.note(row.line, "report_language", name, language)
            if report is None:
                self._new(entity, row, numbers, key, language)
            else:
                KnownReport(self.plan, self.numbers, report, row, name).read(language)
            self.positions[id(entity)] += 1

    def _key(self, entity: Entity, row: ReportRow) -> str:
        base = f"{row.date.isoformat()}|{' '.join(row.citations_as_printed.split())}"[:440]
        n = self.seen[id(entity), base]
        self.seen[id(entity), base] += 1
        return f"{base}|{n}"

    def _new(
        self, entity: Entity, row: ReportRow, cited: CitedParagraphs, key: str, language: str
    ) -> None:
        report = Report(
            entity=entity,
            date=row.date,
            original_language=language or None,
            available_in=[row.available_in] if row.available_in else [],
            is_demonstration=self.plan.demonstration,
        )
        sections = [written(None, report, language, row.body)] if language else []
        citations = new_citations(self.plan, report, row, cited)
        position = self.positions[id(entity)]
        self.plan.reports.append(NewReport(key, report, position, sections, citations))


class _Resources:
    """Resources by entity, title, n-th among equals."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.known = Origin.objects.keyed("resource", f"{plan.theme.pk}|")
        self.seen: Counter = Counter()
        self.positions: Counter = Counter()

    def read(self, entity: Entity, rows: Sequence[ResourceRow]) -> None:
        for row in rows:
            base = row.title[:440]
            n = self.seen[id(entity), base]
            self.seen[id(entity), base] += 1
            key = f"{base}|{n}"
            if len(row.title) > LONGEST_TITLE:
                self.plan.note(row.line, "resource_cut", row.title[:80])
            position = self.positions[id(entity)]
            self.positions[id(entity)] += 1
            if f"{self.plan.theme.pk}|{entity.pk}|{key}" in self.known:
                self.plan.unchanged += 1
            else:
                self.plan.resources.append((key, self._new(entity, row, position)))

    def _new(self, entity: Entity, row: ResourceRow, position: int) -> RelatedResource:
        return RelatedResource(
            entity=entity,
            theme=self.plan.theme,
            title=row.title[:LONGEST_TITLE],
            language=identify(row.title, self.plan.language),
            position=position,
            is_demonstration=self.plan.demonstration,
        )


def origin_key(theme: Theme, record: Report | RelatedResource, key: str) -> str:
    """The whole key of a saved record; theme and entity by number: address parts may change."""
    return f"{theme.pk}|{record.entity_id}|{key}"


def _language(row: ReportRow, report: Report | None, expected: str) -> str:
    """The language of the row's text, empty for a stub; a text that is known tells it at once."""
    if not row.body:
        return ""
    for section in report.sections.all() if report else ():
        for language, text in section.texts("text").items():
            if text == row.body:
                return language
    return identify(row.body, expected)


def current_editions(first_ids: list[int]) -> dict[int | None, Report]:
    """By the first edition's id: the latest edition, with its sections and citations."""
    editions = Report.objects.in_lineages(first_ids).with_texts().order_by("edition")
    return {
        report.public_id: report for report in editions.prefetch_related("citations__candidates")
    }
