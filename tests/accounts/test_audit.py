"""The audit log: what is in it, who sees it, and that nobody changes it."""

import csv
import importlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.audit_sheet import READ_AT_ONCE
from accounts.models import AuditEvent, Membership
from accounts.models.audit import AppendOnly
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
AUDIT = "/en/secretariat/audit/"
SHEET = f"{AUDIT}audit.csv"
TRIGGERS = importlib.import_module("accounts.migrations.0003_audit_append_only")


@pytest.fixture
def administrator(db):
    return factories.make_person(role="administrator", email="ada@example.org")


@pytest.fixture
def browser(administrator):
    return signed_in(administrator)


def kinds(response):
    return [event.kind for event in response.context["page"]]


def sheet(browser, query=""):
    response = browser.get(f"{SHEET}?{query}")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(text.removeprefix("\ufeff").splitlines()))


# Who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [AUDIT, SHEET])
def test_audit_log_is_for_administrators(page, browser, reviewer, coordinator):
    assert browser.get(page).status_code == 200
    assert signed_in(reviewer).get(page).status_code == 403
    assert signed_in(coordinator).get(page).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=denied", ["denied"]),
        ("kind=nonsense", ["denied", "signed_out", "signed_in", "role_granted"]),
        ("person=bob", ["signed_out", "signed_in"]),
        ("person=bob&kind=signed_in", ["signed_in"]),
        ("since=2031-01-02", ["denied"]),
        ("since=2031-01-01&until=2031-01-01", ["signed_out", "signed_in"]),
        ("since=yesterday", ["denied", "signed_out", "signed_in", "role_granted"]),
        ("since=0001-01-01", ["denied", "signed_out", "signed_in", "role_granted"]),
        ("until=9999-12-31", ["denied", "signed_out", "signed_in", "role_granted"]),
        ("entity={entity}", ["signed_out"]),
        ("page=99", ["denied", "signed_out", "signed_in", "role_granted"]),
    ],
)
def test_events_are_found(query, expected, browser, entity):
    bob = factories.make_user(email="bob@example.org")
    day = datetime(2031, 1, 1, 15, tzinfo=UTC)
    factories.make_audit_event(kind="signed_in", by=bob, at=day)
    factories.make_audit_event(kind="signed_out", about=bob, at=day, entity=entity)
    factories.make_audit_event(kind="denied", at=day + timedelta(days=1))
    assert kinds(browser.get(f"{AUDIT}?{query.format(entity=entity.pk)}")) == expected


def test_days_are_those_of_the_times_that_are_shown(browser):
    for kind, moment in (
        ("signed_in", datetime(2031, 1, 1, 23, 59, 59, tzinfo=UTC)),
        ("signed_out", datetime(2031, 1, 2, tzinfo=UTC)),
        ("denied", datetime(2031, 1, 2, 23, 59, 59, tzinfo=UTC)),
        ("activated", datetime(2031, 1, 3, tzinfo=UTC)),
    ):
        factories.make_audit_event(kind=kind, at=moment)
    day = "since=2031-01-02&until=2031-01-02"
    assert kinds(browser.get(f"{AUDIT}?{day}")) == ["denied", "signed_out"]
    found = [row[1] for row in sheet(browser, day)[1:]]
    assert found == ["2031-01-02 23:59:59", "2031-01-02 00:00:00"]


def test_sheet_until_a_day_that_nobody_means_is_given(browser):
    factories.make_audit_event(kind="denied")
    assert "denied" in [row[2] for row in sheet(browser, "until=9999-12-31")]


def test_list_costs_the_same_with_one_event_and_three(browser):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(AUDIT).status_code == 200
        return len(captured)

    def another():
        factories.make_audit_event(
            by=factories.make_user(), about=factories.make_user(), entity=factories.make_entity()
        )

    browser.get(AUDIT)
    another()
    with_one = queries()
    another(), another()
    assert queries() == with_one


def test_details_are_shown_as_text(browser):
    factories.make_audit_event(details={"path": "<script>alert(1)</script>"})
    html = browser.get(AUDIT).content.decode()
    assert "&lt;script&gt;alert(1)" in html and "<script>alert" not in html


# The sheet ------------------------------------------------------------------------------------


def test_sheet_holds_what_was_chosen_and_is_recorded(browser, administrator, entity):
    event = factories.make_audit_event(
        kind="denied", by=administrator, entity=entity, address="192.0.2.7", request_id="abc",
        at=datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC), details={"path": "/x/"},
    )  # fmt: skip
    assert sheet(browser, "kind=denied") == [
        ["id", "time (UTC)", "kind", "by", "about", "entity", "address", "request", "details"],
        [str(event.pk), "2031-01-02 03:04:05", "denied", "ada@example.org", "", entity.slug,
         "192.0.2.7", "abc", '{"path": "/x/"}'],
    ]  # fmt: skip
    taken = AuditEvent.objects.of_kind("exported").get()
    assert (taken.by, taken.details) == (administrator, {"filters": {"kind": "denied"}})


def test_formula_in_an_address_is_harmless_in_the_sheet(browser):
    factories.make_audit_event(kind="denied", by=factories.make_user(email="=1+1@example.org"))
    assert sheet(browser, "kind=denied")[1][3] == "'=1+1@example.org"


def test_sheet_is_read_in_parts_without_losing_or_repeating(browser, monkeypatch):
    monkeypatch.setattr("accounts.audit_sheet.READ_AT_ONCE", 2)
    assert READ_AT_ONCE == 500
    moment = datetime(2031, 1, 1, tzinfo=UTC)
    made = [factories.make_audit_event(kind="denied", at=moment).pk for _ in range(5)]
    assert [int(row[0]) for row in sheet(browser, "kind=denied")[1:]] == made[::-1]


# What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "status"), [("/en/secretariat/people/", 403), ("/admin/accounts/auditevent/", 403)]
)
def test_refusal_is_recorded_once(page, status, reviewer):
    assert signed_in(reviewer).get(page).status_code == status
    event = AuditEvent.objects.of_kind("denied").get()
    assert (event.by, event.details) == (reviewer, {"method": "GET", "path": page})
    assert event.address == "127.0.0.1"
    assert len(event.request_id) == 19


def test_foreign_object_is_recorded_and_a_typing_error_is_not(coordinator):
    foreign = factories.make_membership(role="contributor")
    theirs = signed_in(coordinator)
    theirs.post("/en/workspace/people/roles/999999/end/")
    theirs.get("/en/nowhere/")
    assert AuditEvent.objects.of_kind("denied").count() == 0
    theirs.post(f"/en/workspace/people/roles/{foreign.pk}/end/")
    assert AuditEvent.objects.of_kind("denied").count() == 1


def test_who_is_not_signed_in_leaves_nothing(client):
    client.get("/en/secretariat/people/")
    client.get("/en/nowhere/")
    assert AuditEvent.objects.count() == 0


def test_events_know_the_request(browser, coordinator):
    membership = Membership.objects.get(user=coordinator)
    response = browser.post(f"/en/secretariat/people/roles/{membership.pk}/end/")
    event = AuditEvent.objects.of_kind("role_ended").get()
    assert event.request_id == response["X-Request-ID"]
    assert event.address == "127.0.0.1"


def test_events_without_a_request_have_no_address(coordinator):
    event = AuditEvent.objects.of_kind("role_granted").get()
    assert (event.address, event.request_id) == (None, "")


# Append-only ----------------------------------------------------------------------------------


def test_models_refuse_to_change_or_remove():
    event = factories.make_audit_event()
    for act in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(kind="denied"),
    ):
        with pytest.raises(AppendOnly):
            act()


@pytest.fixture
def guarded():
    """With all triggers, whatever the suite took away."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(TRIGGERS.SQLITE[1])


def raw(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_auditevent SET kind = 'denied'", "DELETE FROM accounts_auditevent"],
)
def test_database_refuses_raw_statements(statement, guarded):
    factories.make_audit_event()
    with pytest.raises(IntegrityError, match="append-only"):
        raw(statement)
    assert AuditEvent.objects.get().kind == "signed_in"


def test_old_event_is_not_changed_either():
    factories.make_audit_event(at=timezone.now() - timedelta(days=4000))
    with pytest.raises(IntegrityError, match="append-only"):
        raw("UPDATE accounts_auditevent SET kind = 'denied'")


def test_old_events_are_forgotten(guarded):
    now = timezone.now()
    factories.make_audit_event(at=now - timedelta(days=2000))
    young = factories.make_audit_event(at=now - timedelta(days=1000))
    assert AuditEvent.objects.forget(before=now - timedelta(days=1800)) == 1
    assert AuditEvent.objects.get() == young


def test_young_events_are_not_forgotten(guarded):
    now = timezone.now()
    factories.make_audit_event(at=now - timedelta(days=364))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEvent.objects.forget(before=now)
    assert AuditEvent.objects.count() == 1
