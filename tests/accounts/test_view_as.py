"""Seeing the portal as somebody else: with their rights, and without changing anything."""

import pytest
from django.urls import get_resolver, reverse

from accounts import granting
from accounts.models import AuditEvent, Membership, User
from accounts.viewing import CLOSED, SHOWN
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TEAM = "/en/workspace/people/"
END = "/en/account/view-as/end/"


@pytest.fixture
def administrator(db):
    return factories.make_person(role="administrator", name="Ada Administradora")


def viewing(administrator, person, **options):
    """A browser in which the administrator sees as the person."""
    browser = signed_in(administrator, **options)
    browser.begin = browser.post(f"/en/secretariat/people/{person.pk}/view/")
    return browser


def test_workspace_is_seen_with_the_rights_of_the_person(administrator, coordinator, entity):
    assert signed_in(administrator).get(TEAM).status_code == 404
    browser = viewing(administrator, coordinator)
    assert browser.begin.url == "/en/workspace/"
    page = browser.get(TEAM)
    assert page.status_code == 200
    assert [one.entity for one in page.context["memberships"]] == [entity]
    assert browser.get("/en/secretariat/").status_code == 404


def test_translator_is_seen_at_the_queue_and_whoever_has_no_role_at_home(administrator):
    translator = factories.make_person(role="translator")
    assert viewing(administrator, translator).begin.url == "/en/secretariat/translations/"
    assert viewing(administrator, factories.make_user()).begin.url == "/en/"


@pytest.mark.parametrize(
    "page",
    [
        "/en/workspace/",
        TEAM,
        "/en/",
        "/en/themes/",
        "/en/search/?q=x",
        "/en/data/",
        "/en/follow/",
        "/en/contributions/",
    ],
)
def test_every_page_says_so_and_has_the_way_back(page, administrator, coordinator):
    html = viewing(administrator, coordinator).get(page).content.decode()
    assert "as Carla Coordinadora sees it" in html
    assert f'action="{END}"' in html
    assert '<li><a href="/en/account/">' not in html  # closed while it lasts


def test_a_draft_is_shown_and_cannot_be_written_in(administrator, coordinator, entity):
    draft = factories.make_report(entity=entity, state="draft")
    address = f"/en/workspace/reports/{draft.pk}/"

    def counts(browser):
        html = browser.get(address).content.decode()
        marks = ("<fieldset disabled>", "data-autosave=", 'value="save"')
        return [html.count(mark) for mark in marks]

    assert counts(signed_in(coordinator)) == [0, 1, 3]
    assert counts(viewing(administrator, coordinator)) == [1, 0, 0]


def test_ending_it_gives_the_own_rights_back(administrator, coordinator):
    browser = viewing(administrator, coordinator)
    assert browser.post(END).url == f"/en/secretariat/people/{coordinator.pk}/"
    assert browser.get(TEAM).status_code == 404
    assert "sees it" not in browser.get("/en/").content.decode()
    assert browser.get("/en/secretariat/people/").status_code == 200


def test_beginning_and_end_are_recorded(administrator, coordinator):
    viewing(administrator, coordinator).post(END)
    events = AuditEvent.objects.of_kind("viewed_as").order_by("pk")
    assert [(one.by, one.about, one.details) for one in events] == [
        (administrator, coordinator, {"step": "start"}),
        (administrator, coordinator, {"step": "end"}),
    ]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_changed(method, administrator, coordinator, entity):
    browser = viewing(administrator, coordinator)
    given = {"email": "c@example.org", "entity": entity.pk, "language": "es"}
    assert getattr(browser, method)(TEAM, given).status_code == 403
    assert coordinator.invitations.count() == 0
    event = AuditEvent.objects.of_kind("denied").get()
    assert (event.by, event.details) == (administrator, {"method": method.upper(), "path": TEAM})


@pytest.mark.parametrize(
    "page",
    [
        "/en/account/",
        "/en/account/2fa/recovery-codes/",
        "/en/account/sessions/",
        "/en/account/password/change/",
        "/en/secretariat/people/",
        "/en/secretariat/audit/",
        "/admin/",
    ],
)
def test_account_of_the_person_and_administration_stay_closed(page, administrator, coordinator):
    assert viewing(administrator, coordinator).get(page).status_code == 403


@pytest.mark.parametrize(
    "page",
    [
        "/en/secretariat/sheets/",
        "/en/secretariat/contributions/",
        "/en/secretariat/documents/drafts/",
    ],
)
def test_screens_of_an_editor_are_seen(page, administrator):
    assert viewing(administrator, factories.make_person(role="editor")).get(page).status_code == 200


def test_contributions_of_an_organization_are_seen(administrator):
    body = factories.make_entity(kind="civil_society")
    person = factories.make_person(role="coordinator", entity=body)
    page = viewing(administrator, person).get("/en/workspace/contributions/")
    assert page.status_code == 200


def test_every_part_of_the_portal_is_shown_or_closed():
    assert set(get_resolver().namespace_dict) == SHOWN | CLOSED
    assert not SHOWN & CLOSED


def test_administrators_are_never_seen_through(administrator):
    other = factories.make_person(role="administrator")
    for person in (other, administrator, factories.make_editor()):
        browser = viewing(administrator, person)
        assert browser.begin.status_code == 403
        assert "sees it" not in browser.get("/en/").content.decode()


@pytest.mark.parametrize(("role", "status"), [("editor", 403), ("coordinator", 404)])
def test_others_cannot(role, status, coordinator):
    browser = viewing(factories.make_person(role=role), coordinator)
    assert browser.begin.status_code == status
    assert "sees it" not in browser.get("/en/").content.decode()


def test_it_ends_with_the_administrators_right(administrator, coordinator):
    factories.make_person(role="administrator")
    browser = viewing(administrator, coordinator)
    granting.end(Membership.objects.get(user=administrator), by=None)
    assert browser.get(TEAM).status_code == 404
    assert "sees it" not in browser.get("/en/").content.decode()


def test_it_ends_when_the_person_becomes_administrator(administrator, coordinator):
    browser = viewing(administrator, coordinator)
    granting.grant(coordinator, "administrator", by=None)
    assert browser.get(TEAM).status_code == 404


def test_closed_account_is_not_seen_through(administrator, coordinator):
    granting.close(coordinator, by=administrator)
    assert viewing(administrator, User.objects.get(pk=coordinator.pk)).begin.status_code == 403


def test_signing_out_ends_it_too(administrator, coordinator):
    browser = viewing(administrator, coordinator)
    assert browser.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in browser.session


def test_session_stays_the_administrators(administrator, coordinator):
    browser = viewing(administrator, coordinator)
    browser.get(TEAM)
    assert browser.session["_auth_user_id"] == str(administrator.pk)
    assert coordinator.usersession_set.count() == 0


def test_ending_without_having_begun_changes_nothing(administrator):
    browser = signed_in(administrator)
    assert browser.post(END).url == "/en/account/"
    assert AuditEvent.objects.of_kind("viewed_as").count() == 0
