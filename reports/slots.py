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
    """Let an open report answer the cycle, too; it takes the entity's place there if it is free."""
    Report.objects.with_ids([report.pk]).update(cycle=cycle)
    if holder(cycle, report.entity, list(report.themes.all())) is None:
        themes = ReportTheme.objects.of_reports([report.pk])
        themes.update(open_cycle=cycle, open_entity=report.entity)


def free(report: Report) -> None:
    """Let another report begin in the places of this one."""
    ReportTheme.objects.of_reports([report.pk]).update(open_cycle=None, open_entity=None)
