"""The link under a reminder: asks first, acts on POST, works without signing in."""

from urllib.parse import unquote

import pytest

from accounts.unsubscribing import unsubscribe_address
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.make_user()


def page_of(person, language="en"):
    return unsubscribe_address(person, language).removeprefix("http://localhost:8000")


def wants(person):
    person.refresh_from_db()
    return person.wants_reminders


def test_looking_changes_nothing(reader, person):
    response = reader.get(page_of(person, "fr"))
    assert response.status_code == 200
    assert person.email in response.content.decode()
    assert wants(person)


def test_one_click_ends_reminders_and_another_takes_them_up(person):
    from django.test import Client

    machine = Client(enforce_csrf_checks=True)
    answer = machine.post(page_of(person), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, wants(person)) == (200, False)
    machine.post(page_of(person), {"wants": "yes"})
    assert wants(person)


@pytest.mark.parametrize("token", ["1", "1:abc", "x:y", ":", "%00", "9" * 400])
def test_link_that_is_nobodys_is_missing(token, reader):
    assert reader.get(f"/en/account/unsubscribe/{token}/").status_code in (400, 404)
    assert reader.get("/en/account/unsubscribe/", {"key": token}).status_code == 404


def test_link_of_a_mail_written_before_still_works(reader, person):
    key = unquote(page_of(person).partition("?key=")[2])
    assert reader.get(f"/fr/account/unsubscribe/{key}/").status_code == 200
    reader.post(f"/fr/account/unsubscribe/{key}/")
    assert not wants(person)


def test_link_of_one_person_is_no_link_of_another(reader, person):
    other = factories.make_user()
    signature = unquote(page_of(person)).split(":")[-1]
    assert page_of(other).startswith(f"/en/account/unsubscribe/?key={other.pk}%3A")
    forged = {"key": f"{other.pk}:{signature}"}
    assert reader.post("/en/account/unsubscribe/", query_params=forged).status_code == 404
    assert wants(other)


def test_page_keeps_nothing(reader, person):
    assert "no-store" in reader.get(page_of(person))["Cache-Control"]


# The outbox -----------------------------------------------------------------------------------


def test_outbox_exists_with_debug_alone(reader, settings):
    mail = factories.make_mail(text="Open https://x.example/<b>")
    settings.DEBUG = False
    assert reader.get("/outbox/").status_code == 404
    assert reader.get(f"/outbox/{mail.pk}/").status_code == 404
    settings.DEBUG = True
    page = reader.get("/outbox/").content.decode()
    assert '<a href="https://x.example/' in page
    assert "&lt;b&gt;" in page


def test_mail_as_html_may_run_nothing(reader, settings):
    settings.DEBUG = True
    mail = factories.make_mail(html="<p>Text</p>")
    answer = reader.get(f"/outbox/{mail.pk}/")
    assert answer.content.decode() == "<p>Text</p>"
    assert "sandbox" in answer["Content-Security-Policy"]
