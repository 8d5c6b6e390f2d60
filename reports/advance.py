"""How far actions are: how many of how many are in each state, and how many are past their day."""

import datetime
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from .models import Action
from .models.actions import ActionQuerySet

# In the order of the bar and of the words beside it.
ORDER = (
    Action.State.DONE,
    Action.State.ONGOING,
    Action.State.PLANNED,
    Action.State.PENDING,
    Action.State.NOT_STATED,
)
WIDTH, HEIGHT, GAP = 480, 14, 2
# Symbols stand before the words: no state is told by a colour alone.
SYMBOLS = {"done": "●", "ongoing": "◐", "planned": "○", "pending": "◌", "not_stated": "–"}


@dataclass(frozen=True, slots=True)
class Share:
    """How many actions are in a state; `query` chooses them in the list of actions."""

    state: str
    number: int

    @property
    def words(self) -> str:
        return str(Action.State(self.state).label)

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.state]


@dataclass(frozen=True, slots=True)
class Advance:
    shares: list[Share]
    overdue: int

    @property
    def total(self) -> int:
        return sum(share.number for share in self.shares)

    @property
    def done(self) -> int:
        return next((s.number for s in self.shares if s.state == Action.State.DONE), 0)

    @property
    def said(self) -> str:
        """ "3 of 31 actions are done", the sentence above the bar."""
        return ngettext(
            "%(done)d of %(total)d action is done",
            "%(done)d of %(total)d actions are done",
            self.total,
        ) % {"done": self.done, "total": self.total}

    @property
    def title(self) -> str:
        """Every number of the bar, for who does not see it."""
        # Translators: a state of actions and how many are in it, such as "done: 3"
        pair = gettext("%(state)s: %(number)d")
        parts = [pair % {"state": s.words, "number": s.number} for s in self.shares]
        return ", ".join(parts)

    @property
    def bars(self) -> SafeString:
        """The rectangles of the bar, one for each state, as wide as its share."""
        left, rows = 0.0, []
        for share in self.shares:
            width = WIDTH * share.number / self.total
            rows.append((share.state, round(left, 1), round(max(width - GAP, 1), 1), HEIGHT))
            left += width
        return format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="{}"/>', rows)

    @property
    def svg(self) -> SafeString:
        """The bar as a picture with its title."""
        box = format_html("0 0 {} {}", WIDTH, HEIGHT)
        return format_html(
            '<svg class="advance" role="img" viewBox="{}" width="{}" height="{}" '
            'preserveAspectRatio="none"><title>{}</title>{}</svg>',
            box, WIDTH, HEIGHT, self.title, self.bars,
        )  # fmt: skip


def advance(actions: ActionQuerySet, today: datetime.date) -> Advance:
    """Of the chosen actions, in one query. States that none is in are left out."""
    numbers, overdue = actions.counted(today)
    return Advance([Share(state, numbers[state]) for state in ORDER if numbers.get(state)], overdue)
