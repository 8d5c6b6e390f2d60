"""Queueing mails: in the language of the person, once for each reason, safe to read."""

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from accounts import mailing
from accounts.models import Mail
from publication.languages import LANGUAGES
from reports import notifications
from tests import factories

pytestmark = pytest.mark.django_db


def a_nudge(person, **fields):
    asked = factories.make_asked()
    context = {"asked": asked, "cycle": asked.cycle, "themes": [], "note": "", "by": person}
    return mailing.queue(to=person, kind="nudge", **{"context": context, **fields})


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_is_written_in_the_language_of_the_person(language, entity):
    person = factories.make_person(entity=entity, language=language)
    report = factories.make_report(entity=entity, state="submitted")
    notifications.submitted(report, by=person)
    mail, theme = Mail.objects.get(), report.themes.get()
    known = (mail.to, mail.address, mail.language, mail.kind)
    assert known == (person, person.email, language, "receipt")
    assert theme.texts("name")[language] in mail.subject
    assert entity.texts("name")[language] in mail.text
    assert f"http://localhost:8000/{language}/workspace/reports/{report.pk}/" in mail.text
    assert "  " not in mail.subject


def test_mail_and_its_job_are_stored_together_or_not_at_all():
    person = factories.make_user()
    with pytest.raises(RuntimeError), transaction.atomic():
        a_nudge(person)
        assert (Mail.objects.count(), DBTaskResult.objects.count()) == (1, 1)
        raise RuntimeError
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_same_reason_never_makes_a_second_mail():
    person = factories.make_user()
    first, again = a_nudge(person, key="once"), a_nudge(person, key="once")
    assert (again.pk, Mail.objects.count(), DBTaskResult.objects.count()) == (first.pk, 1, 1)


def test_invitation_goes_to_an_address_in_the_language_named():
    asked = factories.make_asked()
    mail = mailing.queue(to=None, address=" New@Example.org ", language="pt-br", kind="nudge",
                         context={"asked": asked, "cycle": asked.cycle, "themes": []})  # fmt: skip
    assert (mail.address, mail.language) == ("new@example.org", "pt-br")
    assert asked.cycle.texts("name")["pt-br"] in mail.subject


def test_mail_without_an_address_is_refused():
    with pytest.raises(ValueError, match="address"):
        mailing.queue(to=None, kind="nudge", context={})


def test_what_people_typed_breaks_neither_the_subject_nor_the_html():
    evil = "Evil\r\nBcc: all@example.org <script>x</script>"
    theme = factories.make_theme(texts={"en": evil})
    entity = factories.make_entity(texts={"en": "A & B <b>"})
    person = factories.make_person(entity=entity, name="<img src=x>")
    report = factories.make_report(entity=entity, themes=[theme])
    notifications.returned(
        report, by=person, note="<script>alert(1)</script>\n\nhttps://x.example/"
    )
    mail = Mail.objects.get()
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert "<script" not in mail.html
    assert "<b>" not in mail.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in mail.html
    assert "A & B <b>" in mail.text
    assert 'href="https://x.example/"' in mail.html


def test_mail_names_no_remote_content():
    mail = a_nudge(factories.make_user())
    assert "<img" not in mail.html
    assert "<link" not in mail.html
    assert "src=" not in mail.html


# Who is told ----------------------------------------------------------------------------------


@pytest.fixture
def cast(entity):
    roles = ("coordinator", "approver", "contributor", "editor", "administrator", "translator")
    factories.make_person(role="coordinator", email="other@example.org")
    gone = factories.make_person(role="coordinator", entity=entity, email="closed@example.org")
    gone.is_active = False
    gone.save()
    return {
        role: factories.make_person(role=role, entity=entity, email=f"{role}@example.org")
        for role in roles
    }


COORDINATOR, APPROVER = "coordinator@example.org", "approver@example.org"
EDITORS = {("submitted", "editor@example.org"), ("submitted", "administrator@example.org")}


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("submitted", {("receipt", COORDINATOR)} | EDITORS),
        ("returned", {("returned", COORDINATOR)}),
        ("published", {("published", COORDINATOR), ("published", APPROVER)}),
        ("withdrawn", {("withdrawn", COORDINATOR), ("withdrawn", APPROVER)}),
        ("approval_asked", {("approval_asked", APPROVER)}),
        ("approved", {("approved", COORDINATOR)}),
        ("approval_refused", {("approval_refused", COORDINATOR)}),
    ],
)
def test_each_step_is_told_to_whom_it_concerns(verb, told, cast, entity):
    state = "withdrawn" if verb == "withdrawn" else "published"
    report = factories.make_report(entity=entity, state=state)
    getattr(notifications, verb)(report, by=cast["editor"])
    getattr(notifications, verb)(report, by=cast["editor"])  # the same reason
    assert sorted(Mail.objects.values_list("kind", "address")) == sorted(told)


def test_step_taken_again_is_told_again(entity, coordinator, reviewer):
    report = factories.make_report(entity=entity, state="returned")
    for _n in range(2):
        factories.make_transition(report=report, verb="return", to_state="returned")
        notifications.returned(report, by=reviewer)
    assert Mail.objects.count() == 2


def test_delegation_is_told_to_the_contributor_and_back(cast, entity):
    report = factories.make_report(entity=entity, state="draft")
    moment = report.created_at
    delegation = report.delegations.create(
        to=cast["contributor"], by=cast["coordinator"], at=moment, note="Numbers, please."
    )
    notifications.delegated(delegation)
    delegation.handed_in_at = moment
    notifications.handed_in(delegation)
    mails = Mail.objects.order_by("id")
    assert [(mail.kind, mail.to) for mail in mails] == [
        ("delegated", cast["contributor"]),
        ("handed_in", cast["coordinator"]),
    ]
    assert "Numbers, please." in mails[0].text
