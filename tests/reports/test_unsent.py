"""Text sent after the session has ended, by a browser without scripts: offered after signing in."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import unsent
from reports import delegating
from reports.models import Report
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


def sent_without_a_session(address: str, **data: str) -> Client:
    browser = Client()
    answer = browser.post(address, {"revision": 3, "done": "Late.", **data})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/account/login/?next={address}")
    return browser


def sign_in_again(browser: Client, person) -> Client:
    """The session is kept as signing in keeps it, with a new key."""
    kept = browser.session.get(unsent.KEPT)
    browser = signed_in(person)
    session = browser.session
    session[unsent.KEPT] = kept
    session.save()
    return browser


def test_text_is_offered_again_once_and_nothing_is_saved(address, report, coordinator):
    browser = sign_in_again(sent_without_a_session(address), coordinator)
    page = browser.get(address).content.decode()
    assert "Late.</textarea>" in page
    assert "Not saved yet" in page
    assert 'name="revision" value="3"' in page
    assert "Late." not in browser.get(address).content.decode()
    report.refresh_from_db()
    assert report.revision == 3


def test_text_is_not_shown_on_another_page(address, entity, coordinator):
    other = factories.make_report(entity=entity, state=Report.State.DRAFT)
    browser = sign_in_again(sent_without_a_session(address), coordinator)
    there = browser.get(reverse("workspace:editor", args=[other.pk]))
    assert "Late." not in there.content.decode()
    assert "Late." in browser.get(address).content.decode()


def test_text_is_not_shown_to_somebody_who_may_not_write_the_report(address, outsider):
    browser = sign_in_again(sent_without_a_session(address), outsider)
    assert browser.get(address).status_code == 404


def test_more_than_a_report_has_is_not_kept(address):
    browser = sent_without_a_session(address, next="x" * unsent.LONGEST)
    assert unsent.KEPT not in browser.session


def test_other_pages_keep_nothing():
    browser = Client()
    browser.post(reverse("workspace:start"), {"date": "2026-01-01"})
    assert unsent.KEPT not in browser.session


def test_part_is_offered_again(report, entity, coordinator):
    contributor = factories.make_person(role="contributor", entity=entity)
    (part,) = delegating.delegate(report, by=coordinator, to=[contributor])
    address = reverse("workspace:part", args=[part.pk])
    browser = sign_in_again(sent_without_a_session(address), contributor)
    page = browser.get(address).content.decode()
    assert "Late.</textarea>" in page
    assert "Not saved yet" in page
