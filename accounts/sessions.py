"""How long somebody stays signed in, where, and how that ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time

from allauth.core import context
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from .audit import record
from .models import AuditEvent, User

SINCE, SEEN = "signed_in_at", "seen_at"
NOTED_EVERY = 5 * 60  # seconds; noting each request would write at each request


def lifetime(get_response: Callable) -> Callable:
    """Middleware: a session ends when it was not used for a while, and at last whatever happens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.came_signed_in = SESSION_KEY in request.session
            keep_within_limits(request.session, time())
        return get_response(request)

    return middleware


def begin(session: SessionBase, now: float) -> None:
    session[SINCE] = session[SEEN] = now


def keep_within_limits(session: SessionBase, now: float) -> None:
    """End the session of a person that is over, `now` in seconds since 1970."""
    if SESSION_KEY not in session:
        return
    if is_over(session, now):
        UserSession.objects.filter(session_key=session.session_key).delete()
        session.flush()
    elif now - session[SEEN] > NOTED_EVERY:
        session[SEEN] = now
        UserSession.objects.filter(session_key=session.session_key).update(
            last_seen_at=timezone.now()
        )


def came_signed_in(request: HttpRequest) -> bool:
    """Whether the request brought the session of a person, though it may be over by now.

    One whose days are over is not read any more, but stands in the table until that is cleared.
    """
    if getattr(request, "came_signed_in", False):
        return True
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    row = Session.objects.filter(session_key=key).first() if key else None
    return row is not None and SESSION_KEY in row.get_decoded()


def is_over(session: SessionBase | dict, now: float) -> bool:
    return (
        now - session.get(SEEN, 0) > settings.SESSION_IDLE_SECONDS
        or now - session.get(SINCE, 0) > settings.SESSION_COOKIE_AGE
    )


@dataclass(frozen=True)
class OpenSession:
    """Somewhere a person is signed in."""

    pk: int
    since: datetime
    last_used: datetime
    address: str
    browser: str
    is_this: bool


def open_sessions(user: User, this: str) -> list[OpenSession]:
    """Where the person is signed in, newest first; `this` is the key of the session that asks."""
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at", "-pk"))
    valid = _valid(user, [row.session_key for row in rows])
    return [
        OpenSession(
            row.pk,
            row.created_at,
            valid[row.session_key],
            row.ip,
            row.user_agent,
            row.session_key == this,
        )  # fmt: skip
        for row in rows
        if row.session_key in valid
    ]


def _valid(user: User, keys: list[str]) -> dict[str, datetime]:
    """When each of the sessions that still hold was last used, within five minutes."""
    seal = user.get_session_auth_hash()
    return {
        key: datetime.fromtimestamp(content[SEEN], UTC)
        for key, content in _not_over(keys).items()
        if constant_time_compare(content.get(HASH_SESSION_KEY, ""), seal)
    }


def _not_over(keys: list[str]) -> dict[str, dict]:
    """What the sessions hold of which the time is not over, whatever the password is by now."""
    now = time()
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    held = {row.session_key: row.get_decoded() for row in rows}
    return {key: content for key, content in held.items() if not is_over(content, now)}


def end(request: HttpRequest, pks: list[int]) -> int:
    """End sessions of the person who asks, but never this one; returns how many."""
    rows = UserSession.objects.filter(user=request.user, pk__in=pks)
    return _end(rows.exclude(session_key=request.session.session_key or ""), request.user)


def end_others(request: HttpRequest) -> int:
    """End all sessions of the person who asks but this one."""
    rows = UserSession.objects.filter(user=request.user)
    return _end(rows.exclude(session_key=request.session.session_key or ""), request.user)


def end_all(user: User, *, by: User | None) -> int:
    """End every session of a person: the account was closed, or the second factor taken away."""
    return _end(UserSession.objects.filter(user=user), by, user)


def _end(rows, by: User | None, about: User | None = None) -> int:
    """Returns how many were open; what was over by itself goes without a word."""
    sessions = list(rows)
    count = len(_not_over([session.session_key for session in sessions]))
    for session in sessions:
        session.end()
    if count:
        record(AuditEvent.Kind.SESSION_ENDED, by=by, about=about or by, count=count,
               request=getattr(context, "request", None))  # fmt: skip
    return count
