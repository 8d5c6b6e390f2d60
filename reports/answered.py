"""How many of the mandates that a cycle asks about an entity has answered, theme by theme."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mandates.models import ParagraphTheme, Theme

from .models import Citation, Cycle, CycleDocument, Report


@dataclass(frozen=True, slots=True)
class Share:
    """Of a theme's mandates in scope of a cycle, those answered."""

    theme: Theme
    answered: int
    total: int


def shares(cycles: list[int], entity: int) -> dict[int, list[Share]]:
    """By cycle its themes, in the order of their addresses, in one query.

    Answered is what an open report gives a mark, or a published one cites, in the same cycle.
    """
    rows = Cycle.themes.through.objects.filter(cycle__in=cycles).select_related("theme")
    rows = rows.annotate(total=_counted(_in_scope()), answered=_counted(_answered(entity)))
    found: dict[int, list[Share]] = defaultdict(list)
    for row in rows.order_by("theme__slug"):
        found[row.cycle_id].append(Share(row.theme, row.answered, row.total))
    return found


def _in_scope() -> QuerySet:
    """Places of operative, active mandates on the outer row's theme, in its cycle's documents."""
    scope = CycleDocument.objects.filter(cycle=OuterRef(OuterRef("cycle")))
    links = ParagraphTheme.objects.counted().order_by().filter(theme=OuterRef("theme"))
    named = Exists(scope.filter(document=OuterRef("paragraph__document")))
    return links.filter(named | ~Exists(scope))


def _answered(entity: int) -> QuerySet:
    citations = Citation.objects.order_by().filter(
        Q(report__state=Report.State.PUBLISHED) | Q(report__state__in=Report.OPEN) & ~Q(mark=""),
        report__entity=entity,
        report__cycle=OuterRef(OuterRef("cycle")),
        paragraph=OuterRef("paragraph"),
    )
    return _in_scope().filter(Exists(citations))


def _counted(links: QuerySet) -> Coalesce:
    counted = links.values("theme").annotate(n=Count("paragraph", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
