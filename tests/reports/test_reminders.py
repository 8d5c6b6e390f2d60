"""Reminders: on their day by the cycle's zone, once to each person, only for what is missing."""

import datetime
import json
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Mail
from reports import reminders
from reports.models import Reminder
from tests import factories

pytestmark = pytest.mark.django_db
LIMA = ZoneInfo("America/Lima")
DUE = datetime.datetime(2026, 12, 20, 17, 0, tzinfo=LIMA)
DAY = datetime.timedelta(days=1)


def on_day(step, hour=8, minute=0):
    return datetime.datetime(2026, 12, 20, hour, minute, tzinfo=LIMA) + step * DAY


def a_round(*entities, **fields):
    fields = {
        "opens_at": DUE - 90 * DAY,
        "due_at": DUE,
        "announced_at": DUE - 90 * DAY,
        "time_zone": "America/Lima",
        "themes": [factories.make_theme()],
    } | fields
    return factories.make_cycle(asked=entities, **fields)


def steps_sent():
    return list(Reminder.objects.order_by("id").values_list("step", flat=True))


@pytest.mark.parametrize("step", reminders.STEPS)
def test_step_is_reached_at_eight_by_the_zone_of_the_cycle(step, entity, coordinator):
    a_round(entity)
    before = [s for s in reminders.STEPS if s < step]
    assert [r.step for r in reminders.due(on_day(step, 7, 59))] == before[-1:]
    assert [r.step for r in reminders.due(on_day(step))] == [step]


def test_each_step_reaches_each_coordinator_once(entity, coordinator, outsider):
    colleague = factories.make_person(role="coordinator", entity=entity, language="fr")
    factories.make_person(role="approver", entity=entity)
    a_round(entity)
    for day in range(-40, 40):
        reminders.send(on_day(day))
        reminders.send(on_day(day, 20))
    assert sorted(steps_sent()) == sorted([*reminders.STEPS] * 2)
    assert set(Mail.objects.values_list("to", "language")) == {
        (coordinator.pk, "en"), (colleague.pk, "fr"),
    }  # fmt: skip
    assert not Mail.objects.filter(is_formal=True).exists()


def test_missed_days_are_caught_up_with_by_the_latest_step(entity, coordinator):
    a_round(entity)
    reminders.send(on_day(-3))
    assert steps_sent() == [-7]
    reminders.send(on_day(3))
    assert steps_sent() == [-7, 1]


def test_long_after_nobody_is_reminded(entity, coordinator):
    a_round(entity)
    assert len(reminders.due(on_day(27))) == 1
    assert reminders.due(on_day(29)) == []


def test_step_before_the_announcement_is_not_caught_up_with(entity, coordinator):
    a_round(entity, announced_at=DUE - 20 * DAY)
    assert reminders.due(on_day(-15)) == []
    assert [r.step for r in reminders.due(on_day(-7))] == [-7]


@pytest.mark.parametrize(
    "fields", [{"announced_at": None}, {"opens_at": DUE - 5 * DAY}, {"closes_at": DUE}]
)
def test_cycle_that_is_not_open_reminds_nobody(fields, entity, coordinator):
    a_round(entity, **fields)
    assert reminders.due(on_day(1 if "closes_at" in fields else -7)) == []


@pytest.mark.parametrize(
    ("state", "number"),
    [("draft", 1), ("returned", 1), ("submitted", 0), ("published", 0)],
)
def test_only_what_is_not_submitted_is_reminded_of(state, number, entity, coordinator):
    cycle = a_round(entity)
    factories.make_report(entity=entity, cycle=cycle, themes=cycle.themes.all(), state=state)
    assert len(reminders.send(on_day(-7))) == number


def test_reminder_names_the_themes_that_are_missing(entity, coordinator):
    done, missing = factories.make_theme(), factories.make_theme()
    cycle = a_round(entity, themes=[done, missing])
    factories.make_report(entity=entity, cycle=cycle, themes=[done], state="submitted")
    reminders.send(on_day(-7))
    text = Mail.objects.get().text
    assert missing.name_en in text
    assert done.name_en not in text
    assert "20 December 2026, 17:00 (America/Lima)" in text


def test_report_of_another_cycle_does_not_count(entity, coordinator):
    cycle, other = a_round(entity), factories.make_cycle()
    factories.make_report(entity=entity, cycle=other, themes=cycle.themes.all(), state="submitted")
    assert len(reminders.due(on_day(-7))) == 1


def test_who_wants_none_gets_none(entity, coordinator):
    coordinator.wants_reminders = False
    coordinator.save()
    a_round(entity)
    assert reminders.send(on_day(-7)) == []


def test_extension_starts_the_steps_anew(entity, coordinator):
    (asked,) = a_round(entity).asked.all()
    reminders.send(on_day(-7))
    asked.extended_until = DUE + 30 * DAY
    asked.save()
    assert [r.step for r in reminders.due(on_day(0))] == [-30]
    assert [r.step for r in reminders.send(on_day(23))] == [-7]


def test_killed_midway_sends_no_step_twice(entity, coordinator, monkeypatch):
    factories.make_person(role="coordinator", entity=entity)
    a_round(entity)
    queue, calls = reminders.queue, []

    def die_at_the_second(**values):
        calls.append(values)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return queue(**values)

    monkeypatch.setattr(reminders, "queue", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        reminders.send(on_day(-7))
    assert (Mail.objects.count(), Reminder.objects.count()) == (1, 1)
    monkeypatch.setattr(reminders, "queue", queue)
    reminders.send(on_day(-7))
    assert (Mail.objects.count(), Reminder.objects.count()) == (2, 2)


@pytest.mark.parametrize("number", [1, 3])
def test_finding_what_is_due_costs_the_same(number, django_assert_num_queries):
    entities = [factories.make_entity() for _n in range(number)]
    for entity in entities:
        factories.make_person(role="coordinator", entity=entity)
    a_round(*entities)
    with django_assert_num_queries(5):  # asked, coordinators, reports, themes, reminders
        assert len(reminders.due(on_day(-7))) == number


# The command ----------------------------------------------------------------------------------


def counted(*options):
    out = StringIO()
    call_command("send_reminders", "--json", "--at", on_day(-7).isoformat(), *options, stdout=out)
    return json.loads(out.getvalue())


def test_command_counts_and_repeats_nothing(entity, coordinator):
    a_round(entity)
    said = {"reminders": 1, "people": 1, "by_step": {"-7": 1}}
    assert counted("--dry-run") == {**said, "dry_run": True}
    assert Mail.objects.count() == 0
    assert counted() == {**said, "dry_run": False}
    assert counted() == {"reminders": 0, "people": 0, "by_step": {}, "dry_run": False}


@pytest.mark.parametrize(
    "typed", ["yesterday", "2026-12-01", "2026-12-01T08:00:00", "2026-13-01T08:00Z"]
)
def test_moment_without_a_zone_is_refused(typed):
    with pytest.raises(CommandError):
        call_command("send_reminders", "--at", typed)
