"""What the login library tells when something happened: into the audit log, and its consequences.

Receivers of the library's signals, connected in `apps.ready`; our own flow uses none.
"""

from time import time
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from . import limits, second_factor, sessions
from .audit import record
from .models import AuditEvent, User

Kind = AuditEvent.Kind


def connect() -> None:
    for signal, receiver in RECEIVERS:
        signal.connect(receiver, dispatch_uid=f"accounts.events.{receiver.__name__}")


def session_began(request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.begin(request.session, time())


def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(Kind.SIGNED_IN, by=user, request=request)


def sign_in_failed(credentials: dict, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """What was typed is not kept: somebody may have typed the password into the wrong field."""
    known = User.objects.with_email(str(credentials.get("email") or "")).first()
    record(Kind.SIGN_IN_FAILED, by=None, about=known, request=request, step="password")


def code_failed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(Kind.SIGN_IN_FAILED, by=None, about=user, request=request, step="second factor")


def signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(Kind.SIGNED_OUT, by=user, request=request)
        UserSession.objects.filter(session_key=request.session.session_key).delete()


def password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The other sessions ended with the old password, whose hash they hold; here they go away."""
    record(Kind.PASSWORD_CHANGED, by=user, about=user, request=request)
    sessions.end_others(request)


def password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(Kind.PASSWORD_RESET, by=None, about=user, request=request)
    sessions.end_all(user, by=None)
    limits.forget(request, user)


def factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """The session gets a new key, the others end, and the factor counts as used in this one."""
    record(Kind.FACTOR_ADDED, by=user, about=user, request=request, type=authenticator.type)
    if authenticator.type in second_factor.FACTORS:
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        request.session.cycle_key()
        UserSession.objects.create_from_request(request)
        second_factor.note_use(request, authenticator)
        sessions.end_others(request)


def factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    record(Kind.FACTOR_REMOVED, by=user, about=user, request=request, type=authenticator.type)
    if not second_factor.is_set_up(user):
        second_factor.forget_use(request)
    sessions.end_others(request)


RECEIVERS = [
    (auth.user_logged_in, session_began),
    (auth.user_login_failed, sign_in_failed),
    (auth.user_logged_out, signed_out),
    (account.user_logged_in, signed_in),
    (account.password_changed, password_changed),
    (account.password_set, password_changed),
    (account.password_reset, password_reset),
    (mfa.authentication_failed, code_failed),
    (mfa.authenticator_added, factor_added),
    (mfa.authenticator_reset, factor_added),
    (mfa.authenticator_removed, factor_removed),
]
