"""In a cycle, one open report per entity and theme: who holds the place, taking and freeing it."""

from collections.abc import Sequence

from countries.models import Entity
from mandates.models import Theme

from .models import Cycle, Report, ReportTheme


def holder(cycle: Cycle, entity: Entity, themes: Sequence[Theme]) -> Report | None:
    """The open report that has the place of one of the themes."""
    return Report.objects.holding(cycle, entity, themes).first()


def place(report: Report, positions: dict[int, int]) -> None:
    """Put a new report on its themes, ids with places on the themes' pages.

    In a cycle it takes the entity's place there, too.

    Raises IntegrityError when another report has one of them.
    """
    ReportTheme.objects.bulk_create(
        ReportTheme(
            report=report, theme_id=theme, position=position, open_cycle=report.cycle,
            open_entity=report.entity if report.cycle else None,
        )
        for theme, position in positions.items()
    )  # fmt: skip


def enter(report: Report, cycle: Cycle) -> None:
    """Let an open report answer the cycle; on its themes it takes the entity's free places there.

    Again when it has come to be on further themes.
    """
    Report.objects.with_ids([report.pk]).update(cycle=cycle)
    taken = ReportTheme.objects.places(cycle, report.entity).values_list("theme", flat=True)
    links = ReportTheme.objects.of_reports([report.pk]).but_on(list(taken))
    links.update(open_cycle=cycle, open_entity=report.entity)


def free(report: Report) -> None:
    """Let another report begin in the places of this one."""
    ReportTheme.objects.of_reports([report.pk]).update(open_cycle=None, open_entity=None)
