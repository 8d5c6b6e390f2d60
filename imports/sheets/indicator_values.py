"""Sheets of values of indicators, as statistical offices send them.

A row without an identifier is about the value that is there for its indicator, entity, year and
group, as on the screen where entities state values; where there is none it is a new one.
"""

from collections.abc import Iterable, Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from publication.keys import is_key
from reports.models import IndicatorValue

from ..loading import Log
from .cells import choice, decimal, line, normal, number_between, one_of, url
from .known import Known
from .plans import PlannedRow
from .records import KeptSheet

GROUP = ("sex", "age", "territory")
PLACE = ("indicator", "entity", "year", *GROUP)


class ValueSheet(KeptSheet):
    code = "indicator_values"
    label = _("Values of indicators")
    model = IndicatorValue
    hint = _("A row without identifier is about the value that is there for the same indicator, "
             "entity, year and group; where there is none, it is a new one. Numbers have a decimal "
             "point and nothing between thousands.")  # fmt: skip
    numbers = True
    facts = {**{name: name for name in (*PLACE, "value")}, "evidence": "evidence_url"}
    reads = {
        "indicator": one_of("indicators"),
        "entity": one_of("entities"),
        "year": number_between(1990, 2100),
        "sex": choice(IndicatorValue.Sex, empty=True),
        "age": line(40),
        "territory": line(80),
        "value": decimal(),
        "evidence": url(500),
    }
    needed = ("indicator", "entity", "year", "value")

    def id_of(self, record: IndicatorValue) -> str:
        return str(record.pk)

    def recognise(self, rows: Sequence[PlannedRow]) -> None:
        places = {row.number: _place(row) for row in rows if not row.cells["id"]}
        there = _ids_at(filter(None, places.values()))
        for row in rows:
            if (found := there.get(places.get(row.number))) is not None:
                row.cells["id"] = str(found)

    def find(self, ids: Iterable[str]) -> dict[str, tuple[IndicatorValue, IndicatorValue]]:
        numbers = [int(one) for one in ids if is_key(one)]
        return self.loaded(IndicatorValue.objects.with_ids(numbers))

    def apply(self, row: PlannedRow, known: Known) -> None:
        for name in ("indicator", "entity"):
            if name in row.values and row.values[name] is None:
                row.fault(name, "sheet_needed")
        if row.faults:
            return
        super().apply(row, known)
        value: IndicatorValue = row.target
        row.title = " · ".join(str(part) for part in place_of(value) if part)
        for name in GROUP:
            if getattr(value, name) and not getattr(value.indicator, f"by_{name}"):
                row.fault(name, "sheet_not_broken_down")
        value.is_demonstration = value.indicator.is_demonstration and value.entity.is_demonstration

    def check(self, rows: Sequence[PlannedRow], known: Known) -> None:
        """There is one value for a year and group."""
        there = _ids_at(place_of(row.target) for row in rows)
        seen: dict[tuple, int] = {}
        for row in rows:
            place = place_of(row.target)
            if there.get(place, row.target.pk) != row.target.pk:
                row.fault("id", "sheet_value_there", str(there[place]))
            elif place in seen:
                row.fault("id", "sheet_value_twice", str(seen[place]))
            seen.setdefault(place, row.number)

    def save(self, rows: Sequence[PlannedRow], log: Log, note: str) -> list[models.Model]:
        for row in rows:
            row.target.recorded_by = log.batch.by
        saved = super().save(rows, log, note)
        return [*saved, *{value.indicator.pk: value.indicator for value in saved}.values()]


def place_of(value: IndicatorValue) -> tuple:
    """What there is one value for: indicator, entity, year and group."""
    group = (getattr(value, name) for name in GROUP)
    return value.indicator.slug, value.entity.slug, value.year, *group


def _place(row: PlannedRow) -> tuple | None:
    """The same as the cells say it; None without a year."""
    indicator, entity, year, *group = (normal(row.cells.get(name, "")) for name in PLACE)
    if not (year.isascii() and year.isdigit() and len(year) < 5):
        return None
    return indicator, entity, int(year), *group


def _ids_at(places: Iterable[tuple]) -> dict[tuple, int]:
    indicators, entities, years = set(), set(), set()
    for indicator, entity, year, *_group in places:
        indicators.add(indicator)
        entities.add(entity)
        years.add(year)
    return IndicatorValue.objects.at(indicators, entities, years).ids_by_place() if years else {}
