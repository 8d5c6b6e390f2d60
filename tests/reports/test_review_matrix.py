"""Every role × every state × every step of the Secretariat's screens, over HTTP."""

import datetime
import uuid

import pytest
from django.utils import timezone

from accounts.policy import ENTITY_ROLES, Role
from reports.models import Report, Transition
from tests.factories import make_person, make_report
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State
STAFF = (Role.EDITOR, Role.ADMINISTRATOR)
# What each step leads to, by the states that it leads from; from no other state anywhere.
LEADS = {
    "return": {State.SUBMITTED: State.RETURNED},
    "publish": {State.SUBMITTED: State.PUBLISHED},
    "schedule": {State.SUBMITTED: State.SUBMITTED},
    "unschedule": {State.SUBMITTED: State.SUBMITTED},
    "withdraw": {State.PUBLISHED: State.WITHDRAWN},
    "correct": {State.PUBLISHED: State.PUBLISHED},
    "correct_typing": {State.PUBLISHED: State.SUPERSEDED},
    "assign": {State.SUBMITTED: State.SUBMITTED, State.RETURNED: State.RETURNED},
}
LEAVES_A_STEP = {
    "return", "publish", "schedule", "unschedule", "withdraw", "correct", "correct_typing",
}  # fmt: skip
ROLES = [None, *Role.values, "other coordinator", "closed editor"]


def a_report(state: str, entity, step: str = "") -> Report:
    fields = {"submitted_at": timezone.now()} if state != State.DRAFT else {}
    if step == "unschedule" and state == State.SUBMITTED:
        fields["publish_at"] = timezone.now() + datetime.timedelta(days=1)
    return make_report(
        state=state, entity=entity, texts={"en": "Ten schools."}, revision=3, **fields
    )


def person(role: str | None, entity):
    if role is None:
        return None
    if role == "other coordinator":
        return make_person(role=Role.COORDINATOR)
    if role == "closed editor":
        somebody = make_person(role=Role.EDITOR)
        somebody.memberships.update(ended_at=timezone.now())
        return somebody
    return make_person(role=role, entity=entity if role in ENTITY_ROLES else None)


def take(client, step: str, report: Report, token: str = ""):
    """Send the form of the step as its page would."""
    base = "/en/secretariat/"
    one = f"{base}reports/{report.pk}/"
    seen = {"revision": 3, "token": token or str(uuid.uuid4()), "zone": "UTC", "action": "decide"}
    if step == "assign":
        return client.post(f"{base}assign/", {"report": report.pk, "to": "nobody"})
    if step == "unschedule":
        return client.post(one, {"action": "unschedule"})
    if step in ("withdraw", "correct"):
        return client.post(f"{one}{step}/", {"note": "A mistake."})
    if step == "correct_typing":
        from reports.typing_form import TypingForm

        form = TypingForm(report=Report.objects.get(pk=report.pk))
        texts = {name: text + "!" for name, (_section, _code, text) in form.texts.items()}
        sent = {"seen": form.fingerprint, "note": "A typing error.", **texts}
        return client.post(f"{one}typing/", sent)
    fields = {"note": "Say when."} if step == "return" else {}
    if step == "schedule":
        fields = {"day": "2099-01-02", "time": "10:00"}
    return client.post(one, {**seen, "decision": step, **fields})


def fingerprint() -> list:
    """All that a step could change."""
    reports = Report.objects.order_by("pk").values_list(
        "pk", "state", "revision", "publish_at", "assignee", "withdrawal_reason", "edition"
    )
    return [*reports, *Transition.objects.order_by("pk").values_list("pk", "verb", "report")]


def expected(role: str | None, state: str, step: str) -> set[int]:
    if role is None:
        return {302}
    if role not in Role.values or role in ENTITY_ROLES:
        return {404}
    if role == Role.TRANSLATOR:
        return {403}
    if step == "assign":
        return {302}
    if state == State.DRAFT:
        return {404}
    return {302, 200} if state in LEADS[step] else {409}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("step", LEADS)
def test_role_state_and_step(role, step, entity):
    somebody = person(role, entity)
    for state in State:
        client = signed_in(somebody) if somebody else signed_in(make_person()).__class__()
        report = a_report(state, entity, step)
        before = fingerprint()

        answer = take(client, step, report)

        assert answer.status_code in expected(role, state, step), (state, answer.status_code)
        report.refresh_from_db()
        if role in STAFF and state in LEADS[step]:
            assert report.state == LEADS[step][state]
            steps = set(Transition.objects.values_list("verb", flat=True))
            assert (step in steps) == (step in LEAVES_A_STEP), steps
        else:
            assert fingerprint() == before
        if role is None:
            assert answer["Location"].startswith("/en/account/login/")
        Transition.objects.all().delete()


@pytest.mark.parametrize("step", LEADS)
def test_twice_with_the_same_form_is_once(step, entity):
    client = signed_in(make_person(role=Role.EDITOR))
    state = next(iter(LEADS[step]))
    report, token = a_report(state, entity, step), str(uuid.uuid4())
    take(client, step, report, token)
    once = fingerprint()

    answer = take(client, step, report, token)

    assert answer.status_code in (302, 409)
    assert fingerprint() == once


@pytest.mark.parametrize("first", LEADS)
@pytest.mark.parametrize("second", ["return", "publish", "schedule", "withdraw", "unschedule"])
def test_out_of_order(first, second, entity):
    """After one step, another leads on only from the state that the first one left."""
    client = signed_in(make_person(role=Role.EDITOR))
    report = a_report(next(iter(LEADS[first])), entity, first)
    take(client, first, report)
    report.refresh_from_db()
    left, is_timed, before = report.state, report.publish_at is not None, fingerprint()
    allowed = left in LEADS[second] and (second != "unschedule" or is_timed)
    stale = second in ("return", "publish", "schedule") and report.revision != 3

    take(client, second, report)

    report.refresh_from_db()
    if allowed and not stale:
        assert report.state == LEADS[second][left]
        assert fingerprint() != before
    else:
        assert fingerprint() == before


def test_the_administration_changes_no_state(entity):
    """No action of the administration, and no form of it, touches a report."""
    from django.contrib import admin
    from django.test import RequestFactory

    report = a_report(State.SUBMITTED, entity)
    editor = make_person(role=Role.EDITOR)
    client, before = signed_in(editor), fingerprint()
    request = RequestFactory().get("/")
    request.user = editor
    model_admin = admin.site.get_model_admin(Report)

    assert list(model_admin.get_actions(request)) == []
    for path in ("", "add/", f"{report.pk}/change/", f"{report.pk}/delete/"):
        answer = client.post(
            f"/admin/reports/report/{path}",
            {"state": "published", "action": "delete_selected", "_selected_action": report.pk},
        )
        assert answer.status_code in (200, 302, 403)
    assert fingerprint() == before
