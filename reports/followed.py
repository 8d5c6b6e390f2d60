"""What a page says of actions and indicators beside its mandates and reports."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext

from mandates.models import Indicator
from mandates.models.indicators import IndicatorQuerySet

from .advance import Advance, advance
from .contents import Jump
from .models.actions import ActionQuerySet


@dataclass(frozen=True, slots=True)
class Followed:
    """`query` chooses the page's actions in the list of actions: "theme=health"."""

    advance: Advance
    indicators: list[Indicator]
    query: str

    @property
    def jumps(self) -> list[Jump]:
        """Lines of a jump list; of what there is not, none."""
        lines = [
            Jump("actions", gettext("Actions"), self.advance.total),
            Jump("indicators", gettext("Indicators"), len(self.indicators)),
        ]
        return [line for line in lines if line.count]


def followed(
    actions: ActionQuerySet,
    indicators: IndicatorQuerySet,
    query: str,
    *,
    language: str,
    today: datetime.date,
) -> Followed:
    """Two queries."""
    return Followed(advance(actions, today), list(indicators.read_in(language, "name")), query)
