"""The demonstration of reporting: every state has an example, and nobody is told of it."""

import datetime
import json

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Mail, User
from countries.models import Entity
from imports.demonstration import FOLDER
from imports.demonstration_cycle import load_cycle
from mandates.models import Theme
from reports.models import Comment, Cycle, Report
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(db):
    """The least it stands on: its entities and themes, with a few paragraphs."""
    facts = json.loads((FOLDER / "cycle.json").read_text())
    for slug in {row["entity"] for row in facts["reports"]}:
        factories.make_entity(slug=slug, is_demonstration=True)
    for slug in facts["themes"]:
        theme = factories.make_theme(slug=slug)
        for _n in range(3):
            factories.make_paragraph(themes=[theme])
    factories.make_entity()
    factories.make_person(role="editor")
    return facts


@pytest.fixture
def cycle(ground):
    assert load_cycle(FOLDER) == 1 + len(ground["reports"])
    return Cycle.objects.get()


def test_cycle_is_open_and_something_is_due(cycle):
    assert Cycle.objects.open(timezone.now()).get() == cycle
    left = cycle.due_at - timezone.now()
    assert datetime.timedelta(days=11) < left < datetime.timedelta(days=13)
    asked = set(cycle.asked.values_list("entity__is_demonstration", flat=True))
    assert asked == {True}
    assert cycle.asked.count() == Entity.objects.demonstrations().states().count() == 3


def test_there_is_a_report_in_each_state_on_its_way(cycle):
    states = sorted(Report.objects.filter(cycle=cycle).values_list("state", flat=True))
    assert states == ["draft", "published", "returned", "submitted"]
    assert set(Report.objects.values_list("is_demonstration", flat=True)) == {True}
    returned = Report.objects.get(state="returned")
    assert returned.comments.count() == 2
    assert Comment.objects.filter(by__is_active=False).count() == 2


def test_reports_are_of_the_day_where_the_cycle_is(ground):
    with time_machine.travel("2026-11-28T03:00+00:00", tick=False):
        load_cycle(FOLDER)
    dates = set(Report.objects.values_list("date", flat=True))
    assert dates == {datetime.date(2026, 11, 27)}


def test_nobody_is_told(cycle):
    assert not Mail.objects.exists()
    assert not User.objects.get(email="secretariat@demo.example").has_usable_password()


def test_second_load_leaves_it_alone(cycle):
    assert load_cycle(FOLDER) == 0
    assert Cycle.objects.count() == 1
    assert Theme.objects.count() == 3
