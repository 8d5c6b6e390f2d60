"""The second person's approval, where an entity asks for it."""

import pytest

from accounts.models import Mail
from reports import workflow
from reports.models import Report
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture
def page(coordinator):
    return signed_in(coordinator)


@pytest.fixture
def asked(entity, coordinator):
    entity.needs_approval = True
    entity.save()
    report = factories.make_report(entity=entity, state=State.DRAFT)
    workflow.ask_approval(report, by=coordinator, revision=0)
    return report


@pytest.fixture
def approver(entity):
    return factories.make_person(role="approver", entity=entity, name="Alma Aprobadora")


def approval(report):
    return f"/en/workspace/reports/{report.pk}/approval/"


def test_approver_sees_what_waits_and_approves(asked, approver):
    client = signed_in(approver)
    home_page = client.get("/en/workspace/").content.decode()
    assert "For your approval" in home_page
    assert approval(asked) in home_page
    text = client.get(approval(asked)).content.decode()
    assert "Ten schools were opened." in text
    assert "Carla Coordinadora asks" in text
    assert client.post(approval(asked), {"revision": 0, "approve": ""}).status_code == 302
    asked.refresh_from_db()
    assert (asked.approved_by, asked.approved_revision) == (approver, 0)
    assert "Approved by Alma Aprobadora" in client.get(approval(asked)).content.decode()


def test_approver_gives_back_with_a_reason(asked, approver, coordinator):
    client = signed_in(approver)
    response = client.post(approval(asked), {"revision": 0, "refuse": "", "note": " "})
    assert response.status_code == 200
    assert "Say what is to be changed." in response.content.decode()
    sent = {"revision": 0, "refuse": "", "note": "Ten is wrong."}
    assert client.post(approval(asked), sent).status_code == 302
    asked.refresh_from_db()
    assert asked.approval_asked_at is None
    assert Mail.objects.filter(kind="approval_refused", to=coordinator).count() == 1


def test_text_saved_since_is_read_again(asked, approver):
    Report.objects.filter(pk=asked.pk).update(revision=3)
    sent = {"revision": 0, "refuse": "", "note": "Kept words."}
    text = signed_in(approver).post(approval(asked), sent).content.decode()
    assert "The report was saved since." in text
    assert "Kept words." in text
    assert 'name="revision" value="3"' in text
    asked.refresh_from_db()
    assert asked.approved_by is None


def test_draft_that_is_discarded_meanwhile_is_missing(asked, approver, monkeypatch):
    def discarded_elsewhere(report, **_said):
        Report.objects.get(pk=report.pk).delete()
        raise workflow.NotAllowed

    monkeypatch.setattr(workflow, "approve", discarded_elsewhere)
    answer = signed_in(approver).post(approval(asked), {"revision": 0, "approve": ""})
    assert answer.status_code == 404


def test_whoever_asked_does_not_approve(asked, coordinator, entity):
    factories.make_membership(user=coordinator, role="approver", entity=entity)
    client = signed_in(coordinator)
    assert 'name="approve"' not in client.get(approval(asked)).content.decode()
    text = client.post(approval(asked), {"revision": 0, "approve": ""}).content.decode()
    assert "This is not possible now" in text
    asked.refresh_from_db()
    assert asked.approved_by is None


def test_coordinator_sees_the_approval_and_gives_none(asked, page):
    assert page.get(approval(asked)).status_code == 200
    assert page.post(approval(asked), {"revision": 0, "approve": ""}).status_code == 403
    assert "waits for approval" in page.get("/en/workspace/").content.decode()


def test_approval_is_for_people_of_the_entity(asked, outsider, reviewer):
    for person in (outsider, reviewer, factories.make_person(role="approver")):
        client = signed_in(person)
        assert client.get(approval(asked)).status_code == 404
        assert client.post(approval(asked), {"revision": 0, "approve": ""}).status_code == 404


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40])
def test_tampered_approval_is_no_fault(revision, asked, approver):
    response = signed_in(approver).post(approval(asked), {"revision": revision, "approve": ""})
    assert response.status_code == 200
    asked.refresh_from_db()
    assert asked.approved_by is None
