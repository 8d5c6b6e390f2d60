"""Two to four entities side by side on a theme or a document: what each reported, when, and gaps.

`entity` (two to four times), `theme` or `document`, all in the address. Broken values are named.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy, pgettext

from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.dates import PartialDate
from publication.passages import Passage, passage

from .asked import asked_by_paragraph
from .chart_page import MARKS
from .citing import mark_words
from .coverage_filter import by_slug, document_titles, named
from .coverage_matrix import Cell, Column, State, count_uncited
from .entries import Entry, entries
from .figures import alphabetical
from .filters import Option, Select, is_odd
from .mandate_lines import MandateLine, mandate_lines, mandates_in
from .models import Citation, Report, Standing

LEAST, MOST, LATEST = 2, 4, 3
WORDS = 18  # of a mandate's text beside its number


class CompareForm(forms.Form):
    theme = by_slug(gettext_lazy("Theme"), Theme.objects.all())
    document = by_slug(gettext_lazy("Document"), Document.objects.all())


@dataclass(slots=True)
class Side:
    """One of the entities: its reports on what is compared, the latest of them, its marks."""

    entity: Entity
    name: Passage
    reports: int = 0
    first: PartialDate | None = None
    last: PartialDate | None = None
    latest: list[Entry] = field(default_factory=list)
    states: Counter = field(default_factory=Counter)
    marks: Counter = field(default_factory=Counter)

    @property
    def marked(self) -> list[tuple[str, str, int]]:
        """Symbol, words and number of each mark given."""
        return [(symbol, str(mark.label), self.marks[mark])
                for mark, symbol in MARKS.items() if self.marks[mark]]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What one entity said of one mandate; `mark` is the latest one, empty without."""

    side: Side
    cell: Cell
    mark: str

    @property
    def mark_words(self) -> str:
        return mark_words(self.mark)

    @property
    def state_words(self) -> str:
        return str(State(self.cell.state).label)


@dataclass(frozen=True, slots=True)
class MandateRow:
    line: MandateLine
    short: str
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """`parameter` and `key` name what is compared; without enough entities there are no rows."""

    sides: list[Side]
    what: Theme | Document | None
    name: Passage | None
    parameter: str
    rows: list[MandateRow]
    choices: list[Select]
    selects: list[Select]
    ignored: list[str]

    @property
    def is_whole(self) -> bool:
        return len(self.sides) >= LEAST and self.what is not None

    @property
    def has_demonstration(self) -> bool:
        return any(side.entity.is_demonstration for side in self.sides)


def compare_page(query: QueryDict, language: str) -> ComparePage:
    """The comparison that the address asks for."""
    form = CompareForm(query)
    form.is_valid()
    what = form.cleaned_data.get("theme") or form.cleaned_data.get("document")
    ignored = [str(form.fields[name].label) for name in form.fields if _is_odd(form, name, what)]
    known = alphabetical(Entity.objects.read_in(language, "name"), "name", language)
    wanted = list(dict.fromkeys(filter(None, query.getlist("entity"))))
    by_slugs = {entity.slug: entity for entity in known}
    chosen = [by_slugs[slug] for slug in wanted if slug in by_slugs][:MOST]
    if len(chosen) < len(wanted):
        ignored.append(gettext("Entity"))
    sides = [Side(entity, passage(entity, "name", language)) for entity in chosen]
    rows = _compared(sides, what, language) if what and len(sides) >= LEAST else []
    return ComparePage(
        sides=sides,
        what=what,
        name=what and passage(what, what.PRIMARY, language),
        parameter="document" if isinstance(what, Document) else "theme",
        rows=rows,
        choices=_choices(known, chosen, language),
        selects=_selects(what, language),
        ignored=ignored,
    )


def _is_odd(form: CompareForm, name: str, what: Theme | Document | None) -> bool:
    """True where the field makes no sense, or says something besides what is compared."""
    beside = form.cleaned_data.get(name) not in (None, what)
    return beside or is_odd(form, name)


def _choices(known: list[Entity], chosen: list[Entity], language: str) -> list[Select]:
    """Four fields of the same name; those after the second may stay empty."""
    offered = [Option(slug, name) for slug, name in named(known, language)]
    none = Option("", pgettext("no entity", "None"))
    slugs = [entity.slug for entity in chosen]
    return [
        Select("entity", gettext("Entity %(number)d") % {"number": place + 1},
               slugs[place] if place < len(slugs) else "", [none, *offered])
        for place in range(MOST)
    ]  # fmt: skip


def _selects(what: Theme | Document | None, language: str) -> list[Select]:
    themes = alphabetical(Theme.objects.read_in(language, "name"), "name", language)
    documents = Document.objects.read_in(language, "title", "short_title").with_counted()
    meetings = Meeting.objects.read_in(language, "short_name")
    titles = document_titles(documents.newest_first(), meetings, language)
    none = Option("", pgettext("no theme and no document", "None"))
    kinds = (("theme", gettext("On the theme"), Theme, named(themes, language)),
             ("document", gettext("Or on the document"), Document, titles))  # fmt: skip
    return [
        Select(name, label, what.slug if isinstance(what, kind) else "",
               [none, *(Option(*one) for one in offered)])
        for name, label, kind, offered in kinds
    ]  # fmt: skip


def _compared(sides: list[Side], what: Theme | Document, language: str) -> list[MandateRow]:
    """The mandates compared, those of the newest document first; fills in the sides."""
    counted = Paragraph.objects.counted()
    on_theme = isinstance(what, Theme)
    paragraphs = counted.for_theme(what) if on_theme else counted.of_document(what)
    ids = list(paragraphs.values_list("pk", flat=True))
    lines = mandate_lines(mandates_in(language).with_ids(ids).newest_document_first(), language)
    columns, marks = _answers(sides, ids)
    rows = [_mandate_row(line, columns[line.id], marks, sides) for line in lines]
    themes = {theme for column in columns.values() for theme in column.themes}
    _fill_in(sides, what, {what.pk} if on_theme else themes, language)
    return rows


def _answers(sides: list[Side], ids: list[int]) -> tuple[dict[int, Column], dict]:
    """Who cites each paragraph, and the latest mark by paragraph and entity."""
    entities = [side.entity.pk for side in sides]
    places = list(Paragraph.objects.with_ids(ids).places())
    asked = asked_by_paragraph(places)
    columns = {pk: Column(pk, asked[pk]) for pk in ids}
    for _document, paragraph, theme in places:
        columns[paragraph].themes |= {theme} - {None}
    marks: dict[tuple[int, int], str] = {}
    published = Citation.objects.in_published_reports().by_entities(entities)
    for paragraph, entity, mark in published.certain_among(ids):
        columns[paragraph].tallies[entity].cited += 1
        if mark:
            marks[paragraph, entity] = mark
    for paragraph, entity in published.perhaps_among(ids):
        columns[paragraph].tallies[entity].perhaps += 1
    count_uncited(columns, Standing.objects.by_entities(entities).tallies())
    return columns, marks


def _mandate_row(line: MandateLine, column: Column, marks: dict, sides: list[Side]) -> MandateRow:
    answers = []
    for side in sides:
        cell = column.cell(side.entity.pk)
        mark = marks.get((line.id, side.entity.pk), "")
        side.states[cell.state] += 1
        side.marks.update([mark] if mark else [])
        answers.append(Answer(side, cell, mark))
    return MandateRow(line, Truncator(strip_tags(line.html)).words(WORDS), answers)


def _fill_in(sides: list[Side], what: Theme | Document, themes: set[int], language: str) -> None:
    """Numbers and the latest reports of each; of a document, those that cite or may mean it."""
    reports = Report.objects.published().by_entities([side.entity.pk for side in sides])
    reports = (
        reports.for_theme(what) if isinstance(what, Theme)
        else reports.standing_on(themes, "document", what)
    )  # fmt: skip
    rows = list(
        reports.order_by("date", "pk").values_list("pk", "entity", "date", "date_precision")
    )
    own: dict[int, list[tuple[int, PartialDate]]] = defaultdict(list)
    for pk, entity, date, precision in rows:
        own[entity].append((pk, PartialDate(date, precision)))
    latest = {pk for found in own.values() for pk, _when in found[-LATEST:]}
    shown = entries(Report.objects.with_ids(list(latest)).newest_first(), language)
    for side in sides:
        found = own[side.entity.pk]
        side.reports = len(found)
        side.first, side.last = (found[0][1], found[-1][1]) if found else (None, None)
        side.latest = _of(side, shown)


def _of(side: Side, shown: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in shown if entry.entity == side.entity.pk]
