"""The page of one action."""

import datetime
from dataclasses import dataclass

from publication.keys import is_key
from publication.passages import Passage, passage

from .advance import SYMBOLS
from .entries import Entry, entries
from .mandate_lines import MandateLine, mandate_lines, mandates_in
from .models import Action, ActionStep, Report


@dataclass(frozen=True, slots=True)
class Happened:
    """A step as the public reads it: the day, and the state it led to where that changed."""

    at: datetime.datetime
    state: str
    is_first: bool
    changes_state: bool


@dataclass(frozen=True, slots=True)
class ActionPage:
    action: Action
    line: MandateLine
    is_overdue: bool
    reports: list[Entry]
    history: list[Happened]
    heading: Passage | None
    activity: Passage | None
    schedule: Passage | None

    @property
    def lines(self) -> list[MandateLine]:
        return [self.line]

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.action.state]

    @property
    def has_demonstration(self) -> bool:
        rows = (self.action, self.line, *self.reports)
        return any(row.is_demonstration for row in rows)


def action_page(number: int, language: str, today: datetime.date) -> ActionPage:
    """Raises Action.DoesNotExist."""
    if not is_key(number):
        raise Action.DoesNotExist(number)
    action = Action.objects.for_page().get(pk=number)
    [line] = mandate_lines(mandates_in(language).with_ids([action.paragraph_id]), language)
    linked = Report.objects.published().of_action(action).newest_first()
    steps = ActionStep.objects.of_action(action)
    return ActionPage(
        action,
        line,
        action.is_overdue(today),
        entries(linked, language),
        [_happened(step) for step in steps],
        *(passage(action, field, language) for field in ("heading", "activity", "schedule")),
    )


def _happened(step: ActionStep) -> Happened:
    state = str(Action.State(step.to_state).label)
    return Happened(step.at, state, not step.from_state, step.from_state != step.to_state)
