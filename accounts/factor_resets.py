"""A lost second factor, taken away by two members of the staff together.

Afterwards the person signs in with the password and sets up a new one before anything else.
"""

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from . import mailing, sessions
from .audit import record
from .models import AuditEvent, SecondFactorReset, User
from .policy import Permission
from .rights import may

Kind = AuditEvent.Kind


class NotAllowed(Exception):
    """The one who asks or confirms may not, or may not for this person."""


class NotWaiting(Exception):
    """It was confirmed or dropped before, or somebody has asked already."""


def ask(user: User, *, by: User, reason: str) -> SecondFactorReset:
    """Ask for the reset; nothing is taken away yet. Raises NotAllowed and NotWaiting."""
    if user.pk == by.pk or not may(by, Permission.RESET_SECOND_FACTORS):
        raise NotAllowed
    try:
        with transaction.atomic():
            reset = SecondFactorReset.objects.create(
                user=user, reason=reason, asked_by=by, asked_at=timezone.now()
            )
            record(Kind.RESET_ASKED, by=by, about=user)
    except IntegrityError:
        raise NotWaiting from None
    return reset


@transaction.atomic
def confirm(reset: SecondFactorReset, *, by: User) -> None:
    """Take the second factor away and end the person's sessions.

    Raises NotAllowed for whoever asked, for the person and without the right; NotWaiting.
    """
    if not is_second(reset, by) or not may(by, Permission.RESET_SECOND_FACTORS):
        raise NotAllowed
    waiting = SecondFactorReset.objects.waiting().with_id(reset.pk)
    if not waiting.update(confirmed_at=timezone.now(), confirmed_by=by):
        raise NotWaiting
    Authenticator.objects.filter(user=reset.user).delete()
    sessions.end_all(reset.user, by=by)
    record(Kind.RESET_CONFIRMED, by=by, about=reset.user, asked_by=reset.asked_by.email)
    mailing.queue(to=reset.user, kind="second_factor_reset", is_formal=True, context={})


@transaction.atomic
def drop(reset: SecondFactorReset, *, by: User) -> None:
    """Leave the second factor as it is. Raises NotAllowed and NotWaiting."""
    if reset.user_id == by.pk or not may(by, Permission.RESET_SECOND_FACTORS):
        raise NotAllowed
    if not SecondFactorReset.objects.waiting().with_id(reset.pk).update(dropped_at=timezone.now()):
        raise NotWaiting
    record(Kind.RESET_DROPPED, by=by, about=reset.user)


def is_second(reset: SecondFactorReset, by: User) -> bool:
    """Whether `by` can be the second of the two: neither who asked nor the person."""
    return by.pk not in (reset.asked_by_id, reset.user_id)
