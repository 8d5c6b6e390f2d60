"""What one entity was asked about and what came of it: the page behind a cell of the coverage."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.passages import Passage, passage

from .coverage_columns import Heading, headings
from .coverage_filter import PeriodForm, by_slug
from .coverage_matrix import DOCUMENTS, PARAGRAPHS, THEMES, Cell, Column, Scope, State, matrix
from .entries import Entry
from .entry_themes import themed_entries
from .filters import left_beside
from .models import Asked, Cycle, Report
from .paragraph_titles import paragraph_title
from .subject import paragraph_at

MOST = 25  # reports shown
COLUMNS = {"theme": THEMES, "document": DOCUMENTS, "paragraph": PARAGRAPHS}  # in which it stands


class FocusForm(PeriodForm):
    """One thing asked about: a theme, a document or a paragraph ("document/paragraph")."""

    theme = by_slug(gettext_lazy("Theme"), Theme.objects.all())
    document = by_slug(gettext_lazy("Document"), Document.objects.all())
    paragraph = forms.CharField(label=gettext_lazy("Paragraph"), required=False, max_length=300)

    def clean_paragraph(self) -> Paragraph | None:
        return paragraph_at(self.cleaned_data["paragraph"])

    @property
    def ignored(self) -> list[str]:
        return left_beside(self, COLUMNS)


@dataclass(frozen=True, slots=True)
class Focus:
    """`because` are the cycles that ask, `took_part` where it was agreed with the entity there;
    `language` is that of the name."""

    heading: Heading | None
    name: str
    language: str
    url: str
    cell: Cell
    because: list[Asked]
    took_part: list[Meeting]
    entries: list[Entry]
    query: str


@dataclass(frozen=True, slots=True)
class EntityCoverage:
    """Without a focus, `groups` holds all themes by their state; `period` says what counts."""

    entity: Entity
    name: Passage | None
    period: PeriodForm
    focus: Focus | None
    groups: list[tuple[State, list[tuple[Heading, Cell]]]]
    ignored: list[str]

    @property
    def has_demonstration(self) -> bool:
        entries = self.focus.entries if self.focus else []
        return self.entity.is_demonstration or any(entry.is_demonstration for entry in entries)


def coverage_of_entity(entity: Entity, query: QueryDict, language: str) -> EntityCoverage:
    """The page of the entity's coverage, of one thing where the address names one."""
    form = FocusForm(query)
    focus = _focus(entity, form, language)
    return EntityCoverage(
        entity=entity,
        name=passage(entity, "name", language),
        period=form,
        focus=focus,
        groups=[] if focus else _groups(entity, Scope(**form.period), language),
        ignored=form.ignored,
    )


def _groups(entity: Entity, scope: Scope, language: str) -> list:
    found = defaultdict(list)
    for heading in headings(matrix(scope).columns, scope, language):
        cell = heading.column.cell(entity.pk)
        found[cell.state].append((heading, cell))
    return [(state, found[state]) for state in State if found[state]]


def _focus(entity: Entity, form: FocusForm, language: str) -> Focus | None:
    given = form.chosen
    name = next((name for name in COLUMNS if name in given), None)
    if name is None:
        return None
    record, cycle = given[name], given.get("cycle")
    document = record.document_id if isinstance(record, Paragraph) else None
    scope = Scope(COLUMNS[name], document, **form.period)
    column = matrix(scope).columns.get(record.pk) or Column(record.pk)
    [heading] = headings({record.pk: column}, scope, language) or [None]
    key = heading.key if heading else record.slug
    because = _because(entity, column, record, cycle)
    cell = column.cell(entity.pk)
    name_of_it, written = _named(record, heading, language)
    # Where a cycle asks about a theme, who took part where it was agreed is not asked for.
    by_cycle = cell.state == State.UNASKED or (because and name == "theme")
    return Focus(
        heading=heading,
        name=name_of_it,
        language=written,
        url=record.get_absolute_url(),
        cell=cell,
        because=because,
        took_part=[] if by_cycle else _took_part(entity, record, cycle, language),
        entries=_entries(entity, name, record, column, scope, language),
        query=f"{name}={key}",
    )


def _named(
    record: Theme | Document | Paragraph, heading: Heading, language: str
) -> tuple[str, str]:
    """The name and its language."""
    if isinstance(record, Paragraph):
        return paragraph_title(record, language), language
    found = passage(record, "title" if isinstance(record, Document) else "name", language)
    return heading.long_name, found.language if found else language


def _because(entity: Entity, column: Column, record, cycle: Cycle | None) -> list[Asked]:
    """In which cycles the entity is asked about it, the latest due first."""
    document = {Document: record.pk, Paragraph: getattr(record, "document_id", None)}
    about = document.get(type(record))
    scopes = Cycle.objects.public() if cycle is None else Cycle.objects.with_ids([cycle.pk])
    asking = {
        number
        for number, theme, scope in scopes.scopes()
        if theme in column.themes and (about is None or scope in (None, about))
    }
    return list(Asked.objects.of_entities([entity]).in_cycles(asking).latest_first())


def _took_part(entity: Entity, record, cycle: Cycle | None, language: str) -> Iterable[Meeting]:
    """Where it was agreed, if the entity took part there."""
    if cycle is not None:
        return []
    if isinstance(record, Theme):
        meetings = Meeting.objects.adopting_on(record)
    else:
        document = record if isinstance(record, Document) else record.document
        meetings = Meeting.objects.with_ids([document.meeting_id])
    attended = meetings.attended_by(entity).newest_first()
    return list(attended.read_in(language, "name", "short_name"))


def _entries(
    entity: Entity, name: str, record, column: Column, scope: Scope, language: str
) -> list[Entry]:
    """The reports that the cell counts, newest first; no more than MOST."""
    reports = scope.of(Report.objects.published().by_entity(entity))
    reports = reports.standing_on(column.themes, name, record)
    return themed_entries(reports.newest_first()[:MOST], language)
