"""Browsers of people who have signed in, second factor included."""

from time import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from accounts.models import User


def signed_in(user: User, **options: Any) -> Client:
    """A client of `user` as after password and second factor; `options` are the client's own."""
    client = Client(**options)
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time()},
        {"method": "mfa", "type": "totp", "at": time()},
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client
