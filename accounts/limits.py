"""How often somebody may try to sign in. Counted before a password or code is looked at.

Four layers, each in the shared cache. Person and network address together stop guessing from one
place without locking the person out elsewhere. The address alone stops guessing at many people.
The person alone stops guessing from many places at once; places that the person has signed in from
before are spared, so that an attack elsewhere does not lock anybody out of their own office. Codes
of the second factor have their own count, which only those who know the password can use up.

What waits behind the way in (`unsent`) without a session is counted by network address, too.
"""

from typing import NamedTuple

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from summits_portal import errors

from .audit import record
from .models import AuditEvent, User, normalise_email


class Limit(NamedTuple):
    """So many in so many seconds, by key or by network address."""

    most: int
    seconds: int
    per: str


MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
LIMITS = {
    "person_at_address": Limit(5, 15 * MINUTE, "key"),
    "address": Limit(20, 10 * MINUTE, "ip"),
    "person": Limit(50, HOUR, "key"),
    "code_at_address": Limit(5, 15 * MINUTE, "key"),
    "code": Limit(30, DAY, "key"),
    "unsent": Limit(10, HOUR, "ip"),
}
RATES = {name: f"{most}/{seconds}s/{per}" for name, (most, seconds, per) in LIMITS.items()}

Usage = ratelimit.RateLimitUsage


def count_password(request: HttpRequest, email: str) -> Usage:
    """Count an attempt to sign in; the result's `rollback()` takes it back when it succeeds.

    Known and unknown people are counted alike. Raises ImmediateHttpResponse with the page for 429
    when it is one too many.
    """
    email = normalise_email(email)
    kinds = {"person_at_address": f"{email}|{ratelimit.get_ip(request)}", "address": None}
    if not was_here(email, request.META.get("REMOTE_ADDR")):
        kinds["person"] = email
    return _count(request, kinds, User.objects.with_email(email).first)


def count_code(request: HttpRequest, user: User) -> Usage:
    """Count a code of the second factor, as `count_password` does."""
    kinds = {"code_at_address": f"{user.pk}|{ratelimit.get_ip(request)}", "code": str(user.pk)}
    return _count(request, kinds, lambda: user)


def may_wait(request: HttpRequest) -> bool:
    """Count a text that is to wait until somebody has signed in, whoever sent it; False for one too
    many."""
    return ratelimit.consume(request, app="accounts", action="unsent", config=RATES) is not None


def forget(request: HttpRequest, user: User) -> None:
    """Forget what a person who has just reset the password got wrong from here. What was counted
    for the whole place, or for the person from everywhere, stays.
    """
    key = f"{user.email}|{ratelimit.get_ip(request)}"
    ratelimit.clear(request, app="accounts", action="person_at_address", config=RATES, key=key)


def use_once(user: User, code: str) -> bool:
    """Take a code for used; False when it was used before, within the time it is valid."""
    return cache.add(f"second-factor-used:{user.pk}:{code}", 1, timeout=5 * 60)


def was_here(email: str, address: str | None) -> bool:
    """Whether the person has signed in from the network address before."""
    signed_in = AuditEvent.objects.of_kind(AuditEvent.Kind.SIGNED_IN)
    return signed_in.filter(by__email=email, address=address or None).exists()


def _count(request: HttpRequest, kinds: dict[str, str | None], person) -> Usage:
    whole = Usage(usage=[])
    for action, key in kinds.items():
        usage = ratelimit.consume(request, app="accounts", action=action, config=RATES, key=key)
        if usage is None:
            _note(request, action, key, person)
            wait = LIMITS[action].seconds
            raise ImmediateHttpResponse(errors.too_many_requests(request, wait))
        whole.usage += usage.usage
    return whole


def _note(request: HttpRequest, action: str, key: str | None, person) -> None:
    """One line in the audit log for a series of refusals, however long."""
    noted = f"limit-noted:{action}:{key or ratelimit.get_ip(request)}"
    if cache.add(noted, 1, timeout=LIMITS[action].seconds):
        record(AuditEvent.Kind.SIGN_IN_LIMITED, by=None, about=person(), request=request,
               limit=action)  # fmt: skip
