"""The request path is tried on a small site of its own, so that no content page decides a test."""

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def small_site(settings) -> None:
    settings.ROOT_URLCONF = "tests.summits_portal.addresses"
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture(autouse=True)
def one_connection(kept_connection) -> None:
    """Each of these tests answers through the WSGI application."""


@pytest.fixture
def reader() -> Client:
    """A browser over http, whose faults are answered as a reader sees them."""
    return Client(raise_request_exception=False)
