"""What changes rights asks for the second factor again when it was shown some time ago."""

from time import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY

from accounts.models import AuditEvent, Membership
from tests import factories
from tests.accounts.signing_in import code_of, with_app
from tests.people import signed_in

pytestmark = pytest.mark.django_db
PEOPLE = "/en/secretariat/people/"
CONFIRM = "/en/account/2fa/reauthenticate/"


def signed_in_long_ago(person):
    browser = signed_in(person)
    session = browser.session
    for one in (records := session[AUTHENTICATION_METHODS_SESSION_KEY]):
        one["at"] = time() - 600
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session.save()
    return browser


@pytest.fixture
def administrator(db):
    return with_app(factories.make_person(role="administrator"))


@pytest.fixture
def browser(administrator):
    return signed_in_long_ago(administrator)


def asks_again(response):
    return response.status_code == 302 and response.url.startswith(CONFIRM)


def state():
    return (
        list(Membership.objects.values_list("user", "role", "ended_at").order_by("pk")),
        list(AuditEvent.objects.values_list("kind", flat=True).order_by("pk")),
    )


ACTS = [
    "{person}/",
    "{person}/close/",
    "{person}/reopen/",
    "{person}/hand-over/",
    "{person}/view/",
    "roles/{role}/end/",
    "invitations/",
    "resets/",
    "resets/{reset}/confirm/",
]


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_confirmed_first(act, browser, coordinator):
    reset = factories.make_second_factor_reset()
    role = Membership.objects.get(user=coordinator)
    before = state()
    address = act.format(person=coordinator.pk, role=role.pk, reset=reset.pk)
    assert asks_again(browser.post(PEOPLE + address, {"role": "editor"}))
    assert state() == before


def test_sheet_of_the_audit_log_is_confirmed_first(browser):
    assert asks_again(browser.get("/en/secretariat/audit/audit.csv"))
    assert AuditEvent.objects.of_kind("exported").count() == 0


def test_pages_are_looked_at_without(browser, coordinator):
    for page in ("", f"{coordinator.pk}/", "invitations/", "resets/"):
        assert browser.get(PEOPLE + page).status_code == 200


def test_what_was_posted_is_done_after_the_code(browser, administrator, coordinator):
    role = Membership.objects.get(user=coordinator)
    response = browser.post(f"{PEOPLE}roles/{role.pk}/end/")
    response = browser.post(response.url, {"code": code_of(administrator.secret)})
    assert response.url == f"{PEOPLE}{coordinator.pk}/"
    role.refresh_from_db()
    assert role.ended_by == administrator


def test_outsiders_learn_nothing_of_it(coordinator):
    browser = signed_in_long_ago(with_app(coordinator))
    assert browser.post(f"{PEOPLE}{coordinator.pk}/close/").status_code == 404


def test_coordinator_confirms_too(coordinator, entity):
    browser = signed_in_long_ago(with_app(coordinator))
    contributor = factories.make_person(role="contributor", entity=entity)
    pk = Membership.objects.get(user=contributor).pk
    for page in ("/en/workspace/people/", f"/en/workspace/people/roles/{pk}/end/"):
        assert asks_again(browser.post(page))
    assert Membership.objects.get(pk=pk).ended_at is None
