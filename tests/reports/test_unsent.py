"""Text sent after the session has ended, by a browser without scripts: offered after signing in."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import limits, sessions, unsent
from contributions.models import Contribution, Reply
from reports import delegating
from reports.models import Comment, Report
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(entity):
    return factories.make_report(
        entity=entity, state=Report.State.DRAFT, texts={"es": "Saved."}, revision=3
    )


@pytest.fixture
def address(report):
    return reverse("workspace:editor", args=[report.pk])


def left_alone(person) -> Client:
    """A browser whose session of the person is over."""
    browser = signed_in(person)
    session = browser.session
    session[sessions.SEEN] -= settings.SESSION_IDLE_SECONDS + 1
    session.save()
    return browser


def send(browser: Client, address: str, **data: str) -> Client:
    answer = browser.post(address, {"revision": 3, "done": "Late.", **data})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/account/login/?next={address}")
    return browser


def waits(browser: Client) -> bool:
    return unsent.KEPT in browser.session


def sign_in_again(browser: Client, person) -> Client:
    """The session is kept as signing in keeps it, with a new key."""
    kept = browser.session.get(unsent.KEPT)
    browser = signed_in(person)
    session = browser.session
    session[unsent.KEPT] = kept
    session.save()
    return browser


def test_text_is_offered_again_once_and_nothing_is_saved(address, report, coordinator):
    browser = sign_in_again(send(left_alone(coordinator), address), coordinator)
    page = browser.get(address).content.decode()
    assert "Late.</textarea>" in page
    assert "Not saved yet" in page
    assert 'name="revision" value="3"' in page
    assert "Late." not in browser.get(address).content.decode()
    report.refresh_from_db()
    assert report.revision == 3


def test_answer_to_a_comment_is_offered_again(address, report, coordinator, reviewer):
    comment = Comment.objects.create(report=report, text="?", by=reviewer, at=timezone.now())
    left = send(left_alone(coordinator), address, **{f"answer-{comment.pk}": "In Quito."})
    page = sign_in_again(left, coordinator).get(address).text
    assert "In Quito.</textarea>" in page
    assert Comment.objects.get() == comment


def test_text_is_not_shown_on_another_page(address, entity, coordinator):
    other = factories.make_report(entity=entity, state=Report.State.DRAFT)
    browser = sign_in_again(send(left_alone(coordinator), address), coordinator)
    there = browser.get(reverse("workspace:editor", args=[other.pk]))
    assert "Late." not in there.content.decode()
    assert "Late." in browser.get(address).content.decode()


def test_text_is_not_shown_to_somebody_who_may_not_write_the_report(address, outsider):
    browser = sign_in_again(send(left_alone(outsider), address), outsider)
    assert browser.get(address).status_code == 404


def test_more_than_a_report_has_is_not_kept(address, coordinator):
    assert not waits(send(left_alone(coordinator), address, next="x" * unsent.LONGEST))


def test_other_pages_keep_nothing(coordinator):
    browser = left_alone(coordinator)
    browser.post(reverse("workspace:start"), {"date": "2026-01-01"})
    assert not waits(browser)


# Who may leave something behind -----------------------------------------------------------------


def test_text_of_a_session_whose_days_are_over_waits(address, coordinator):
    browser = signed_in(coordinator)
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    assert waits(send(browser, address))


def test_text_of_a_session_that_a_new_password_ended_waits(address, coordinator):
    browser = signed_in(coordinator)
    coordinator.set_password("quiet copper meadow nine")
    coordinator.save()
    assert waits(send(browser, address))


def test_text_sent_again_before_signing_in_replaces_the_one_that_waits(address, coordinator):
    browser = send(left_alone(coordinator), address)
    send(browser, address, done="Later.")
    assert "Later." in browser.session[unsent.KEPT]["sent"]
    assert Session.objects.count() == 1


def test_text_of_a_session_that_was_ended_elsewhere_waits(address, coordinator):
    browser = signed_in(coordinator)
    Session.objects.all().delete()
    assert waits(send(browser, address))


@pytest.mark.parametrize("key", ["", "x", "a" * 32])
def test_one_network_address_leaves_a_few_texts_without_a_session(address, key, monkeypatch):
    monkeypatch.setitem(limits.RATES, "unsent", "2/1h/ip")
    for _n in range(3):
        browser = Client()
        if key:
            browser.cookies[settings.SESSION_COOKIE_NAME] = key
        send(browser, address)
    assert Session.objects.count() == 2
    send(Client(REMOTE_ADDR="198.51.100.2"), address)
    assert Session.objects.count() == 3


def test_who_was_signed_in_is_not_counted(address, coordinator, monkeypatch):
    monkeypatch.setitem(limits.RATES, "unsent", "1/1h/ip")
    browsers = [send(left_alone(coordinator), address) for _n in range(3)]
    assert [waits(browser) for browser in browsers] == [True, True, True]


@pytest.fixture
def organization(db):
    return factories.make_organization()


def test_contribution_is_offered_again(organization):
    writer = factories.make_person(entity=organization)
    written = factories.make_contribution(entity=organization, state="draft")
    for address in (
        reverse("contributing:new"),
        reverse("contributing:edit", args=[written.pk]),
    ):
        left = send(left_alone(writer), address, language="es", title="Ours.", text="Late.")
        page = sign_in_again(left, writer).get(address).text
        assert "Late.</textarea>" in page
        assert 'value="Ours."' in page
        assert "Not saved yet" in page
    assert Contribution.objects.get().revision == written.revision


def test_contribution_that_was_submitted_meanwhile_shows_what_was_typed(organization):
    writer = factories.make_person(entity=organization)
    written = factories.make_contribution(entity=organization, state="submitted")
    address = reverse("contributing:edit", args=[written.pk])
    left = send(left_alone(writer), address, language="es", title="Ours.", text="Late.")
    page = sign_in_again(left, writer).get(address).text
    assert "Late.</textarea>" in page
    assert "This contribution is not to be changed any more" in page


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_reply_is_offered_again(state, coordinator, entity):
    about = factories.make_contribution(about=entity, state=state)
    address = reverse("contributing:reply", args=[about.pk])
    left = send(left_alone(coordinator), address, language="es", text="Late.", edition=0)
    page = sign_in_again(left, coordinator).get(address)
    assert page.status_code == 200
    assert "Late.</textarea>" in page.text
    assert "Not saved yet" in page.text
    assert not Reply.objects.exists()


def test_part_is_offered_again(report, entity, coordinator):
    contributor = factories.make_person(role="contributor", entity=entity)
    (part,) = delegating.delegate(report, by=coordinator, to=[contributor])
    address = reverse("workspace:part", args=[part.pk])
    browser = sign_in_again(send(left_alone(contributor), address), contributor)
    page = browser.get(address).content.decode()
    assert "Late.</textarea>" in page
    assert "Not saved yet" in page
