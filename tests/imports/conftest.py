"""The reference facts, loaded once for all tests of a module that want them."""

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def loaded_reference(django_db_setup, django_db_blocker):
    from imports.reference import load_reference

    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def reference(loaded_reference, db):
    """States, institutions, Summits, documents and themes, and nothing else."""
