"""How much there is: the numbers of the home page, of the list of themes and of the meetings.

Demonstration records are counted like the others; the pages that show them say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import CharField, Count, Q, QuerySet, Value

from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, ParagraphTheme, Theme
from publication.languages import fold
from publication.passages import passage

from .coverage import Figures
from .models import Citation, Report, ReportTheme

# What reports.coverage.asked_by_theme() gives.
AskedByTheme = Mapping[int, set[int]]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with what it holds."""

    theme: Theme
    mandates: int
    figures: Figures

    @property
    def is_empty(self) -> bool:
        return not (self.mandates or self.figures.reports)


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """`demonstrations` are those of the reports that were written for the demonstration."""

    summits: int = 0
    documents: int = 0
    mandates: int = 0
    reports: int = 0
    demonstrations: int = 0


def site_figures() -> SiteFigures:
    """All of them, in one query."""
    reports = Report.objects.published()
    counts = [
        _count("summits", Meeting.objects.summits()),
        _count("documents", Document.objects.all()),
        _count("mandates", Paragraph.objects.all()),
        _count("reports", reports),
        _count("demonstrations", reports.demonstrations()),
    ]
    return SiteFigures(**dict(counts[0].union(*counts[1:], all=True)))


def _count(name: str, records: QuerySet) -> QuerySet:
    """One row of the name and the number of records, or no row when there are none."""
    named = records.order_by().values_list(Value(name, output_field=CharField()))
    return named.annotate(count=Count("pk"))


def theme_rows(asked: AskedByTheme, language: str) -> list[ThemeRow]:
    """All themes A to Z as a reader of `language` knows them."""
    mandates = ParagraphTheme.objects.counts_by_theme()
    reports: dict[int, int] = defaultdict(int)
    reporters: dict[int, set[int]] = defaultdict(set)
    for theme, entity, count in ReportTheme.objects.published().reporters():
        reports[theme] += count
        reporters[theme].add(entity)
    themes = alphabetical(Theme.objects.read_in(language, "name", "description"), "name", language)
    return [
        ThemeRow(
            theme,
            mandates.get(theme.pk, 0),
            figures_of(asked.get(theme.pk, set()), reporters[theme.pk], reports[theme.pk]),
        )
        for theme in themes
    ]


def figures_of(asked: set[int], reporters: set[int], reports: int) -> Figures:
    """Of the entities asked, how many reported; reports that came unasked count as reports only."""
    return Figures(asked=len(asked), reported=len(asked & reporters), reports=reports)


def figures_by_kind(asked_by_theme: AskedByTheme) -> tuple[Figures, Figures]:
    """Over all themes: how many of the states, and of the institutions, asked have reported.

    The invented entities of the demonstration are in neither.
    """
    asked = set().union(*asked_by_theme.values())
    counted = Count("reports", filter=Q(reports__state=Report.State.PUBLISHED))
    kinds: dict[bool, dict[int, int]] = {True: {}, False: {}}
    for entity, kind, reports in (
        Entity.objects.real().order_by().values_list("pk", "kind").annotate(reports_there=counted)
    ):
        kinds[kind == Entity.Kind.STATE][entity] = reports
    return _figures_among(kinds[True], asked), _figures_among(kinds[False], asked)


def _figures_among(reports: dict[int, int], asked: set[int]) -> Figures:
    """Of the entities whose number of reports is given."""
    reporters = {entity for entity, count in reports.items() if count}
    return figures_of(asked & reports.keys(), reporters, sum(reports.values()))


@dataclass(slots=True)
class Answers:
    """Published reports that cite something, with their entities: {report: entity}.

    `perhaps` are those that cite a number which may stand there, and nothing there for certain.
    """

    certain: dict[int, int] = field(default_factory=dict)
    perhaps: dict[int, int] = field(default_factory=dict)

    @classmethod
    def union(cls, parts: Iterable["Answers"]) -> "Answers":
        """What several parts have together; a report that cites two of them counts once."""
        parts = list(parts)
        certain = {report: entity for part in parts for report, entity in part.certain.items()}
        perhaps = {report: entity for part in parts for report, entity in part.perhaps.items()}
        uncertain = {report: perhaps[report] for report in perhaps if report not in certain}
        return cls(certain, uncertain)

    def of(self, entity: int) -> tuple[int, int]:
        """How many reports of the entity cite it for certain, and how many perhaps."""
        counts = ([*rows.values()].count(entity) for rows in (self.certain, self.perhaps))
        return tuple(counts)


def answers_to(documents: Iterable[Document]) -> dict[int, Answers]:
    """Who answers each document, by its id: `ReportQuerySet.about_documents`, in bulk."""
    found: dict[int, Answers] = defaultdict(Answers)
    certain, perhaps = Citation.objects.in_published_reports().of_documents(documents)
    sure = certain.annotate(is_certain=Value(1))
    rows = list(sure.union(perhaps.annotate(is_certain=Value(0)), all=True))
    for document, report, entity, is_certain in rows:
        if is_certain:
            found[document].certain[report] = entity
    for document, report, entity, is_certain in rows:
        if not is_certain and report not in found[document].certain:
            found[document].perhaps[report] = entity
    return found


def alphabetical(records: Iterable, field: str, language: str) -> list:
    """A to Z in the reader's language, accents aside; the same on every database."""
    return sorted(records, key=lambda record: fold(str(passage(record, field, language) or "")))
