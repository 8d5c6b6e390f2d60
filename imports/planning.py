"""Compares the rows of a legacy page with the records: what is new, what is filled, what stays.

Nothing is written here. New records are built unsaved, pointing at one another; `loading.write`
saves them in one short transaction.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import slugify

from countries.models import Entity
from mandates.models import Document, Heading, Meeting, Paragraph, ParagraphTheme, Theme
from mandates.models.paragraphs import natural_position, paragraph_slug
from mandates.slugs import propose_document_slug
from publication.dates import PartialDate
from publication.languages import LANGUAGES, Translated, column
from reports.models import Citation, Cycle, RelatedResource, Report, ReportTheme, Section

from .identify import identify
from .legacy_rows import DocumentRow, EntityRow, Page, ParagraphRow, ReportRow, ResourceRow
from .matching import CitedNumbers, KnownDocuments, KnownEntities, RunInHeadings
from .models import Origin
from .notes import Note, note

Progress = Callable[[int, int], None]


@dataclass
class NewReport:
    """A report to be filed, with its links."""

    key: str
    report: Report
    link: ReportTheme
    section: Section | None
    citations: list[tuple[Citation, list[Paragraph]]]


@dataclass
class Fill:
    """New values for a record that is there, with the values they replace."""

    record: models.Model
    before: dict[str, Any]
    language: str = ""
    section: Section | None = None


@dataclass
class Plan:
    """What an import will do. The first eight counts say what the page holds."""

    theme: Theme
    language: str
    demonstration: bool = False
    holds: Counter = field(default_factory=Counter)
    citations: Counter = field(default_factory=Counter)
    entities: list[Entity] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    theme_links: list[ParagraphTheme] = field(default_factory=list)
    reports: list[NewReport] = field(default_factory=list)
    resources: list[tuple[str, RelatedResource]] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    asked: list[Entity] = field(default_factory=list)
    scope: list[Document] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unchanged: int = 0

    @property
    def created(self) -> int:
        parts = (self.entities, self.documents, self.paragraphs, self.reports, self.resources)
        return sum(len(part) for part in parts)

    @property
    def updated(self) -> int:
        return len(self.fills)

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` prints (2-domain: Importing a legacy SISCA page)."""
        holds = ("documents", "paragraphs", "entities", "reports", "stubs", "uncited")
        states = [state.value for state in Citation.State]
        return {
            **{name: self.holds[name] for name in holds},
            "citations": {state: self.citations[state] for state in states},
            "resources": self.holds["resources"],
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "warnings": [n.as_json() for n in sorted(self.notes, key=lambda n: n.line)],
        }


def plan_page(
    page: Page,
    theme: Theme,
    *,
    language: str | None = None,
    create_missing: bool = False,
    demonstration: bool = False,
    progress: Progress = lambda done, total: None,
) -> Plan:
    """Compare `page` with the records of `theme`. Reads the database, writes nothing.

    `language` is the page's interface language when its labels should not decide it. With
    `create_missing` unknown entities and documents are planned, else they are left out and noted.
    """
    plan = Plan(theme, language or page.language, demonstration)
    plan.notes += [Note(w.line, w.code, w.message) for w in page.warnings]
    numbers = _PlanDocuments(plan, create_missing).run(page.documents)
    _PlanEntities(plan, create_missing, numbers, progress).run(page.entities)
    return plan


class _PlanDocuments:
    """Documents, headings and paragraphs of a page."""

    def __init__(self, plan: Plan, create_missing: bool) -> None:
        self.plan, self.create_missing = plan, create_missing
        self.known = KnownDocuments(Document.objects.all())
        self.slugs = set(Document.objects.values_list("slug", flat=True))
        self.themes = list(Theme.objects.all())
        self.links = {
            link.paragraph_id: link for link in ParagraphTheme.objects.of_theme(plan.theme)
        }
        self.planned: dict[tuple[str, str], Paragraph] = {}
        self.filled: set[int] = set()
        self.headings: dict[str, dict[str, Heading]] = {}
        self.run_in: dict[str, RunInHeadings] = {}
        self.position = max((link.position + 1 for link in self.links.values()), default=0)

    def run(self, rows: tuple[DocumentRow, ...]) -> CitedNumbers:
        self.plan.holds["documents"] = len(rows)
        self.plan.holds["paragraphs"] = sum(len(row.paragraphs) for row in rows)
        for row in rows:
            document = self._document(row)
            if document is None:
                continue
            if document not in self.plan.scope:
                self.plan.scope.append(document)
            there = self._there(document)
            for paragraph in row.paragraphs:
                self._paragraph(document, paragraph, there)
        return self._numbers()

    def _document(self, row: DocumentRow) -> Document | None:
        found = self.known.find(row)
        if len(found) == 1:
            return found[0]
        if found:
            self.plan.notes.append(note(row.line, "ambiguous_document", row.title))
        elif not self.create_missing:
            self.plan.notes.append(note(row.line, "unknown_document", row.title))
        elif not row.date:
            self.plan.notes.append(note(row.line, "document_without_date", row.title))
        else:
            return self._new_document(row)
        return None

    def _new_document(self, row: DocumentRow) -> Document:
        adopted = PartialDate.parse(row.date)
        document = Document(
            kind=_document_kind(row.name),
            slug=self._free_slug(row, adopted),
            date=adopted.date,
            date_precision=adopted.precision,
            aliases=[row.title],
            meeting=Meeting.objects.summits().held_in_month(adopted.date).first(),
            is_demonstration=self.plan.demonstration,
        )
        document.write(self.plan.language, title=row.title, short_title=row.name[:120])
        self.known.add(document)
        self.plan.documents.append(document)
        self.plan.notes.append(note(row.line, "document_created", row.title))
        return document

    def _free_slug(self, row: DocumentRow, adopted: PartialDate) -> str:
        proposed = propose_document_slug(row.place, adopted.date.year, row.name)
        slug, n = proposed, 2
        while slug in self.slugs:
            slug, n = f"{proposed}-{n}", n + 1
        self.slugs.add(slug)
        return slug

    def _there(self, document: Document) -> dict[str, Paragraph]:
        if document.pk is None:
            return {}
        return {p.slug: p for p in Paragraph.objects.of_document(document)}

    def _paragraph(
        self, document: Document, row: ParagraphRow, there: dict[str, Paragraph]
    ) -> None:
        heading = self._heading(document, row)
        slug = paragraph_slug(row.number, heading.slug if heading else "")
        if not slug.strip("-"):
            self.plan.notes.append(note(row.line, "number_without_address", row.number))
            return
        paragraph = there.get(slug) or self.planned.get((document.slug, slug))
        language = identify(row.text, self.plan.language)
        if language != self.plan.language:
            self.plan.notes.append(note(row.line, "paragraph_language", row.number, language))
        if paragraph is None:
            paragraph = self._new_paragraph(document, heading, slug, row, language)
        else:
            self._known_paragraph(paragraph, row, language)
        self._link(paragraph)

    def _heading(self, document: Document, row: ParagraphRow) -> Heading | None:
        """The heading that is part of the address where a document restarts its numbers."""
        if document.numbering != Document.Numbering.PER_SECTION:
            return None
        if document.slug not in self.headings:
            known = list(document.headings.all()) if document.pk else []
            self.headings[document.slug] = {heading.slug: heading for heading in known}
            self.run_in[document.slug] = RunInHeadings(known, self.themes)
        found = self.run_in[document.slug].find(row.text) or self.plan.theme
        known_here = self.headings[document.slug]
        if found.slug not in known_here:
            known_here[found.slug] = self._new_heading(document, found, len(known_here))
        return known_here[found.slug]

    def _new_heading(self, document: Document, source: Heading | Theme, position: int) -> Heading:
        heading = Heading(document=document, slug=source.slug, position=position)
        primary = source.PRIMARY
        for language, text in source.texts(primary).items():
            heading.write(language, title=text)
        self.plan.headings.append(heading)
        return heading

    def _new_paragraph(
        self,
        document: Document,
        heading: Heading | None,
        slug: str,
        row: ParagraphRow,
        language: str,
    ) -> Paragraph:
        paragraph = Paragraph(
            document=document,
            section=heading,
            label=row.number,
            slug=slug,
            position=natural_position(row.number, heading.position if heading else 0),
            is_demonstration=self.plan.demonstration,
        )
        paragraph.write(language, text=row.text)
        self.planned[document.slug, slug] = paragraph
        self.plan.paragraphs.append(paragraph)
        return paragraph

    def _known_paragraph(self, paragraph: Paragraph, row: ParagraphRow, language: str) -> None:
        text = getattr(paragraph, column("text", language))
        takes_over = paragraph.is_demonstration and not self.plan.demonstration
        if takes_over:
            self.plan.fills.append(_fill(paragraph))
            clear(paragraph, "text")
            paragraph.is_demonstration = False
        elif self.plan.demonstration and not paragraph.is_demonstration:
            self.plan.unchanged += 1
            return
        elif text == row.text:
            self._count_unchanged(paragraph)
            return
        elif text is not None:
            self.plan.notes.append(note(row.line, "paragraph_conflict", row.number, language))
            self._count_unchanged(paragraph)
            return
        elif paragraph.pk and paragraph.pk not in self.filled:
            self.plan.fills.append(_fill(paragraph))
        self.filled.add(paragraph.pk)
        paragraph.write(language, text=row.text)

    def _count_unchanged(self, paragraph: Paragraph) -> None:
        if paragraph.pk and paragraph.pk not in self.filled:
            self.plan.unchanged += 1

    def _link(self, paragraph: Paragraph) -> None:
        if (paragraph.pk or id(paragraph)) in self.links:
            return
        link = ParagraphTheme(paragraph=paragraph, theme=self.plan.theme, position=self.position)
        self.position += 1
        self.links[paragraph.pk or id(paragraph)] = link
        self.plan.theme_links.append(link)

    def _numbers(self) -> CitedNumbers:
        """All paragraphs of the theme, known and planned, to resolve citations against."""
        numbers = CitedNumbers()
        known = Paragraph.objects.for_theme(self.plan.theme).select_related("document")
        seen = {paragraph.pk for paragraph in known}
        for paragraph in known:
            numbers.add(paragraph, paragraph.document.adopted)
        for link in self.plan.theme_links:
            if link.paragraph.pk not in seen or link.paragraph.pk is None:
                numbers.add(link.paragraph, link.paragraph.document.adopted)
        return numbers


class _PlanEntities:
    """Entities, reports and resources of a page."""

    def __init__(
        self, plan: Plan, create_missing: bool, numbers: CitedNumbers, progress: Progress
    ) -> None:
        self.plan, self.create_missing = plan, create_missing
        self.numbers, self.progress = numbers, progress
        self.known = KnownEntities(Entity.objects.all())
        self.slugs = set(Entity.objects.values_list("slug", flat=True))
        self.report_ids = Origin.objects.keyed("report", f"{plan.theme.slug}|")
        self.resource_ids = Origin.objects.keyed("resource", f"{plan.theme.slug}|")
        self.reports = _current_editions(self.report_ids.values())
        self.seen: Counter = Counter()

    def run(self, rows: tuple[EntityRow, ...]) -> None:
        holds = self.plan.holds
        holds["entities"] = len(rows)
        holds["reports"] = sum(len(row.reports) for row in rows)
        holds["resources"] = sum(len(row.resources) for row in rows)
        done = 0
        for row in rows:
            entity = self._entity(row)
            for position, report in enumerate(row.reports):
                self._count(report)
                if entity is not None:
                    self._report(entity, report, position)
                done += 1
                if done % 50 == 0:
                    self.progress(done, holds["reports"])
            if entity is not None:
                self._ask(entity)
                for position, resource in enumerate(row.resources):
                    self._resource(entity, resource, position)
        self.progress(holds["reports"], holds["reports"])

    def _ask(self, entity: Entity) -> None:
        if entity not in self.plan.asked:
            self.plan.asked.append(entity)

    def _count(self, row: ReportRow) -> None:
        self.plan.holds["stubs"] += row.body == ""
        self.plan.holds["uncited"] += not row.citations

    def _entity(self, row: EntityRow) -> Entity | None:
        found = self.known.find(row.name)
        if len(found) == 1:
            return found[0]
        if found:
            self.plan.notes.append(note(row.line, "ambiguous_entity", row.name))
        elif not self.create_missing:
            self.plan.notes.append(note(row.line, "unknown_entity", row.name))
        else:
            return self._new_entity(row)
        return None

    def _new_entity(self, row: EntityRow) -> Entity:
        """An unknown body. It is taken for an institution until staff say what it is."""
        slug = proposed = slugify(row.name)[:110] or "entity"
        n = 2
        while slug in self.slugs:
            slug, n = f"{proposed}-{n}", n + 1
        self.slugs.add(slug)
        entity = Entity(
            kind=Entity.Kind.INSTITUTION, slug=slug, is_demonstration=self.plan.demonstration
        )
        entity.write(self.plan.language, name=row.name[:200])
        self.known.add(entity)
        self.plan.entities.append(entity)
        self.plan.notes.append(note(row.line, "entity_created", row.name))
        return entity

    def _report(self, entity: Entity, row: ReportRow, position: int) -> None:
        base = report_key(self.plan.theme, entity, row)
        key = f"{base}|{self.seen[base]}"
        self.seen[base] += 1
        language = identify(row.body, self.plan.language) if row.body else ""
        if language and language != self.plan.language:
            self.plan.notes.append(note(row.line, "report_language", entity.slug, language))
        report = self.reports.get(self.report_ids.get(key, 0))
        if report is None:
            self.plan.reports.append(self._new_report(entity, row, position, key, language))
        else:
            self._known_report(report, row, language)

    def _new_report(
        self, entity: Entity, row: ReportRow, position: int, key: str, language: str
    ) -> NewReport:
        report = Report(
            entity=entity,
            date=row.date,
            original_language=language or None,
            available_in=[row.available_in] if row.available_in else [],
            is_demonstration=self.plan.demonstration,
        )
        section = None
        if language:
            section = Section(report=report, kind=Section.Kind.DONE, markup="plain")
            section.write(language, text=row.body)
        link = ReportTheme(report=report, theme=self.plan.theme, position=position)
        return NewReport(key, report, link, section, self._citations(report, row))

    def _citations(
        self, report: Report, row: ReportRow
    ) -> list[tuple[Citation, list[Paragraph]]]:
        found, cited = [], set()
        for number in row.citations:
            candidates = self.numbers.find(number, report.dated)
            if len(candidates) == 1 and id(candidates[0]) in cited:
                self.plan.notes.append(note(row.line, "repeated_citation", number))
                continue
            citation = Citation(report=report, typed=number[:40], position=len(found))
            citation.state = _citation_state(candidates)
            self.plan.citations[citation.state] += 1
            if citation.state == Citation.State.EXACT:
                citation.paragraph = candidates[0]
                cited.add(id(candidates[0]))
                candidates = []
            else:
                self._note_open_citation(row, number, candidates)
            found.append((citation, candidates))
        return found

    def _note_open_citation(
        self, row: ReportRow, number: str, candidates: list[Paragraph]
    ) -> None:
        code = "ambiguous_citation" if candidates else "unresolved_citation"
        titles = ", ".join(p.document.slug for p in candidates)
        self.plan.notes.append(note(row.line, code, number, titles))

    def _known_report(self, report: Report, row: ReportRow, language: str) -> None:
        plan = self.plan
        for number in row.citations:
            plan.citations[_citation_state(self.numbers.find(number, report.dated))] += 1
        section = next((s for s in report.sections.all() if s.kind == Section.Kind.DONE), None)
        if report.is_demonstration and not plan.demonstration:
            plan.fills.append(self._take_over(report, section, row, language))
            return
        text = getattr(section, column("text", language)) if section and language else None
        if report.is_demonstration != plan.demonstration or text == (row.body or None):
            if not self._says_more(report, row):
                plan.unchanged += 1
                return
        elif text is not None or report.edition > 1:
            code = "report_conflict" if text is not None else "report_corrected"
            plan.notes.append(note(row.line, code, report.entity.slug, language))
            plan.unchanged += 1
            return
        plan.fills.append(self._fill_report(report, section, row, language))

    def _says_more(self, report: Report, row: ReportRow) -> bool:
        """True when a stub names a language in which no text is known of yet."""
        if not row.available_in or report.is_demonstration != self.plan.demonstration:
            return False
        texts = {code for s in report.sections.all() for code in s.languages()}
        return row.available_in not in texts | set(report.available_in)

    def _fill_report(
        self, report: Report, section: Section | None, row: ReportRow, language: str
    ) -> Fill:
        fill = Fill(report, report_before(report, section), language)
        if row.available_in:
            report.available_in = [*report.available_in, row.available_in]
        if language:
            fill.section = section or Section(
                report=report, kind=Section.Kind.DONE, markup="plain"
            )
            fill.section.write(language, text=row.body)
            report.original_language = report.original_language or language
        return fill

    def _take_over(
        self, report: Report, section: Section | None, row: ReportRow, language: str
    ) -> Fill:
        """A demonstration report becomes the real one with the same key."""
        fill = Fill(report, report_before(report, section), language)
        report.is_demonstration = False
        report.available_in = [row.available_in] if row.available_in else []
        report.original_language = language or None
        if section is not None:
            clear(section, "text")
        if language:
            section = section or Section(report=report, kind=Section.Kind.DONE)
            section.markup = "plain"
            section.write(language, text=row.body)
        fill.section = section
        return fill

    def _resource(self, entity: Entity, row: ResourceRow, position: int) -> None:
        base = f"{self.plan.theme.slug}|{entity.slug}|{row.title}"[:480]
        key = f"{base}|{self.seen[base]}"
        self.seen[base] += 1
        if key in self.resource_ids:
            self.plan.unchanged += 1
            return
        resource = RelatedResource(
            entity=entity,
            theme=self.plan.theme,
            title=row.title[:500],
            language=identify(row.title, self.plan.language),
            position=position,
            is_demonstration=self.plan.demonstration,
        )
        self.plan.resources.append((key, resource))


def report_key(theme: Theme, entity: Entity, row: ReportRow) -> str:
    """What tells a report apart in its source: theme, entity, date, citations as printed."""
    printed = " ".join(row.citations_as_printed.split())
    return f"{theme.slug}|{entity.slug}|{row.date.isoformat()}|{printed}"[:480]


def report_before(report: Report, section: Section | None) -> dict[str, Any]:
    """What an import may change in a report, as it stands."""
    return {
        "available_in": list(report.available_in),
        "original_language": report.original_language,
        "is_demonstration": report.is_demonstration,
        "texts": section.texts("text") if section else {},
        "markup": section.markup if section else "",
    }


def clear(record: Translated, text: str) -> None:
    """Empty a text in all languages."""
    for language in LANGUAGES:
        setattr(record, column(text, language), None)
    record.original_language = None


def _fill(paragraph: Paragraph) -> Fill:
    before = {"texts": paragraph.texts("text"), "is_demonstration": paragraph.is_demonstration}
    return Fill(paragraph, {**before, "original_language": paragraph.original_language})


def _current_editions(first_ids: Any) -> dict[int, Report]:
    """By the first edition's id: the edition that readers see, with its sections."""
    editions = Report.objects.in_lineages(list(first_ids)).with_texts()
    return {report.public_id: report for report in editions.order_by("edition")}


def _citation_state(candidates: list[Paragraph]) -> Citation.State:
    if len(candidates) == 1:
        return Citation.State.EXACT
    return Citation.State.AMBIGUOUS if candidates else Citation.State.UNRESOLVED


def _document_kind(name: str) -> str:
    word = name.lower()
    kinds = {"plan": "plan_of_action", "declar": "declaration", "mandat": "mandates"}
    found = (kind for start, kind in kinds.items() if start in word)
    return next(found, Document.Kind.STATEMENT)
