"""Handing mails to the server: at most once, with patience, and only what may still be read."""

import datetime
import smtplib

import pytest
from django.core import mail as outgoing
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts import granting, sending
from accounts.models import Mail
from accounts.sending import deliver, deliver_due
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Mail.State
MINUTE = datetime.timedelta(minutes=1)
QUERIES = 8


def a_mail(**fields):
    fields.setdefault("to", factories.make_user())
    return factories.make_mail(**{"address": fields["to"].email, "is_formal": True, **fields})


def now_is(mail):
    mail.refresh_from_db()
    return mail.state, mail.attempts, len(outgoing.outbox)


class Faulty(EmailBackend):
    """Raises what the test says, at the place it says."""

    at_open = at_send = None

    def open(self):
        if Faulty.at_open:
            raise Faulty.at_open

    def send_messages(self, messages):
        if Faulty.at_send:
            raise Faulty.at_send
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Faulty"
    monkeypatch.setattr(Faulty, "at_open", None)
    monkeypatch.setattr(Faulty, "at_send", None)
    return Faulty


def test_mail_goes_out_once():
    mail = a_mail()
    assert deliver(mail.pk) == State.SENT
    assert deliver(mail.pk) == ""
    assert now_is(mail) == (State.SENT, 1, 1)
    assert mail.sent_at is not None


def test_message_says_what_machines_need():
    deliver(a_mail(is_formal=False).pk)
    (message,) = outgoing.outbox
    headers = message.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/en/account/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in headers.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    assert len(message.recipients()) == 1


def test_formal_notice_offers_no_unsubscribing():
    deliver(a_mail().pk)
    assert "List-Unsubscribe" not in outgoing.outbox[0].message()


REFUSED = [
    smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"later")}),
    smtplib.SMTPDataError(554, b"no"),
    smtplib.SMTPSenderRefused(550, b"no", "portal@example.org"),
]


@pytest.mark.parametrize("refusal", REFUSED, ids=lambda error: type(error).__name__)
def test_refused_mail_waits_longer_each_time_and_is_given_up_at_last(refusal, server, monkeypatch):
    server.at_send = refusal
    mail, moment = a_mail(), timezone.now()
    monkeypatch.setattr(sending.timezone, "now", lambda: moment)
    Mail.objects.update(next_at=moment)
    waits = []
    for _n in range(5):
        assert deliver(mail.pk) == State.QUEUED
        mail.refresh_from_db()
        waits.append((mail.next_at - moment) / MINUTE)
        assert deliver(mail.pk) == ""  # not before its time
        moment = mail.next_at
    assert deliver(mail.pk) == State.FAILED
    assert waits == [1, 5, 15, 60, 240]
    assert now_is(mail) == (State.FAILED, 6, 0)
    assert type(refusal).__name__ in mail.error
    assert list(Mail.objects.needing_a_person()) == [mail]


@pytest.mark.parametrize("fault", [ConnectionRefusedError(), TimeoutError(), OSError("no route")])
def test_server_that_is_down_loses_nothing(fault, server):
    server.at_open = fault
    mail = a_mail()
    assert deliver(mail.pk) == State.QUEUED
    server.at_open = None
    Mail.objects.update(next_at=timezone.now())
    assert deliver_due(timezone.now()) == 1
    assert now_is(mail) == (State.SENT, 2, 1)


@pytest.mark.parametrize("fault", [smtplib.SMTPServerDisconnected("gone"), TimeoutError()])
def test_fate_that_nobody_knows_is_left_to_a_person(fault, server):
    server.at_send = fault
    mail = a_mail()
    assert deliver(mail.pk) == State.UNKNOWN
    server.at_send = None
    assert deliver_due(timezone.now() + 600 * MINUTE) == 0
    assert now_is(mail) == (State.UNKNOWN, 1, 0)
    assert list(Mail.objects.needing_a_person()) == [mail]


def test_mail_whose_worker_died_is_never_sent_by_itself():
    mail, now = a_mail(), timezone.now()
    Mail.objects.take(mail.pk, now)
    deliver_due(now + 9 * MINUTE)
    assert now_is(mail) == (State.SENDING, 1, 0)
    deliver_due(now + 11 * MINUTE)
    assert now_is(mail) == (State.UNKNOWN, 1, 0)


def test_worker_that_comes_back_late_overwrites_nothing(server):
    """A person has settled the mail while its worker hung."""
    mail = a_mail()
    taken = Mail.objects.take(mail.pk, timezone.now())
    Mail.objects.update(state=State.UNKNOWN)
    sending.settle(mail, "drop")
    sending._settle(taken, State.QUEUED)
    assert now_is(mail)[0] == State.DROPPED


# Whether it may still go out ------------------------------------------------------------------


def test_closed_account_gets_no_mail():
    mail = a_mail(to=factories.make_user(is_active=False))
    assert deliver(mail.pk) == State.DROPPED
    assert outgoing.outbox == []


@pytest.mark.parametrize(("is_formal", "state"), [(True, State.SENT), (False, State.DROPPED)])
def test_who_wants_no_reminders_gets_formal_notices_alone(is_formal, state):
    mail = a_mail(to=factories.make_user(wants_reminders=False), is_formal=is_formal)
    assert deliver(mail.pk) == state


@pytest.mark.parametrize("condition", ["role", "permission"])
def test_former_coordinator_gets_no_mail(condition, entity):
    person = factories.make_person(role="coordinator", entity=entity)
    wanted = {"role": "coordinator"} if condition == "role" else {"permission": "write_reports"}
    there, gone = (a_mail(to=person, condition={**wanted, "entity": entity.pk}) for _n in range(2))
    assert deliver(there.pk) == State.SENT
    granting.end(person.memberships.get(), by=None)
    assert deliver(gone.pk) == State.DROPPED
    assert len(outgoing.outbox) == 1


def test_role_of_another_entity_does_not_count(entity, outsider):
    mail = a_mail(to=outsider, condition={"role": "coordinator", "entity": entity.pk})
    assert deliver(mail.pk) == State.DROPPED


def test_invitation_taken_back_is_not_sent():
    invitation = factories.make_invitation(invited_by=factories.make_user())
    mails = [a_mail(condition={"invitation": invitation.pk}) for _n in range(2)]
    assert deliver(mails[0].pk) == State.SENT
    invitation.revoked_at = timezone.now()
    invitation.save()
    assert deliver(mails[1].pk) == State.DROPPED


def test_link_that_opens_something_is_not_kept(settings):
    mail = a_mail(kind="password_reset", text="https://secret", html="<a href=https://secret>")
    deliver(mail.pk)
    assert "secret" in outgoing.outbox[0].body
    mail.refresh_from_db()
    assert (mail.text, mail.html) == ("–", "")


# A person's word ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "state"),
    [("again", State.QUEUED), ("sent", State.SENT), ("drop", State.DROPPED)],
)
def test_person_settles_what_failed(choice, state, reviewer):
    mail = a_mail(state=State.FAILED, attempts=6)
    client = signed_in(reviewer)
    address = f"/en/secretariat/mails/{mail.pk}/"
    assert client.post(address, {"choice": choice}).status_code == 302
    mail.refresh_from_db()
    assert mail.state == state
    if choice == "again":
        assert deliver(mail.pk) == State.SENT


@pytest.mark.parametrize("choice", ["sent", "drop"])
def test_link_is_not_kept_when_a_person_settles_the_mail(choice):
    mail = a_mail(state=State.UNKNOWN, kind="invitation", text="https://x.example/key", html="<a>")
    sending.settle(mail, choice)
    mail.refresh_from_db()
    assert (mail.text, mail.html) == ("–", "")


def test_link_of_a_mail_that_is_sent_again_is_kept():
    mail = a_mail(state=State.UNKNOWN, kind="invitation", text="https://x.example/key")
    sending.settle(mail, "again")
    mail.refresh_from_db()
    assert mail.text == "https://x.example/key"


def test_link_of_a_mail_that_nobody_wants_any_more_is_not_kept():
    closed = factories.make_user(is_active=False)
    mail = a_mail(to=closed, kind="password_reset", text="https://x.example/key", html="<a>")
    assert deliver(mail.pk) == State.DROPPED
    mail.refresh_from_db()
    assert (mail.text, mail.html) == ("–", "")


@pytest.mark.parametrize("state", [State.SENT, State.SENDING, State.QUEUED, State.DROPPED])
def test_person_settles_nothing_else(state):
    moments = {"sent_at": timezone.now()} if state == State.SENT else {}
    mail = a_mail(state=state, taken_at=timezone.now(), **moments)
    with pytest.raises(sending.Settled):
        sending.settle(mail, "again")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_with_one_mail_and_three(rows, reviewer, django_assert_num_queries):
    for _n in range(rows):
        a_mail(state=State.UNKNOWN)
    client = signed_in(reviewer)
    client.get("/en/secretariat/mails/")
    with django_assert_num_queries(QUERIES):
        response = client.get("/en/secretariat/mails/")
    assert response.content.decode().count("Send again") == rows


def test_list_is_for_the_secretariat(coordinator):
    assert signed_in(coordinator).get("/en/secretariat/mails/").status_code == 404
    translator = factories.make_person(role="translator")
    assert signed_in(translator).get("/en/secretariat/mails/").status_code == 403
