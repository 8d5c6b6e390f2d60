"""Sheets of indicators: what they measure, from where to where, and what for."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from mandates.models import Indicator, IndicatorTarget

from .cells import (
    decimal,
    language,
    line,
    number_between,
    paragraphs,
    prose,
    several,
    texts,
    url,
    yes_or_no,
)
from .known import CellFault, Known
from .plans import PlannedRow
from .records import RecordSheet

TARGET = re.compile(r"(\d{1,2})(?:\.([1-9]|1[0-9]|[a-d]))?", re.ASCII)
YEAR = number_between(1800, 2200, empty=True)


def targets(text: str, known: Known) -> list[tuple[int, str]]:
    """Goals by number with what stands behind the dot, such as 10 and "7"."""
    return [_target(one, known) for one in several(text)]


def _target(text: str, known: Known) -> tuple[int, str]:
    found = TARGET.fullmatch(text)
    if not found or found[1] not in known.goals:
        raise CellFault("sheet_goal", text[:60])
    return known.goals[found[1]].pk, found[2] or ""


class IndicatorSheet(RecordSheet):
    code = "indicators"
    label = _("Indicators")
    model = Indicator
    translated = ("name", "definition", "unit", "source")
    facts = {
        name: name
        for name in (
            "source_url", "baseline", "baseline_year", "target", "target_year", "by_sex", "by_age",
            "by_territory", "decimals",
        )
    }  # fmt: skip
    lists = ("paragraphs",)
    reads = {
        **texts("name", line(200)),
        **texts("definition", prose),
        **texts("unit", line(80)),
        **texts("source", line(300)),
        "original_language": language,
        "source_url": url(500),
        "baseline": decimal(empty=True),
        "baseline_year": YEAR,
        "target": decimal(empty=True),
        "target_year": YEAR,
        "by_sex": yes_or_no,
        "by_age": yes_or_no,
        "by_territory": yes_or_no,
        "paragraphs": paragraphs,
        "goals": targets,
        "decimals": number_between(0, 4),
    }

    def find(self, ids: Iterable[str]) -> dict[str, tuple[Indicator, Indicator]]:
        return self.loaded(Indicator.objects.with_slugs(list(ids)))

    def apply(self, row: PlannedRow, known: Known) -> None:
        super().apply(row, known)
        one: Indicator = row.target
        if row.record is not None and "goals" in row.values:
            row.before["targets"] = [
                [target.pk, target.goal_id, target.part] for target in one.targets.all()
            ]
        for name in ("baseline", "target"):
            year = f"{name}_year"
            if (getattr(one, name) is None) != (getattr(one, year) is None):
                row.fault(year, f"sheet_{name}")

    def save_lists(self, row: PlannedRow) -> list[IndicatorTarget]:
        super().save_lists(row)
        if "goals" not in row.values:
            return []
        wanted = set(row.values["goals"])
        there = {(target.goal_id, target.part): target for target in row.target.targets.all()}
        for place, target in there.items():
            if place not in wanted:
                target.delete()
        return [
            IndicatorTarget.objects.create(indicator=row.target, goal_id=goal, part=part)
            for goal, part in sorted(wanted - there.keys())
        ]
