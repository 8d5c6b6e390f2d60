"""Mandates, reports and indicators by Sustainable Development Goal."""

import datetime
from dataclasses import dataclass

from mandates.models import Goal, Indicator, Paragraph, Theme

from .agreed import Agreed, by_meeting
from .entries import Entry
from .entry_themes import themed_entries
from .figures import alphabetical
from .mandate_lines import MandateLine, mandate_lines, mandates_in
from .models import Report

LATEST = 10


@dataclass(frozen=True, slots=True)
class GoalRow:
    goal: Goal
    mandates: int
    indicators: int


@dataclass(frozen=True, slots=True)
class GoalPage:
    """`reports` is how many reports cite one of the mandates for certain; `latest` are some."""

    goal: Goal
    lines: list[MandateLine]
    agreed: list[Agreed]
    reports: int
    latest: list[Entry]
    indicators: list[Indicator]
    themes: list[Theme]

    @property
    def has_demonstration(self) -> bool:
        rows = (*self.lines, *self.latest, *self.indicators)
        return any(row.is_demonstration for row in rows)

    @property
    def changed_at(self) -> datetime.datetime | None:
        rows = (*self.lines, *self.latest, *self.indicators)
        return max((row.changed_at for row in rows), default=None)


def goal_rows(language: str) -> list[GoalRow]:
    """All goals with what is linked to each, in three queries."""
    mandates = Paragraph.objects.counts_by_goal()
    indicators = Indicator.objects.counts_by_goal()
    return [
        GoalRow(goal, mandates.get(goal.pk, 0), indicators.get(goal.pk, 0))
        for goal in Goal.objects.read_in(language, "title").order_by("number")
    ]


def goal_page(goal: Goal, language: str) -> GoalPage:
    """What is known of the goal, for a reader of `language`."""
    rows = mandates_in(language).of_goal(goal).newest_document_first()
    lines = mandate_lines(rows, language)
    reports = Report.objects.published().about_goal(goal)
    themes = Theme.objects.of_goal(goal).read_in(language, "name")
    return GoalPage(
        goal,
        lines,
        by_meeting(lines),
        reports.count(),
        themed_entries(reports.newest_first()[:LATEST], language),
        list(Indicator.objects.of_goal(goal).read_in(language, "name", "unit")),
        alphabetical(themes, "name", language),
    )
