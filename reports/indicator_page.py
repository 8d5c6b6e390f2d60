"""The page of an indicator: what it measures, and the values of each entity over the years."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from countries.models import Entity
from mandates.models import Goal, Indicator, IndicatorTarget
from publication.passages import Passage, passage

from .figures import alphabetical
from .indicator_chart import Chart, figure
from .mandate_lines import MandateLine, mandate_lines, mandates_in
from .models import IndicatorValue


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is read; `part` says for whom: "female, 15–24, rural", empty for everybody."""

    year: int
    sex: str
    age: str
    territory: str
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Measured:
    """An entity's values by year; `chart` shows those for everybody, where there are some."""

    entity: Entity
    values: list[Value]
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    indicator: Indicator
    name: Passage | None
    unit: Passage | None
    source: Passage | None
    baseline: str
    target: str
    targets: list[tuple[IndicatorTarget, Goal]]
    lines: list[MandateLine]
    measured: list[Measured]
    has_demonstration: bool
    changed_at: datetime.datetime

    @property
    def is_broken_down(self) -> bool:
        one = self.indicator
        return one.by_sex or one.by_age or one.by_territory


def indicator_page(indicator: Indicator, language: str) -> IndicatorPage:
    """The page for a reader of `language`: five queries for any number of values."""
    paragraphs = indicator.paragraphs.order_by().values_list("pk", flat=True)
    values = list(IndicatorValue.objects.of_indicator(indicator))
    goals = Goal.objects.read_in(language, "title").in_bulk()
    shown = indicator.decimals
    return IndicatorPage(
        indicator=indicator,
        name=passage(indicator, "name", language),
        unit=passage(indicator, "unit", language),
        source=passage(indicator, "source", language),
        baseline="" if indicator.baseline is None else figure(indicator.baseline, shown),
        target="" if indicator.target is None else figure(indicator.target, shown),
        targets=[(target, goals[target.goal_id]) for target in indicator.targets.all()],
        lines=mandate_lines(
            mandates_in(language).with_ids(list(paragraphs)).newest_document_first(), language
        ),
        measured=_measured(indicator, values, language),
        has_demonstration=indicator.is_demonstration or any(v.is_demonstration for v in values),
        changed_at=max([indicator.changed_at, *(value.recorded_at for value in values)]),
    )


def _measured(indicator: Indicator, values: list[IndicatorValue], language: str) -> list[Measured]:
    found = {}
    for entity, rows in groupby(values, lambda value: value.entity):
        found[entity] = list(rows)
    return [_of_entity(indicator, one, found[one]) for one in alphabetical(found, "name", language)]


def _of_entity(indicator: Indicator, entity: Entity, rows: list[IndicatorValue]) -> Measured:
    totals = [(row.year, row.value) for row in rows if row.is_total]
    goal = indicator.target, indicator.target_year
    chart = Chart(totals, *goal, indicator.decimals) if totals else None
    return Measured(entity, [_value(row, indicator.decimals) for row in rows], chart)


def _value(row: IndicatorValue, decimals: int) -> Value:
    sex = str(row.get_sex_display()) if row.sex else ""
    text = figure(row.value, decimals)
    return Value(row.year, sex, row.age, row.territory, text, row.evidence_url)
