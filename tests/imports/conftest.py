"""The reference facts, loaded once for all tests of a module that want them."""

import pytest
from django.db import transaction

pytest.register_assert_rewrite("tests.imports.killing")


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


@pytest.fixture(scope="module")
def databases(tmp_path_factory):
    """Makes prepared databases that a process of its own may import into."""
    from tests.imports.killing import suite_databases

    made = suite_databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.drop()
