"""The legacy page and the demonstration, loaded once for all tests of a module that want them."""

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def loaded_world(django_db_setup, django_db_blocker):
    from imports.demonstration import load_demonstration
    from imports.reference import load_reference
    from tests.conftest import source_documents
    from tests.imports.written_pages import take_in

    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        load_demonstration()
        take_in((source_documents() / "000_8d5b63cea4f761ee.txt").read_bytes())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(loaded_world, db):
    """Reference facts, the demonstration and the real legacy page on migration."""
