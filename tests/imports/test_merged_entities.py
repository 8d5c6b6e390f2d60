"""What was imported for an entity is known again when the entity was merged into another."""

import datetime

import pytest

from accounts.rights import current_rights
from imports.models import Origin
from reports.merging import merge, plan
from reports.models import RelatedResource, Report
from tests import factories
from tests.imports.written_pages import LIMA, MANDATES, TEXTS, page, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return factories.make_theme(slug="migration", texts={"en": "Migration"})


@pytest.fixture
def banks(theme):
    """The one that goes and the one that stays; the page knows both by name."""
    factories.make_document(aliases=[LIMA], date=datetime.date(2018, 4, 14))
    names = ("Bank of the Americas", "The Bank")
    return [factories.make_institution(texts={"en": name}) for name in names]


def a_page(*dates):
    reports = [(date, "-", TEXTS["en"]) for date in dates]
    return page(
        documents=[(LIMA, [("1", MANDATES["en"])])],
        entities=[("Bank of the Americas", reports, ["Its pages - https://e.example/"])],
    )


def merged(banks):
    gone, kept = banks
    administrator = factories.make_person(role="administrator")
    seen = plan(gone, kept, current_rights(administrator))
    merge(gone, kept, by=administrator, seen=seen.mark)
    return seen


def test_page_taken_in_again_makes_no_second_copy(banks):
    take_in(a_page("2019-05-06", "2020-05-06"))
    before = Report.objects.count(), RelatedResource.objects.count()
    seen = merged(banks)
    assert ("keys in imported sources", 2 + before[1]) in seen.moves
    again = take_in(a_page("2019-05-06", "2020-05-06"))
    assert (again.created, Report.objects.count(), RelatedResource.objects.count()) == (0, *before)


def test_keys_that_both_have_are_told_apart(banks):
    gone, kept = banks
    for entity in banks:
        for key in ("2019-05-06|-|0", "2019-05-06|-|1"):
            factories.make_origin(kind="report", key=f"7|{entity.pk}|{key}")
    factories.make_origin(kind="report", key=f"{gone.pk}|99|x|{gone.pk}|0")
    merged(banks)
    assert sorted(Origin.objects.values_list("key", flat=True)) == sorted([
        *(f"7|{kept.pk}|2019-05-06|-|{n}" for n in range(4)), f"{gone.pk}|99|x|{gone.pk}|0",
    ])  # fmt: skip
