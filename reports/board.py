"""Who has not reported: the entities asked in a cycle, theme by theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, pgettext

from accounts.models import User
from mandates.models import Theme

from .cycles import BETWEEN_NUDGES
from .models import Asked, Cycle, ExtensionRequest, Nudge, Report, ReportTheme
from .progress import places, themes_of
from .reminders import coordinators_of

State = Report.State
SYMBOLS = {
    "": "○",
    State.DRAFT: "◔",
    State.RETURNED: "↩",
    State.SUBMITTED: "◕",
    State.PUBLISHED: "●",
}


@dataclass(frozen=True)
class Cell:
    """An entity and a theme: the state of the report, "" when none was begun."""

    theme: Theme
    link: ReportTheme | None

    @property
    def state(self) -> str:
        return self.link.report.state if self.link else ""

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.state]

    @property
    def says(self) -> str:
        return State(self.state).label if self.state else pgettext("report", "not started")

    @property
    def is_in_review(self) -> bool:
        """Whether the Secretariat may open it: drafts are the entity's alone."""
        return self.state not in ("", State.DRAFT)

    @property
    def is_reported(self) -> bool:
        return self.state in Report.REPORTED


@dataclass(frozen=True)
class Row:
    """One entity: its cells, its date, its people, and when it was last nudged."""

    asked: Asked
    cells: list[Cell]
    people: list[User]
    last_report: date | None
    nudged_at: datetime | None
    request: ExtensionRequest | None
    at: datetime

    @property
    def key(self) -> str:
        """What a form posts when the entity is ticked."""
        return str(self.asked.pk)

    @property
    def is_silent(self) -> bool:
        """Something is not submitted."""
        return not all(cell.is_reported for cell in self.cells)

    @property
    def can_be_reminded(self) -> bool:
        """Whether a nudge would go out now."""
        fresh = self.nudged_at is not None and self.at - self.nudged_at < BETWEEN_NUDGES
        wanting = any(person.wants_reminders for person in self.people)
        return self.is_silent and wanting and not fresh and self.asked.is_open(self.at)

    @property
    def days_left(self) -> int:
        """Calendar days to the date, by the cycle's zone; negative when it has passed."""
        zone = self.asked.cycle.zone
        return (self.asked.due_at.astimezone(zone).date() - self.at.astimezone(zone).date()).days


@dataclass(frozen=True)
class Board:
    cycle: Cycle
    themes: list[Theme]
    rows: list[Row]
    requests: list[ExtensionRequest]
    nudges: list[Nudge]

    @property
    def key(self) -> list[tuple[str, str]]:
        """Each symbol with its words."""
        words = [(SYMBOLS[""], pgettext("report", "not started"))]
        return words + [(SYMBOLS[state], State(state).label) for state in list(SYMBOLS)[1:]]

    @property
    def silent(self) -> int:
        return sum(row.is_silent for row in self.rows)

    @property
    def summary(self) -> str:
        numbers = {"done": len(self.rows) - self.silent, "all": len(self.rows)}
        return gettext("%(done)d of %(all)d have submitted everything.") % numbers


def board(cycle: Cycle, at: datetime, *, only_silent: bool = False) -> Board:
    """The board of an announced cycle at the moment, in a fixed number of queries."""
    asked = list(Asked.objects.in_cycle(cycle).with_all())
    themes = themes_of([cycle.pk])[cycle.pk]
    rows = _rows(asked, themes, at)
    return Board(
        cycle,
        themes,
        [row for row in rows if row.is_silent or not only_silent],
        [row.request for row in rows if row.request],
        list(Nudge.objects.of_cycle(cycle).newest_first()[:50]),
    )


def _rows(asked: Sequence[Asked], themes: list[Theme], at: datetime) -> list[Row]:
    entities = {row.entity_id for row in asked}
    there, people = places(asked), coordinators_of(entities)
    last_reports = Report.objects.published().by_entities(entities).last_dates()
    nudged = Nudge.objects.of_rows(asked).last_by_asked()
    waiting = ExtensionRequest.objects.waiting().of_rows(asked).with_all()
    requests = {request.asked_id: request for request in waiting}
    return [
        Row(
            row,
            [Cell(theme, there.get((row.cycle_id, row.entity_id, theme.pk))) for theme in themes],
            people[row.entity_id],
            last_reports.get(row.entity_id),
            nudged.get(row.pk),
            requests.get(row.pk),
            at,
        )
        for row in asked
    ]
