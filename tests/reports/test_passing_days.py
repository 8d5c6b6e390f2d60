"""A day that passes makes a new data version where pages then read otherwise, and only there."""

import datetime

import pytest
import time_machine

from publication.models import Revision
from reports.passing_days import pass_days
from tests.factories import make_action, make_meeting

pytestmark = pytest.mark.django_db
WRITTEN = datetime.datetime(2026, 5, 4, 16, tzinfo=datetime.UTC)  # noon in the portal's zone
DAY = datetime.date(2026, 5, 4)


def versions_after(hours: float) -> int:
    """How many data versions the regular work makes so long after the last change."""
    Revision.objects.update_or_create(
        pk=Revision.ONLY, defaults={"number": 7, "changed_at": WRITTEN}
    )
    now = WRITTEN + datetime.timedelta(hours=hours)
    with time_machine.travel(now, tick=False):
        pass_days(now)
        pass_days(now)  # the second worker, or the next minute
    return Revision.objects.current().number - 7


def test_quiet_day_changes_nothing():
    make_action(due_on=DAY - datetime.timedelta(days=1))  # was overdue when the page was made
    make_action(due_on=DAY + datetime.timedelta(days=1))  # and this one is not, a day later
    make_meeting(starts_on=DAY), make_meeting(starts_on=DAY + datetime.timedelta(days=2))
    assert versions_after(hours=24) == 0


@pytest.mark.parametrize(("hours", "made"), [(11.9, 0), (12.1, 1), (300, 1)])
def test_action_is_overdue_from_midnight_of_the_portals_zone(hours, made):
    make_action(due_on=DAY)
    assert versions_after(hours) == made


def test_done_action_is_not_waited_for():
    make_action(due_on=DAY, state="done")
    assert versions_after(hours=24) == 0


@pytest.mark.parametrize(("hours", "made"), [(11.9, 0), (12.1, 1)])
def test_meeting_begins(hours, made):
    make_meeting(starts_on=DAY + datetime.timedelta(days=1))
    assert versions_after(hours) == made


def test_year_ends():
    assert versions_after(hours=24 * 241) == 0  # 31 December
    assert versions_after(hours=24 * 242) == 1


def test_before_anything_is_published_nothing_is_made():
    pass_days(datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC))
    assert Revision.objects.current().number == 0
