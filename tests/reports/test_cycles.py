"""Announcing a cycle, more time in it, and nudging who is silent."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Mail
from publication.models import Revision
from reports import cycles
from reports.models import Asked, Cycle, ExtensionRequest, Nudge
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def a_round(*entities, themes=None, announced=True, **fields):
    """A cycle that opened ten days ago and is due in twenty."""
    now = timezone.now()
    fields = {"opens_at": now - 10 * DAY, "due_at": now + 20 * DAY} | fields
    if announced:
        fields.setdefault("announced_at", now - 10 * DAY)
    themes = [factories.make_theme()] if themes is None else themes
    return factories.make_cycle(themes=themes, asked=entities, **fields)


def mails():
    return list(Mail.objects.order_by("id").values_list("kind", "to__email"))


# Open or closed -------------------------------------------------------------------------------


@pytest.mark.parametrize("extended", [None, -DAY, 0 * DAY, DAY])
@pytest.mark.parametrize("closes", [None, -DAY, 0 * DAY, DAY])
@pytest.mark.parametrize("opens", [-2 * DAY, 2 * DAY])
def test_database_and_record_say_alike_who_may_still_submit(opens, closes, extended, entity):
    now = timezone.now()
    closes_at = None if closes is None else max(now + opens, now + closes)
    cycle = a_round(opens_at=now + opens, due_at=now + opens, closes_at=closes_at)
    until = None if extended is None else now + extended
    asked = factories.make_asked(cycle=cycle, entity=entity, extended_until=until)
    assert Asked.objects.open(now).exists() == asked.is_open(now)
    assert Cycle.objects.open_to([entity], now).exists() == asked.is_open(now)


# Announcing -----------------------------------------------------------------------------------


def test_announcing_tells_the_coordinators_and_the_public(entity, coordinator, reviewer):
    cycle = a_round(entity, announced=False)
    before = Revision.objects.first()
    cycles.announce(cycle, by=reviewer)
    cycle.refresh_from_db()
    assert cycle.announced_at is not None
    assert mails() == [("announced", coordinator.email)]
    assert Mail.objects.get().is_formal
    assert Revision.objects.get().number == (before.number if before else 0) + 1


def test_cycle_is_announced_once(entity, coordinator, reviewer):
    cycle = a_round(entity, announced=False)
    cycles.announce(Cycle.objects.get(), by=reviewer)
    with pytest.raises(cycles.CannotDo):
        cycles.announce(cycle, by=reviewer)
    assert len(mails()) == 1


@pytest.mark.parametrize("lack", [{"themes": []}, {"due_at": None}, {"opens_at": None}])
def test_cycle_is_announced_whole(lack, entity, reviewer):
    cycle = a_round(entity, announced=False, **lack)
    with pytest.raises(cycles.CannotDo):
        cycles.announce(cycle, by=reviewer)
    assert Cycle.objects.get().announced_at is None


# More time ------------------------------------------------------------------------------------


def test_request_reaches_the_editors_and_waits(entity, coordinator, reviewer):
    (asked,) = a_round(entity).asked.all()
    until = asked.due_at + 5 * DAY
    cycles.ask_extension(asked, until=until, reason="Elections.", by=coordinator)
    assert mails() == [("extension_asked", reviewer.email)]
    assert Asked.objects.get().extended_until is None
    with pytest.raises(cycles.CannotDo):
        cycles.ask_extension(asked, until=until, reason="Again.", by=coordinator)


@pytest.mark.parametrize("granted", [True, False])
def test_decision_is_made_once_and_told(granted, entity, coordinator, reviewer):
    (asked,) = a_round(entity).asked.all()
    until = asked.due_at + 5 * DAY
    request = cycles.ask_extension(asked, until=until, reason="Elections.", by=coordinator)
    cycles.decide(request, granted=granted, answer="So be it.", by=reviewer)
    assert Asked.objects.get().extended_until == (until if granted else None)
    assert mails()[1:] == [("extension_decided", coordinator.email)]
    with pytest.raises(cycles.CannotDo):
        cycles.decide(request, granted=not granted, answer="", by=reviewer)
    assert ExtensionRequest.objects.get().granted is granted


def test_more_time_is_later(entity, coordinator):
    (asked,) = a_round(entity).asked.all()
    with pytest.raises(cycles.CannotDo):
        cycles.ask_extension(asked, until=asked.due_at, reason="Why not.", by=coordinator)
    with pytest.raises(cycles.CannotDo):
        cycles.extend(asked, until=asked.due_at - DAY, reason="Why not.", by=coordinator)


def test_time_given_unasked_is_kept_as_a_granted_request(entity, coordinator, reviewer):
    (asked,) = a_round(entity).asked.all()
    until = asked.due_at + DAY
    cycles.extend(asked, until=until, reason="The server was down.", by=reviewer)
    request = ExtensionRequest.objects.get()
    assert (request.granted, request.decided_by, request.until) == (True, reviewer, until)
    assert Asked.objects.get().due_at == until
    assert mails() == [("extension_decided", coordinator.email)]


# Nudges ---------------------------------------------------------------------------------------


def test_nudge_goes_to_the_coordinators_once_a_day(entity, coordinator, outsider, reviewer):
    (asked,) = a_round(entity).asked.all()
    done, reasons = cycles.nudge([asked], by=reviewer, note="We count on you.")
    assert (len(done), reasons) == (1, [])
    assert mails() == [("nudge", coordinator.email)]
    assert "We count on you." in Mail.objects.get().text
    done, reasons = cycles.nudge([asked], by=reviewer)
    assert (len(done), len(reasons), len(mails())) == (0, 1, 1)
    Nudge.objects.update(at=timezone.now() - DAY - datetime.timedelta(seconds=1))
    assert len(cycles.nudge([asked], by=reviewer)[0]) == 1


@pytest.mark.parametrize(("days", "said"), [(20, "is due on"), (-1, "was due on")])
def test_nudge_tells_the_deadline_and_where_to_answer(days, said, entity, coordinator, reviewer):
    cycle = a_round(entity, due_at=timezone.now() + days * DAY)
    cycles.nudge(cycle.asked.all(), by=reviewer)
    day = cycle.due_at.astimezone(cycle.zone)
    zone = cycle.time_zone.replace("_", " ")
    text = Mail.objects.get().text
    assert f"{said} {day.day} {day:%B %Y}, {day:%H:%M} ({zone})." in text
    assert "you may also ask for more time:\nhttp://localhost:8000/en/workspace/" in text


@pytest.mark.parametrize("state", ["submitted", "published"])
def test_who_has_submitted_is_not_nudged(state, entity, coordinator, reviewer):
    cycle = a_round(entity)
    factories.make_report(entity=entity, cycle=cycle, themes=cycle.themes.all(), state=state)
    done, reasons = cycles.nudge(cycle.asked.all(), by=reviewer)
    assert (done, len(reasons), mails()) == ([], 1, [])


def test_nudge_without_a_coordinator_leaves_no_trace(entity, reviewer):
    done, reasons = cycles.nudge(a_round(entity).asked.all(), by=reviewer)
    assert (done, len(reasons), Nudge.objects.count()) == ([], 1, 0)
