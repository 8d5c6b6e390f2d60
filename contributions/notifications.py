"""Who is told of what happens to a contribution, by mail. The verbs call these in their
transaction; each step tells a person once, and nobody who has lost the role by then.
"""

from typing import Any

from accounts.mailing import queue
from accounts.models import User
from accounts.policy import Permission, Role
from reports.notifications import in_roles, tell_secretariat

from .models import Contribution, Reply, Step


def submitted(contribution: Contribution, *, by: User) -> None:
    """A receipt to the author; the moderators learn that a text waits."""
    _tell_author(contribution, "contribution_receipt", by)
    kind = "contribution_submitted"
    context, key = _of(contribution, by), _key(kind, contribution)
    tell_secretariat(Permission.MODERATE_CONTRIBUTIONS, kind, context, key=key)


def returned(contribution: Contribution, *, by: User, note: str) -> None:
    _tell_author(contribution, "contribution_returned", by, note=note)


def published(contribution: Contribution, *, by: User) -> None:
    """The author learns it, and the state concerned, with the way to reply."""
    _tell_author(contribution, "contribution_published", by)
    _tell_state(contribution, "contribution_about", by)


def withdrawn(contribution: Contribution, *, by: User) -> None:
    _tell_author(contribution, "contribution_withdrawn", by)
    _tell_state(contribution, "contribution_withdrawn", by)


def replied(contribution: Contribution, *, by: User, reply: Reply) -> None:
    _tell_author(contribution, "contribution_replied", by, reply=reply)


# Who is told ----------------------------------------------------------------------------------


def _tell_author(contribution: Contribution, kind: str, by: User, **said: Any) -> None:
    _tell_coordinators(contribution, contribution.entity_id, kind, by, **said)


def _tell_state(contribution: Contribution, kind: str, by: User) -> None:
    if contribution.about_id:
        _tell_coordinators(contribution, contribution.about_id, kind, by)


def _tell_coordinators(
    contribution: Contribution, entity: int, kind: str, by: User, **said: Any
) -> None:
    for person in in_roles(entity, Role.COORDINATOR):
        queue(
            to=person,
            kind=kind,
            context=_of(contribution, by, **said),
            key=f"{_key(kind, contribution)}:{person.pk}",
            condition={"role": Role.COORDINATOR, "entity": entity},
        )


def _key(kind: str, contribution: Contribution) -> str:
    """One reason is one step in the history."""
    last = Step.objects.of_contribution(contribution).first()
    return f"{kind}:{contribution.pk}:{last.pk if last else 0}"


def _of(contribution: Contribution, by: User, **said: Any) -> dict[str, Any]:
    return {"contribution": contribution, "by": by, **said}
