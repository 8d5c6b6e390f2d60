"""How tests sign in by the portal's own pages, as people do."""

from typing import Any

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

PASSWORD = "violet harbour lantern seven"  # noqa: S105  of people in tests
LOGIN = "/en/account/login/"
SECOND_STEP = "/en/account/2fa/authenticate/"
FACTORS = "/en/account/2fa/"


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def with_app(person: User) -> User:
    """Set up an app for codes; its secret is kept as `person.secret`."""
    person.secret = generate_totp_secret()
    TOTP.activate(person, person.secret)
    return person


def code_of(secret: str, step: int = 0) -> str:
    """What the app shows now, or `step` half minutes later."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now + step))


def enter(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> HttpResponse:
    """Give the password; `extra` goes into the request's environment."""
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def sign_in(client: Client, person: User, step: int = 0, **extra: Any) -> HttpResponse:
    """Give password and code."""
    enter(client, person.email, **extra)
    return client.post(SECOND_STEP, {"code": code_of(person.secret, step)}, **extra)
