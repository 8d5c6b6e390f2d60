"""The data version grows inside the transaction of the change, and only then."""

import pytest
from django.db import transaction

from publication import changes
from publication.changes import changed
from publication.models import Revision
from tests.factories import make_theme


def number() -> int:
    return Revision.objects.current().number


@pytest.mark.django_db
def test_each_change_raises_the_data_version():
    before = number()
    changed([])
    changed([])
    assert number() == before + 2
    assert Revision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        changed([])


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_the_version():
    with transaction.atomic():
        changed([])
    before = number()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        changed([])
        1 / 0  # noqa: B018
    assert number() == before


@pytest.mark.django_db
def test_refreshers_get_the_records(monkeypatch):
    seen = []
    monkeypatch.setattr(changes, "_refreshers", [seen.extend])
    theme = make_theme()
    changed([theme])
    assert seen == [theme]
