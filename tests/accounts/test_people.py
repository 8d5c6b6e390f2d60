"""The Secretariat's screens about people, the coordinators' own, and what is done there."""

import threading

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext

from accounts import granting, handover
from accounts.models import AuditEvent, Invitation, Mail, Membership, User
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
PEOPLE = "/en/secretariat/people/"
TEAM = "/en/workspace/people/"


@pytest.fixture
def administrator(db):
    return factories.make_person(role="administrator", name="Ada Administradora")


@pytest.fixture
def browser(administrator):
    return signed_in(administrator)


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def rows(response):
    return [person.email for person in response.context["page"]]


# Finding --------------------------------------------------------------------------------------


def test_list_is_for_administrators(browser, reviewer, coordinator, client):
    assert browser.get(PEOPLE).status_code == 200
    assert signed_in(reviewer).get(PEOPLE).status_code == 403
    assert signed_in(coordinator).get(PEOPLE).status_code == 404
    assert client.get(PEOPLE).url == f"/en/account/login/?next={PEOPLE}"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["ada@x.org", "ben@x.org", "eva@x.org"]),
        ("q=Benito", ["ben@x.org"]),
        ("q=EVA%40x", ["eva@x.org"]),
        ("q=wonder", ["ben@x.org"]),
        ("q=benito+wonder", ["ben@x.org"]),
        ("q=benito+eva", []),
        ("role=editor", ["eva@x.org"]),
        ("role=coordinator", ["ben@x.org"]),
        ("entity={entity}", ["ben@x.org"]),
        ("role=editor&entity={entity}", []),
        ("role=approver&entity={entity}", []),
        ("role=nonsense", ["ada@x.org", "ben@x.org", "eva@x.org"]),
        ("entity=99999999999999999999999&page=99", ["ada@x.org", "ben@x.org", "eva@x.org"]),
    ],
)
def test_people_are_found(query, expected):
    ada = factories.make_person(role="administrator", email="ada@x.org")
    factories.make_person(role="editor", email="eva@x.org")
    entity = factories.make_entity(texts={"en": "Wonderland"})
    factories.make_person(role="coordinator", entity=entity, email="ben@x.org", name="Benito")
    response = signed_in(ada).get(f"{PEOPLE}?{query.format(entity=entity.pk)}")
    assert response.status_code == 200
    assert rows(response) == expected


def test_ended_roles_find_nobody(browser, coordinator, entity, administrator):
    granting.end(Membership.objects.get(user=coordinator), by=administrator)
    assert rows(browser.get(f"{PEOPLE}?entity={entity.pk}")) == []
    assert rows(browser.get(f"{PEOPLE}?role=coordinator")) == []


@pytest.mark.parametrize("page", ["", "invitations/", "resets/", "entities/{entity}/"])
def test_lists_cost_the_same_with_one_row_and_three(page, browser, entity, administrator):
    address = f"{PEOPLE}{page.format(entity=entity.slug)}"

    def another():
        person = factories.make_person(role="coordinator", entity=entity)
        factories.make_membership(user=person)
        factories.make_invitation(entity=factories.make_entity(), invited_by=person)
        factories.make_second_factor_reset(user=person, asked_by=administrator)

    another()
    with_one = queries(browser, address)
    another(), another()
    assert queries(browser, address) == with_one


def test_person_page_costs_the_same_with_one_role_and_three(browser):
    person = factories.make_person()
    factories.make_invitation(email=person.email)
    with_one = queries(browser, f"{PEOPLE}{person.pk}/")
    for _ in range(2):
        factories.make_membership(user=person, granted_by=factories.make_user())
        factories.make_invitation(email=person.email, invited_by=factories.make_user())
    assert queries(browser, f"{PEOPLE}{person.pk}/") == with_one


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 18, "9" * 30])
def test_missing_person_is_not_found(pk, browser):
    assert browser.get(f"{PEOPLE}{pk}/").status_code == 404
    assert browser.post(f"{PEOPLE}{pk}/close/").status_code == 404


# Roles ----------------------------------------------------------------------------------------


def test_role_is_given_with_its_entity(browser, entity, administrator):
    person = factories.make_user()
    browser.post(f"{PEOPLE}{person.pk}/", {"role": "approver", "entity": entity.pk})
    membership = Membership.objects.get(user=person)
    assert (membership.role, membership.entity, membership.granted_by) == (
        "approver", entity, administrator,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "with_entity", "says"),
    [
        ("coordinator", False, "Choose the entity"),
        ("editor", True, "belongs to no entity"),
        ("superuser", False, "Select a valid choice"),
    ],
)
def test_role_and_entity_must_fit(role, with_entity, says, browser, entity):
    person = factories.make_user()
    given = {"role": role, "entity": entity.pk if with_entity else ""}
    response = browser.post(f"{PEOPLE}{person.pk}/", given)
    assert says in response.content.decode()
    assert Membership.objects.filter(user=person).count() == 0


def test_role_taken_away_is_gone_on_the_next_request(browser, coordinator):
    theirs = signed_in(coordinator)
    assert theirs.get(TEAM).status_code == 200
    browser.post(f"{PEOPLE}roles/{Membership.objects.get(user=coordinator).pk}/end/")
    assert theirs.get(TEAM).status_code == 404


def test_ended_role_stays_in_the_history(browser, coordinator, administrator):
    pk = Membership.objects.get(user=coordinator).pk
    browser.post(f"{PEOPLE}roles/{pk}/end/")
    ended = Membership.objects.get(pk=pk)
    assert (ended.ended_by, ended.ended_at >= ended.since) == (administrator, True)
    browser.post(f"{PEOPLE}roles/{pk}/end/")
    assert Membership.objects.get(pk=pk).ended_at == ended.ended_at
    assert AuditEvent.objects.of_kind("role_ended").count() == 1


def test_last_administrator_stays(browser, administrator):
    pk = Membership.objects.get(user=administrator).pk
    browser.post(f"{PEOPLE}roles/{pk}/end/")
    browser.post(f"{PEOPLE}{administrator.pk}/close/")
    assert browser.get(PEOPLE).status_code == 200
    factories.make_person(role="administrator")
    browser.post(f"{PEOPLE}roles/{pk}/end/")
    assert browser.get(PEOPLE).status_code == 404


def test_staff_mark_follows_the_roles(browser):
    person = factories.make_user()
    browser.post(f"{PEOPLE}{person.pk}/", {"role": "editor"})
    assert User.objects.get(pk=person.pk).is_staff
    browser.post(f"{PEOPLE}roles/{Membership.objects.get(user=person).pk}/end/")
    assert not User.objects.get(pk=person.pk).is_staff


# Invitations ----------------------------------------------------------------------------------


def test_administrator_invites_to_any_role(browser, entity):
    invite(browser, email="c@example.org", role="coordinator", entity=entity.pk)
    invite(browser, email="e@example.org", role="editor")
    held = Invitation.objects.order_by("pk").values_list("email", "role", "entity", "language")
    assert list(held) == [
        ("c@example.org", "coordinator", entity.pk, "fr"), ("e@example.org", "editor", None, "fr"),
    ]  # fmt: skip
    html = browser.get(f"{PEOPLE}invitations/").content.decode()
    assert "c@example.org" in html and "e@example.org" in html


def invite(browser, **given):
    return browser.post(f"{PEOPLE}invitations/", {"language": "fr", **given})


def test_what_was_typed_stays_when_somebody_holds_the_role(browser, coordinator, entity):
    given = {"email": coordinator.email, "role": "coordinator", "entity": entity.pk}
    response = invite(browser, **given)
    html = response.content.decode()
    assert "holds the role already" in html and f'value="{coordinator.email}"' in html
    assert Invitation.objects.count() == 0


def test_administrator_takes_an_invitation_back(browser, administrator):
    pk = factories.make_invitation().pk
    browser.post(f"{PEOPLE}invitations/{pk}/revoke/")
    assert Invitation.objects.get().revoked_by == administrator


# Accounts -------------------------------------------------------------------------------------


def test_closing_signs_out_everywhere_and_at_once(browser, coordinator):
    theirs = signed_in(coordinator)
    key = theirs.session.session_key
    UserSession.objects.create(user=coordinator, session_key=key, ip="192.0.2.7")
    assert theirs.get(TEAM).status_code == 200
    browser.post(f"{PEOPLE}{coordinator.pk}/close/")
    assert not Session.objects.filter(session_key=key).exists()
    assert theirs.get(TEAM).status_code == 302
    browser.post(f"{PEOPLE}{coordinator.pk}/reopen/")
    assert theirs.get(TEAM).status_code == 302
    assert signed_in(User.objects.get(pk=coordinator.pk)).get(TEAM).status_code == 200


def test_closing_takes_the_staff_mark_and_reopening_gives_it_back(browser, reviewer):
    browser.post(f"{PEOPLE}{reviewer.pk}/close/")
    closed = User.objects.get(pk=reviewer.pk)
    assert (closed.is_active, closed.is_staff) == (False, False)
    browser.post(f"{PEOPLE}{reviewer.pk}/reopen/")
    opened = User.objects.get(pk=reviewer.pk)
    assert (opened.is_active, opened.is_staff) == (True, True)
    kinds = list(AuditEvent.objects.filter(about=reviewer).values_list("kind", flat=True))
    assert kinds == ["activated", "deactivated", "role_granted"]


@pytest.mark.parametrize("act", ["close", "reopen", "view"])
def test_acts_are_posted(act, browser, coordinator):
    assert browser.get(f"{PEOPLE}{coordinator.pk}/{act}/").status_code == 405


# Handover -------------------------------------------------------------------------------------


def hand_over(browser, person, **given):
    roles = [one.pk for one in Membership.objects.standing().of_person(person)]
    given = {"roles": roles, "language": "es", **given}
    return browser.post(f"{PEOPLE}{person.pk}/hand-over/", given)


def test_successor_with_an_account_takes_over_at_once(browser, coordinator, entity, outsider):
    draft = factories.make_report(entity=entity, state="draft", author=coordinator)
    assert hand_over(browser, coordinator, to=outsider.email.upper()).status_code == 302
    assert Membership.objects.current().of_person(coordinator).count() == 0
    held = Membership.objects.current().of_person(outsider).of_entity(entity).get()
    assert held.role == "coordinator"
    assert signed_in(coordinator).get(TEAM).status_code == 404
    assert str(entity) in signed_in(outsider).get(TEAM).content.decode()
    mail = Mail.objects.get()
    assert (mail.to, mail.kind) == (outsider, "handed_over")
    assert f"taken over from {coordinator.name}: your role is now coordinator" in mail.text
    draft.refresh_from_db()
    assert (draft.entity, draft.author, draft.state) == (entity, coordinator, "draft")


def test_history_keeps_both(browser, coordinator, entity, outsider, administrator):
    hand_over(browser, coordinator, to=outsider.email)
    held = Membership.objects.of_entity(entity).order_by("pk")
    assert [(one.user, one.ended_at is None) for one in held] == [
        (coordinator, False), (outsider, True),
    ]  # fmt: skip
    event = AuditEvent.objects.of_kind("handed_over").get()
    assert (event.by, event.about, event.entity) == (administrator, coordinator, entity)
    assert event.details == {"role": "coordinator", "to": outsider.email}
    page = browser.get(f"{PEOPLE}entities/{entity.slug}/").content.decode()
    assert coordinator.name in page and outsider.name in page


def test_successor_without_an_account_is_invited(browser, coordinator, entity):
    hand_over(browser, coordinator, to="new@example.org")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.entity, invitation.language) == (
        "new@example.org", "coordinator", entity, "es",
    )  # fmt: skip
    assert Membership.objects.current().of_person(coordinator).count() == 0
    assert Mail.objects.get().address == "new@example.org"


@pytest.mark.parametrize("wrong", ["self", "closed"])
def test_handover_to_oneself_or_a_closed_account_changes_nothing(
    wrong, browser, coordinator, outsider, administrator
):
    granting.close(outsider, by=administrator)
    to = {"self": coordinator, "closed": outsider}[wrong]
    response = hand_over(browser, coordinator, to=to.email)
    assert response.status_code == 200 and response.context["form"].errors["to"]
    assert Membership.objects.current().of_person(coordinator).count() == 1


def test_foreign_role_cannot_be_handed_over(browser, coordinator, outsider):
    foreign = Membership.objects.get(user=outsider)
    response = hand_over(browser, coordinator, to="new@example.org", roles=[foreign.pk])
    assert response.context["form"].errors["roles"]
    assert Membership.objects.current().of_person(outsider).count() == 1


def test_handover_is_all_or_nothing(coordinator, administrator, monkeypatch):
    factories.make_membership(user=coordinator)

    def fails_late(membership, *, by):
        if membership != held[0]:
            raise RuntimeError

    held = list(Membership.objects.standing().of_person(coordinator))
    monkeypatch.setattr(handover, "end", fails_late)
    with pytest.raises(RuntimeError):
        handover.hand_over(held, to="new@example.org", language="en", by=administrator)
    assert Invitation.objects.count() == Mail.objects.count() == 0


def test_only_administrators_hand_over(coordinator, reviewer, outsider):
    held = Membership.objects.standing().of_person(coordinator)
    for person in (coordinator, reviewer):
        with pytest.raises(handover.NotAllowed):
            handover.hand_over(held, to=outsider.email, language="en", by=person)


# An entity's own people -----------------------------------------------------------------------


def test_team_shows_the_own_people_alone(coordinator, outsider, entity):
    contributor = factories.make_person(role="contributor", entity=entity, name="Coco")
    page = signed_in(coordinator).get(TEAM)
    shown = [one.user for one in page.context["memberships"]]
    assert sorted(shown, key=lambda one: one.pk) == [coordinator, contributor]
    assert outsider.email not in page.content.decode()


@pytest.mark.parametrize("role", ["contributor", "approver"])
def test_team_is_for_coordinators(role, entity):
    person = factories.make_person(role=role, entity=entity)
    assert signed_in(person).get(TEAM).status_code == 403


def test_coordinator_invites_a_contributor(coordinator, entity):
    given = {"email": "c@example.org", "entity": entity.pk, "language": "es", "role": "coordinator"}
    assert signed_in(coordinator).post(TEAM, given).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.entity, invitation.email) == (
        "contributor", entity, "c@example.org",
    )  # fmt: skip


def test_coordinator_cannot_invite_to_another_entity(coordinator, outsider):
    foreign = Membership.objects.get(user=outsider).entity
    given = {"email": "c@example.org", "entity": foreign.pk, "language": "es"}
    assert signed_in(coordinator).post(TEAM, given).status_code == 200
    assert Invitation.objects.count() == 0


def test_coordinator_ends_a_contributor(coordinator, entity):
    contributor = factories.make_person(role="contributor", entity=entity)
    pk = Membership.objects.get(user=contributor).pk
    assert signed_in(coordinator).post(f"{TEAM}roles/{pk}/end/").status_code == 302
    assert Membership.objects.get(pk=pk).ended_by == coordinator


@pytest.mark.parametrize("role", ["approver", "coordinator"])
def test_coordinator_ends_nobody_else(role, coordinator, entity):
    pk = Membership.objects.get(user=factories.make_person(role=role, entity=entity)).pk
    assert signed_in(coordinator).post(f"{TEAM}roles/{pk}/end/").status_code == 403
    assert Membership.objects.get(pk=pk).ended_at is None


def test_foreign_contributor_and_invitation_are_as_if_missing(coordinator):
    pk = factories.make_membership(role="contributor").pk
    invitation = factories.make_invitation(role="contributor")
    theirs = signed_in(coordinator)
    pages = [
        theirs.post(address)
        for address in (
            f"{TEAM}roles/{pk}/end/", f"{TEAM}roles/999999/end/",
            f"{TEAM}invitations/{invitation.pk}/revoke/", f"{TEAM}invitations/999999/revoke/",
        )
    ]  # fmt: skip
    assert [page.status_code for page in pages] == [404] * 4
    assert Membership.objects.get(pk=pk).ended_at is None
    assert Invitation.objects.get().revoked_at is None


def test_coordinator_takes_an_invitation_back(coordinator, entity):
    mine = factories.make_invitation(role="contributor", entity=entity)
    another = factories.make_invitation(role="coordinator", entity=entity)
    theirs = signed_in(coordinator)
    assert theirs.post(f"{TEAM}invitations/{mine.pk}/revoke/").status_code == 302
    assert theirs.post(f"{TEAM}invitations/{another.pk}/revoke/").status_code == 403
    assert [one.revoked_by for one in Invitation.objects.order_by("pk")] == [coordinator, None]


def test_team_costs_the_same_with_one_row_and_three(coordinator, entity):
    theirs = signed_in(coordinator)

    def another():
        factories.make_person(role="contributor", entity=entity)
        factories.make_invitation(role="contributor", entity=entity, invited_by=coordinator)

    another()
    with_one = queries(theirs, TEAM)
    another(), another()
    assert queries(theirs, TEAM) == with_one


# Approval -------------------------------------------------------------------------------------


def test_approval_is_asked_of_an_entity_and_no_longer(browser, entity, administrator):
    address = f"{PEOPLE}entities/{entity.slug}/"
    browser.post(address, {"needs_approval": "yes"})
    entity.refresh_from_db()
    assert entity.needs_approval
    assert entity.history.first().history_user == administrator
    browser.post(address)
    entity.refresh_from_db()
    assert not entity.needs_approval


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_role_given_twice_at_the_same_moment_is_one():
    user, entity = factories.make_user(), factories.make_entity()

    def elsewhere():
        granting.grant(user, "coordinator", entity=entity, by=None)
        connection.close()

    def meanwhile(sender, **_said):
        pre_save.disconnect(meanwhile, sender=Membership)
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()

    pre_save.connect(meanwhile, sender=Membership)
    membership = granting.grant(user, "coordinator", entity=entity, by=None)
    assert Membership.objects.get() == membership
    assert AuditEvent.objects.of_kind(AuditEvent.Kind.ROLE_GRANTED).count() == 1
