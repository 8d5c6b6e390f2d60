"""Roles given and taken, accounts closed and opened.

Nothing else writes a membership or who may enter the administration.
"""

from django.db import transaction
from django.utils import timezone

from countries.models import Entity

from . import sessions
from .audit import record
from .models import AuditEvent, Membership, User
from .policy import Permission, Role
from .rights import current_rights

Kind = AuditEvent.Kind


class LastAdministrator(Exception):
    """Nobody would be left who may manage people."""


@transaction.atomic
def grant(user: User, role: str, *, entity: Entity | None = None, by: User | None) -> Membership:
    """Give the person the role, of the entity or (None) of the Secretariat; once is enough."""
    membership, is_new = Membership.objects.get_or_create(
        user=user, role=role, entity=entity, ended_at=None, defaults={"granted_by": by}
    )
    if not is_new:
        return membership
    record(Kind.ROLE_GRANTED, by=by, about=user, entity=entity, role=str(role))
    _settle_staff(user)
    return membership


@transaction.atomic
def end(membership: Membership, *, by: User | None) -> None:
    """Take the role away; one that has ended already stays as it is.

    Raises LastAdministrator.
    """
    if membership.role == Role.ADMINISTRATOR and membership.ended_at is None:
        _keep_one_administrator(membership.user)
    ended = Membership.objects.standing().with_id(membership.pk)
    if not ended.update(ended_at=timezone.now(), ended_by=by):
        return
    record(Kind.ROLE_ENDED, by=by, about=membership.user, entity=membership.entity,
           role=membership.role)  # fmt: skip
    _settle_staff(membership.user)


@transaction.atomic
def move(gone: Entity, kept: Entity, *, by: User) -> None:
    """Let everybody who acts or acted for `gone` do so for `kept`; a role held at both is one."""
    there = set(Membership.objects.standing().of_entity(kept).values_list("user", "role"))
    for membership in Membership.objects.standing().of_entity(gone):
        if (membership.user_id, membership.role) in there:
            end(membership, by=by)
        else:
            record(Kind.ROLE_GRANTED, by=by, about=membership.user, entity=kept,
                   role=membership.role)  # fmt: skip
    Membership.objects.of_entity(gone).update(entity=kept)


@transaction.atomic
def close(user: User, *, by: User) -> None:
    """Let the person sign in no longer and end what is open; the roles stay for a return.

    Raises LastAdministrator.
    """
    _keep_one_administrator(user)
    if not User.objects.active().with_id(user.pk).update(is_active=False):
        return
    user.is_active = False
    sessions.end_all(user, by=by)
    record(Kind.DEACTIVATED, by=by, about=user)
    _settle_staff(user)


@transaction.atomic
def reopen(user: User, *, by: User) -> None:
    """Let the person sign in again, with the roles that have not ended."""
    if not User.objects.closed().with_id(user.pk).update(is_active=True):
        return
    user.is_active = True
    record(Kind.ACTIVATED, by=by, about=user)
    _settle_staff(user)


def _keep_one_administrator(leaving: User) -> None:
    administrators = Membership.objects.current().in_roles(Role.ADMINISTRATOR).locked()
    people = {membership.user_id for membership in administrators}
    if people == {leaving.pk}:
        raise LastAdministrator


def _settle_staff(user: User) -> None:
    """The administration's own mark follows the roles."""
    staff = current_rights(user).may(Permission.ENTER_ADMIN)
    if user.is_staff != staff:
        user.is_staff = staff
        user.save(update_fields=["is_staff"])
