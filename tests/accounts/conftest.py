"""People who sign in by password and app."""

import pytest


@pytest.fixture
def fast_passwords(settings):
    """The count of rounds matters in service, not here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(fast_passwords, coordinator):
    """A coordinator with password and app."""
    from tests.accounts.signing_in import with_app, with_password

    return with_app(with_password(coordinator))
