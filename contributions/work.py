"""What somebody has to do with contributions: those of the person's organizations, and those that
concern the person's states.
"""

from dataclasses import dataclass

from accounts.policy import Permission as P
from accounts.policy import Rights
from countries.models import Entity

from .models import Contribution, Step
from .rows import Row, for_rows, rows

ORDER = (
    Contribution.State.RETURNED,
    Contribution.State.DRAFT,
    Contribution.State.SUBMITTED,
    Contribution.State.PUBLISHED,
    Contribution.State.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Written:
    """One's own, with the note under which it came back."""

    row: Row
    returned: Step | None


@dataclass(frozen=True, slots=True)
class Work:
    """`writers` are the organizations the person writes for; `concerning` is public already."""

    writers: list[Entity]
    written: list[Written]
    concerning: list[Row]
    may_reply: bool

    def __bool__(self) -> bool:
        return bool(self.writers) or self.may_reply


def work(rights: Rights, language: str) -> Work:
    """Nothing is asked for whoever neither writes nor answers contributions."""
    writers, states = rights.entities_with(P.CONTRIBUTE), rights.entities_with(P.REPLY)
    return Work(
        list(Entity.objects.with_ids(writers).read_in(language, "name")) if writers else [],
        _written(writers, language) if writers else [],
        _concerning(states, language) if states else [],
        bool(states),
    )


def _written(writers: list[int], language: str) -> list[Written]:
    own = Contribution.objects.by_entities(writers).latest_change_first()
    found = rows(for_rows(own, language), language)
    back = [row.contribution.pk for row in found
            if row.contribution.state == Contribution.State.RETURNED]  # fmt: skip
    notes = Step.objects.last_returns(back) if back else {}
    found.sort(key=lambda row: ORDER.index(row.contribution.state))
    return [Written(row, notes.get(row.contribution.pk)) for row in found]


def _concerning(states: list[int], language: str) -> list[Row]:
    """Those without a reply first."""
    public = Contribution.objects.published().about(states).newest_first()
    return sorted(rows(for_rows(public, language), language), key=lambda row: row.has_reply)
