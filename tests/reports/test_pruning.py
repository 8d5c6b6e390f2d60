"""What `manage.py prune` throws away, and what it leaves."""

import datetime
import json
import os
import time
from io import StringIO

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import AuditEvent, Invitation, Mail
from reports.pruning import years_before
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def pruned():
    out = StringIO()
    call_command("prune", "--json", stdout=out)
    return {name: number for name, number in json.loads(out.getvalue()).items() if number}


def test_sessions_that_are_over():
    for days in (-1, 1):
        store = SessionStore()
        store.save()
        Session.objects.filter(pk=store.session_key).update(expire_date=timezone.now() + days * DAY)
    assert (pruned(), pruned()) == ({"sessions": 1}, {})
    assert Session.objects.count() == 1


@pytest.mark.parametrize(("state", "goes"), [("sent", 1), ("dropped", 1), ("failed", 0)])
def test_mails_of_another_year(state, goes):
    for days in (364, 366):
        sent_at = timezone.now() if state == "sent" else None
        queued_at = timezone.now() - days * DAY
        Mail.objects.create(
            address="a@example.org", language="en", kind="nudge", subject="s", text="t",
            state=state, queued_at=queued_at, sent_at=sent_at,
        )  # fmt: skip
    assert pruned().get("mails", 0) == goes
    assert Mail.objects.count() == 2 - goes


def test_jobs_that_ended_long_ago():
    for status, days in (("SUCCESSFUL", 31), ("FAILED", 31), ("SUCCESSFUL", 29), ("READY", 99)):
        ended = None if status == "READY" else timezone.now() - days * DAY
        DBTaskResult.objects.create(
            status=status, finished_at=ended, args_kwargs={"args": [], "kwargs": {}},
            task_path="x.y", backend_name="default", run_after=timezone.now(),
        )  # fmt: skip
    assert pruned() == {"jobs": 2}
    assert DBTaskResult.objects.count() == 2


def test_invitations_that_lapsed():
    now = timezone.now()
    for n, days in enumerate((91, 89)):
        Invitation.objects.create(
            email=f"p{n}@example.org", role="editor", token_hash=str(n),
            invited_at=now - 200 * DAY, expires_at=now - days * DAY,
        )  # fmt: skip
    assert pruned() == {"invitations": 1}


def test_files_that_no_attachment_names(media):
    folder = media / "attachments" / "ab"
    folder.mkdir(parents=True)
    for name, hours in (("old", 25), ("new", 23)):
        (folder / name).write_text("x")
        moment = time.time() - hours * 3600
        os.utime(folder / name, (moment, moment))
    assert pruned() == {"files": 1}
    assert [path.name for path in folder.iterdir()] == ["new"]


def test_audit_log_beyond_its_years(settings):
    settings.AUDIT_YEARS = 5
    now = timezone.now()
    for days in (5 * 366, 5 * 364):
        AuditEvent.objects.create(kind="signed_in", at=now - days * DAY)
    assert pruned() == {"audit_events": 1}


def test_years_before_a_leap_day():
    leap_day = datetime.datetime(2028, 2, 29, tzinfo=datetime.UTC)
    assert years_before(leap_day, 5) == datetime.datetime(2023, 2, 28, tzinfo=datetime.UTC)


def test_what_stays_is_left_alone():
    factories.make_report()
    factories.make_person(role="editor")
    assert pruned() == {}
