"""Jobs: tried again with patience, taken up from dead workers, seen when they are given up."""

import datetime

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from publication import jobs, ticking
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
calls = []


@jobs.job(attempts=3, within=5 * MINUTE)
def note(word):
    calls.append(word)
    if word == "fault":
        raise RuntimeError("a fault")


@pytest.fixture(autouse=True)
def forget():
    calls.clear()


def work():
    """A worker that carries out what is ready, and nothing else."""
    from django_tasks_db.management.commands.db_worker import Command

    call_command(Command(), batch=True, startup_delay=False, interval=0, verbosity=0)


def state(job):
    job.refresh_from_db()
    return job.status, len(job.worker_ids)


def queued(word="a word"):
    return DBTaskResult.objects.get(pk=note.enqueue(word).id)


@pytest.mark.django_db(transaction=True)
def test_job_is_carried_out_once():
    job = queued()
    work()
    work()
    assert (calls, state(job)) == (["a word"], ("SUCCESSFUL", 1))


@pytest.mark.django_db(transaction=True)
def test_job_that_fails_is_tried_three_times_with_growing_waits():
    job, waits = queued("fault"), []
    for _n in range(3):
        work()
        now = timezone.now()
        jobs.sweep(now)
        job.refresh_from_db()
        waits.append(round((job.run_after - now) / MINUTE))
        DBTaskResult.objects.filter(status="READY").update(run_after=now)
    assert waits[:2] == [1, 4]
    assert (calls, state(job)) == (["fault"] * 3, ("FAILED", 3))
    assert list(jobs.dead_letters()) == [job]
    assert jobs.sweep(timezone.now()) == {"tried_again": 0, "given_up": 0}


def lose(job, ago, workers):
    """As if the worker had been killed so long ago."""
    values = {"status": "RUNNING", "started_at": timezone.now() - ago, "worker_ids": workers}
    DBTaskResult.objects.filter(pk=job.pk).update(**values)


def test_job_of_a_dead_worker_is_taken_up_again():
    job = queued()
    lose(job, 4 * MINUTE, ["one"])
    assert jobs.sweep(timezone.now()) == {"tried_again": 0, "given_up": 0}
    lose(job, 6 * MINUTE, ["one"])
    assert jobs.sweep(timezone.now()) == {"tried_again": 1, "given_up": 0}
    assert state(job) == ("READY", 1)


def test_job_that_kills_its_workers_is_given_up():
    job = queued()
    lose(job, 6 * MINUTE, ["one", "two", "three"])
    assert jobs.sweep(timezone.now()) == {"tried_again": 0, "given_up": 1}
    assert state(job) == ("FAILED", 3)
    assert job.exception_class_path == jobs.LOST


def test_job_whose_code_is_gone_is_given_up():
    job = factories.make_job(task_path="gone.away")
    lose(job, 11 * MINUTE, ["one"])
    assert jobs.sweep(timezone.now()) == {"tried_again": 0, "given_up": 1}


def test_regular_work_that_fails_stops_no_other(monkeypatch):
    done = []

    def faulty(now):
        raise RuntimeError

    monkeypatch.setattr(jobs, "_regular", [faulty, done.append])
    assert ticking.tick() == ["faulty"]
    assert len(done) == 1


def test_one_that_fails_holds_up_none_behind_it(caplog):
    assert jobs.one_by_one([2, 0, 4], lambda number: 8 // number) == [4, 2]
    assert [record.event["item"] for record in caplog.records] == ["0"]


def test_without_a_database_nothing_goes_on():
    tried = []

    def act(item):
        tried.append(item)
        raise OperationalError

    with pytest.raises(OperationalError):
        jobs.one_by_one([1, 2], act)
    assert tried == [1]


def test_a_scheduled_report_that_cannot_be_published_holds_up_no_other(monkeypatch):
    from reports import workflow
    from reports.models import Report

    editor, now = factories.make_person(role="editor"), timezone.now()
    reports = [factories.make_report(state="submitted") for _ in range(2)]
    for report in reports:
        workflow.schedule(report, by=editor, revision=report.revision, at=now + MINUTE)
    publish = workflow._publish

    def faulty(report, by):
        if report.pk == reports[0].pk:
            raise RuntimeError
        return publish(report, by)

    monkeypatch.setattr(workflow, "_publish", faulty)
    assert workflow.publish_due(now + 2 * MINUTE) == [reports[1]]
    assert Report.objects.get(pk=reports[0].pk).state == "submitted"


def test_worker_does_the_regular_work_of_every_application():
    names = {f"{work.__module__}.{work.__name__}" for work in jobs.regular_work()}
    assert names == {
        "publication.jobs.sweep",
        "accounts.sending.deliver_due",
        "reports.reminders.send",
        "reports.workflow.publish_due",
        "reports.passing_days.pass_days",
        "following.noticing.take",
        "following.mails.send_due",
        "opendata.bulk.building.build_when_due",
    }


@pytest.mark.django_db(transaction=True)
def test_worker_of_the_portal_ticks_first(monkeypatch):
    ticked = []
    monkeypatch.setattr(jobs, "_regular", [ticked.append])
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)
    assert len(ticked) == 1


# In the administration ------------------------------------------------------------------------

LIST = "admin:django_tasks_database_dbtaskresult_changelist"


def chosen(action, *found):
    return {"action": action, "_selected_action": [str(job.pk) for job in found]}


def test_dead_letters_are_tried_again_or_dropped(editor_client):
    first, second, waiting = (factories.make_job(status=s) for s in ("FAILED", "FAILED", "READY"))
    DBTaskResult.objects.filter(status="FAILED").update(
        worker_ids=["a"], finished_at=timezone.now()
    )
    editor_client.post(reverse(LIST), chosen("try_again", first, waiting))
    assert state(first) == ("READY", 0)
    editor_client.post(reverse(LIST), chosen("drop", second, waiting))
    assert set(DBTaskResult.objects.all()) == {first, waiting}


@pytest.mark.parametrize(("role", "status"), [("administrator", 200), ("editor", 403)])
def test_jobs_are_for_administrators(role, status):
    client = signed_in(factories.make_person(role=role))
    assert client.get(reverse(LIST)).status_code == status
