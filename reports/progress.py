"""How far the entities asked in a cycle are, theme by theme."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from mandates.models import Theme

from .models import Asked, Cycle, Report, ReportTheme

State = Report.State
ADVANCE = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.PUBLISHED)
"""Of several reports on a theme the one that got furthest counts."""

Places = dict[tuple[int, int, int], ReportTheme]


def places(asked: Iterable[Asked]) -> Places:
    """By cycle, entity and theme the report, as its `ReportTheme`, that got furthest."""
    asked = list(asked)
    found: Places = {}
    for link in ReportTheme.objects.in_cycles({row.cycle_id for row in asked}):
        if link.report.state not in ADVANCE:
            continue
        key = (link.report.cycle_id, link.report.entity_id, link.theme_id)
        known = found.get(key)
        if known is None or _further(link, known):
            found[key] = link
    return found


def _further(link: ReportTheme, known: ReportTheme) -> bool:
    return ADVANCE.index(link.report.state) > ADVANCE.index(known.report.state)


def themes_of(cycles: Iterable[int]) -> dict[int, list[Theme]]:
    """The themes of each cycle, in the order of their addresses."""
    found: dict[int, list[Theme]] = defaultdict(list)
    rows = Cycle.themes.through.objects.filter(cycle__in=cycles).select_related("theme")
    for row in rows.order_by("theme__slug"):
        found[row.cycle_id].append(row.theme)
    return found


def missing_themes(asked: Sequence[Asked]) -> dict[int, list[Theme]]:
    """For each row, by its id, the themes that the entity has not submitted a report on."""
    there, themes = places(asked), themes_of({row.cycle_id for row in asked})

    def is_missing(row: Asked, theme: Theme) -> bool:
        link = there.get((row.cycle_id, row.entity_id, theme.pk))
        return link is None or link.report.state not in Report.REPORTED

    return {row.pk: [t for t in themes[row.cycle_id] if is_missing(row, t)] for row in asked}
