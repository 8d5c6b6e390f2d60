"""The request path is tried on a small site of its own, so that no content page decides a test."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client


@pytest.fixture(autouse=True)
def small_site(settings) -> None:
    settings.ROOT_URLCONF = "tests.summits_portal.addresses"
    settings.ALLOWED_HOSTS = ["testserver"]
    cache.clear()


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """A request to the WSGI application does not end the transaction of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def reader() -> Client:
    """A browser over http, whose faults are answered as a reader sees them."""
    return Client(raise_request_exception=False)
