"""The coverage of everybody on everything: who was asked about what, and what came of it.

It knows numbers only, so that one matrix serves readers of every language; it is worked out once
for each data version. Who counts is said to readers on "How to read these figures".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandates.models import Paragraph
from publication.kept import kept

from .asked import asked_by_paragraph, asked_in_cycle
from .coverage import Figures, asked_by_theme
from .models import Citation, Standing

THEMES, DOCUMENTS, PARAGRAPHS = "themes", "documents", "paragraphs"


class State(models.TextChoices):
    """What is known of an entity on a theme, a document or a paragraph."""

    REPORTED = "reported", _("reported")
    UNCITED = "uncited", _("reported without citing it for certain")
    NOTHING = "nothing", _("nothing to report")
    SILENT = "silent", _("no report received")
    UNASKED = "unasked", _("not asked")

    def said(self, in_years: bool) -> str:
        """In words; where only some years count, silence is that of these years."""
        if in_years and self == State.SILENT:
            return gettext("no report from these years")
        return str(self.label)


SYMBOLS = dict(zip(State, "●◐○·–", strict=True))
# As on the pages of themes: who says that there is nothing to report has reported.
ANSWERED = frozenset({State.REPORTED, State.UNCITED, State.NOTHING})
NUMBERED = frozenset({State.REPORTED, State.UNCITED})  # have their number beside the symbol


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands in the columns; with `document`, its paragraphs.

    Reports of the `cycle` count, dated from the year `since` to the year `until`; None: all. With
    `demonstrations`, only those written for the demonstration.
    """

    columns: str = THEMES
    document: int | None = None
    cycle: int | None = None
    since: int | None = None
    until: int | None = None
    demonstrations: bool = False

    def of(self, records: Any) -> Any:
        """Those of the records (reports, their citations or standings) that count here."""
        found = records if self.cycle is None else records.in_cycle(self.cycle)
        found = found.demonstrations() if self.demonstrations else found
        return found.between_years(self.since, self.until)


@dataclass(slots=True)
class Tally:
    """Numbers of reports. `cited` cite it (a theme: one of its paragraphs), `perhaps` are others
    that may mean it; `uncited` and `nothing` are those on the theme, or on a theme of the column.
    """

    cited: int = 0
    perhaps: int = 0
    uncited: int = 0
    nothing: int = 0

    @property
    def every(self) -> int:
        return self.cited + self.perhaps + self.uncited + self.nothing


@dataclass(frozen=True, slots=True)
class Cell:
    """`reports` are as many as the list shows that the cell leads to; `perhaps` of them do not say
    which document they cite and may mean it."""

    state: State
    reports: int = 0
    perhaps: int = 0

    @property
    def number(self) -> int:
        """What stands beside the symbol; 0: nothing."""
        return self.reports if self.state in NUMBERED else 0


@dataclass(slots=True)
class Column:
    """A theme, a document or a paragraph by its id, and who is asked about it."""

    id: int
    asked: set[int] = field(default_factory=set)
    themes: set[int] = field(default_factory=set)
    tallies: dict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def cell(self, entity: int) -> Cell:
        tally = self.tallies.get(entity)
        if tally is None or not tally.every:
            return _SILENT if entity in self.asked else _UNASKED
        if tally.cited:
            return Cell(State.REPORTED, tally.cited + tally.perhaps, tally.perhaps)
        if tally.perhaps or tally.uncited:
            return Cell(State.UNCITED, tally.perhaps + tally.uncited, tally.perhaps)
        return Cell(State.NOTHING, tally.nothing)

    @property
    def figures(self) -> Figures:
        """Of those asked, how many have reported; reports that came unasked count as reports."""
        answered = {entity for entity, tally in self.tallies.items() if tally.every}
        reports = sum(tally.every for tally in self.tallies.values())
        return Figures(len(self.asked), len(self.asked & answered), reports)

    @property
    def uncited(self) -> int:
        """How many of those asked have reported without citing it for certain."""
        return sum(1 for entity in self.asked if self.cell(entity).state == State.UNCITED)


_SILENT, _UNASKED = Cell(State.SILENT), Cell(State.UNASKED)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns by their ids; those about which nobody was asked or reported are out."""

    columns: dict[int, Column]

    @property
    def entities(self) -> set[int]:
        """Everybody who is asked, or reported unasked."""
        return {
            entity
            for column in self.columns.values()
            for entity in (
                *column.asked,
                *(e for e, tally in column.tallies.items() if tally.every),
            )
        }


def matrix(scope: Scope = Scope()) -> Matrix:
    """The coverage in the scope, in at most six queries; none when this version's is known."""
    return kept(("coverage", scope), lambda: _matrix(scope))


def _matrix(scope: Scope) -> Matrix:
    columns = _of_themes(scope) if scope.columns == THEMES else _of_mandates(scope)
    there = {pk: one for pk, one in columns.items() if one.asked or one.tallies}
    return Matrix(there)


def _of_themes(scope: Scope) -> dict[int, Column]:
    """A report counts once on each of its themes."""
    asked = asked_by_theme() if scope.cycle is None else asked_in_cycle(scope.cycle)
    columns = {theme: Column(theme, set(entities), {theme}) for theme, entities in asked.items()}
    for entity, theme, state, reports in scope.of(Standing.objects).tallies():
        column = columns.setdefault(theme, Column(theme, themes={theme}))
        tally = column.tallies[entity]
        setattr(tally, state, getattr(tally, state) + reports)
    for column in columns.values():
        for tally in column.tallies.values():
            if tally.cited:  # the number beside the symbol is that of all reports on the theme
                tally.cited = tally.every
                tally.uncited = tally.nothing = 0
    return columns


def _of_mandates(scope: Scope) -> dict[int, Column]:
    """Documents, or the paragraphs of one; only operative, active paragraphs count."""
    paragraphs = Paragraph.objects.counted()
    if scope.document is not None:
        paragraphs = paragraphs.of_document(scope.document)
    places = list(paragraphs.places())
    by_paragraph = scope.columns == PARAGRAPHS
    columns: dict[int, Column] = {}
    asked = asked_by_paragraph(places, scope.cycle)
    for document, paragraph, theme in places:
        key = paragraph if by_paragraph else document
        column = columns.setdefault(key, Column(key))
        column.asked |= asked[paragraph]
        column.themes |= {theme} - {None}
    _count_citations(columns, scope)
    count_uncited(columns, scope.of(Standing.objects).tallies())
    return columns


def _count_citations(columns: dict[int, Column], scope: Scope) -> None:
    what = "pk" if scope.columns == PARAGRAPHS else "document"
    published = scope.of(Citation.objects.in_published_reports())
    certain, perhaps = published.counted_by_entity(what, scope.document)
    for key, entity, reports in certain:
        columns[key].tallies[entity].cited = reports
    for key, entity, reports in perhaps:
        columns[key].tallies[entity].perhaps = reports


def count_uncited(columns: dict[int, Column], standings: Iterable[tuple]) -> None:
    """Reports on a theme of the column that cite none of the theme's paragraphs."""
    by_theme = defaultdict(list)
    for entity, theme, state, reports in standings:
        if state != Standing.State.CITED:
            by_theme[theme].append((entity, state, reports))
    for column in columns.values():
        for theme in column.themes:
            for entity, state, reports in by_theme[theme]:
                tally = column.tallies[entity]
                setattr(tally, state, getattr(tally, state) + reports)
