"""The numbers behind the charts, worked out once for each data version."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from publication.kept import kept

from .coverage import asked_by_theme
from .models import Citation, Report, Standing


@dataclass(frozen=True, slots=True)
class Numbers:
    """Reports by year, entity and language; `first` is the day of the first report that cites a
    document; `marks` by theme; `silent` holds years with how many of those asked had not reported.
    """

    years: dict[int, int]
    entities: dict[int, int]
    languages: dict[str | None, int]
    first: dict[int, datetime.date]
    marks: dict[int, Counter]
    silent: list[tuple[int, int]]


def numbers() -> Numbers:
    return kept("charts", _numbers)


def _numbers() -> Numbers:
    published, citations = Report.objects.published(), Citation.objects.in_published_reports()
    years: Counter = Counter()
    for _entity, year, _precision, reports, _last in published.years_by_entity():
        years[year] += reports
    marks: dict[int, Counter] = defaultdict(Counter)
    for theme, mark, count in citations.marks_by_theme():
        marks[theme][mark] = count
    return Numbers(
        years=dict(years),
        entities=published.counts_by_entity(),
        languages=published.counts_by_language(),
        first=citations.first_by_document(),
        marks=dict(marks),
        silent=_silent(Standing.objects.first_years(), max(years, default=0)),
    )


def _silent(first: dict[int, int], last: int) -> list[tuple[int, int]]:
    """For each year up to `last`, how many of those asked to date had not reported by its end.

    `first` is the year of each entity's first report.
    """
    asked = set().union(*asked_by_theme().values())
    begun = [year for entity, year in first.items() if entity in asked]
    if not begun:
        return []
    return [
        (year, len(asked) - sum(1 for one in begun if one <= year))
        for year in range(min(begun), last + 1)
    ]
