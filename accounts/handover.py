"""A successor takes a person's roles of entities over."""

from collections.abc import Iterable

from django.db import transaction

from . import mailing
from .audit import record
from .granting import end, grant
from .invitations import NotAllowed, invite
from .models import AuditEvent, Membership, User, normalise_email
from .policy import Permission
from .rights import may


class SamePerson(Exception):
    """A person cannot take over from themselves."""


class ClosedAccount(Exception):
    """The successor's account is closed."""


@transaction.atomic
def hand_over(
    memberships: Iterable[Membership], *, to: str, language: str, by: User
) -> User | None:
    """Give each of the roles to the address `to` and end it for who holds it, all or nothing.

    An address without an account gets an invitation in `language`; then None is returned. Somebody
    who has one is told by mail. Drafts belong to the entity, so the successor finds them; the ended
    roles stay in the history. Raises NotAllowed, SamePerson and ClosedAccount.
    """
    if not may(by, Permission.MANAGE_PEOPLE):
        raise NotAllowed
    successor = User.objects.with_email(to).first()
    if successor is not None and not successor.is_active:
        raise ClosedAccount
    handed = list(memberships)
    for membership in handed:
        if membership.user.email == normalise_email(to):
            raise SamePerson
        _hand_over(membership, successor, to, language, by)
    if successor is not None and handed:
        mailing.queue(to=successor, kind="handed_over", context={"memberships": handed})
    return successor


def _hand_over(
    membership: Membership, successor: User | None, to: str, language: str, by: User
) -> None:
    role, entity = membership.role, membership.entity
    if successor is None:
        invite(to, role, entity=entity, language=language, by=by)
    else:
        grant(successor, role, entity=entity, by=by)
    end(membership, by=by)
    record(AuditEvent.Kind.HANDED_OVER, by=by, about=membership.user, entity=entity,
           role=role, to=normalise_email(to))  # fmt: skip
