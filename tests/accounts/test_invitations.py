"""Invitations: made, shown, accepted once, and every way in which they are not."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import granting, invitations
from accounts.models import AuditEvent, Invitation, Mail, Membership, User
from accounts.policy import Role
from summits_portal.logs import JSONFormatter
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/en/account/invitation/"
NEW = {
    "name": "Nadia Nueva",
    "language": "es",
    "password": "violet harbour lantern seven",
    "again": "violet harbour lantern seven",
}


@pytest.fixture
def administrator(db):
    return factories.make_person(role="administrator", name="Ada Administradora")


@pytest.fixture
def invite(administrator, entity):
    """Invite somebody; returns the link of the mail."""

    def invite(email="nadia@example.org", role=Role.COORDINATOR, to=entity, by=administrator):
        invitations.invite(email, role, entity=to, language="en", by=by)
        return link_of(Mail.objects.newest_first().first())

    return invite


def link_of(mail):
    return re.search(r"http\S+/invitation/\?token=\S+", mail.text)[0]


def opened(link, client=None):
    """A browser that has followed the link."""
    client = client or Client()
    client.get(link.removeprefix("http://localhost:8000"))
    return client


def refused(response):
    return response.status_code == 410 and "cannot be used" in response.content.decode()


# Making ---------------------------------------------------------------------------------------


def test_only_the_hash_of_the_token_is_kept(invite):
    token = invite().partition("token=")[2]
    invitation = Invitation.objects.get()
    assert len(token) == 43
    assert invitation.token_hash == sha256(token.encode()).hexdigest()
    assert token not in str(list(AuditEvent.objects.values()))


def test_mail_goes_to_the_address_in_the_language_chosen(administrator, entity):
    invitations.invite("N@Example.org", "coordinator", entity=entity, language="fr",
                       by=administrator)  # fmt: skip
    mail = Mail.objects.get()
    assert (mail.address, mail.language, mail.is_formal) == ("n@example.org", "fr", True)
    assert mail.condition == {"invitation": Invitation.objects.get().pk}
    assert "/fr/account/invitation/?token=" in mail.text


def test_it_holds_for_three_days(invite):
    invite()
    invitation = Invitation.objects.get()
    assert invitation.expires_at - invitation.invited_at == timedelta(hours=72)


def test_a_further_invitation_replaces_the_first(invite):
    first, second = invite(), invite()
    assert [one.revoked_at is None for one in Invitation.objects.order_by("pk")] == [False, True]
    assert refused(opened(first).get(PAGE))
    assert opened(second).get(PAGE).status_code == 200


def test_an_invitation_to_another_role_stands_beside_it(invite):
    first = invite()
    invite(role=Role.APPROVER)
    assert opened(first).get(PAGE).status_code == 200


def test_who_holds_the_role_is_not_invited_to_it(invite, coordinator):
    with pytest.raises(invitations.AlreadyHeld):
        invite(coordinator.email)


@pytest.mark.parametrize(
    ("role", "own"),
    [("contributor", False), ("coordinator", True), ("approver", True), ("editor", None)],
)
def test_coordinator_invites_contributors_of_the_own_entity_alone(role, own, coordinator, entity):
    to = {True: entity, False: factories.make_entity(), None: None}[own]
    with pytest.raises(invitations.NotAllowed):
        invitations.invite("x@example.org", role, entity=to, language="en", by=coordinator)
    assert Invitation.objects.count() == Mail.objects.count() == 0


# Accepting ------------------------------------------------------------------------------------


def test_new_person_gets_account_role_and_verified_address(invite, entity, administrator):
    client = opened(invite())
    response = client.post(PAGE, NEW)
    assert (response.status_code, response.url) == (302, "/en/account/login/")
    person = User.objects.get(email="nadia@example.org")
    assert (person.name, person.language, person.is_staff) == ("Nadia Nueva", "es", False)
    assert person.check_password(NEW["password"])
    membership = Membership.objects.get(user=person)
    assert (membership.role, membership.entity, membership.granted_by) == (
        "coordinator", entity, administrator,
    )  # fmt: skip
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == (person.email, True, True)
    assert Invitation.objects.get().accepted_by == person


def test_accepting_does_not_sign_in(invite):
    client = opened(invite())
    client.post(PAGE, NEW)
    assert "_auth_user_id" not in client.session
    assert client.get("/en/workspace/").status_code == 302


def test_an_account_accepts_when_signed_in(invite, entity, outsider):
    client = opened(invite(outsider.email), signed_in(outsider))
    assert "Accept" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}accept/").url == "/en/workspace/"
    assert Membership.objects.current().of_person(outsider).of_entity(entity).count() == 1


def test_an_account_that_is_not_signed_in_is_asked_to(invite, outsider):
    client = opened(invite(outsider.email))
    page = client.get(PAGE).content.decode()
    assert "/en/account/login/?next=/en/account/invitation/" in page
    assert "password" not in page
    client.post(PAGE, NEW)
    client.post(f"{PAGE}accept/")
    assert Invitation.objects.get().accepted_at is None


def test_weak_password_is_refused_and_the_rest_stays_typed(invite):
    response = opened(invite()).post(PAGE, {**NEW, "password": "short", "again": "short"})
    assert response.status_code == 200
    assert 'value="Nadia Nueva"' in response.content.decode()
    assert User.objects.with_email("nadia@example.org").count() == 0


def test_two_different_passwords_are_refused(invite):
    response = opened(invite()).post(PAGE, {**NEW, "again": "violet harbour lantern eight"})
    assert "not the same" in response.content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_what_happened_is_in_the_audit_log(invite):
    opened(invite()).post(PAGE, NEW)
    kinds = [event.kind for event in AuditEvent.objects.order_by("pk")]
    assert kinds == ["role_granted", "invited", "invitation_accepted", "role_granted"]


# Misuse: the twelve ways of AUTH-8 --------------------------------------------------------------


def test_1_looking_at_it_consumes_nothing(invite):
    link = invite()
    for client in (opened(link), opened(link)):
        assert client.get(PAGE).status_code == client.head(PAGE).status_code == 200
    assert Invitation.objects.get().accepted_at is None
    assert User.objects.with_email("nadia@example.org").count() == 0


def test_2_it_works_once(invite):
    first, second = opened(link := invite()), opened(link)
    first.post(PAGE, NEW)
    assert refused(second.post(PAGE, {**NEW, "name": "Somebody else"}))
    assert refused(opened(link).get(PAGE))
    assert User.objects.get(email="nadia@example.org").name == "Nadia Nueva"


def test_3_it_ends_after_three_days(invite):
    client = opened(invite())
    then = timezone.now() - timedelta(hours=72, seconds=1)
    Invitation.objects.update(invited_at=then, expires_at=then + timedelta(hours=72))
    assert refused(client.get(PAGE))
    assert refused(client.post(PAGE, NEW))


def test_4_one_taken_back_is_refused(invite, administrator):
    client = opened(invite())
    invitations.revoke(Invitation.objects.get(), by=administrator)
    assert refused(client.post(PAGE, NEW))


@pytest.mark.parametrize("token", ["", "abc", "x" * 43, "x" * 1900, "%00", "ñ"])
def test_5_a_token_that_was_never_made_is_refused(token, invite):
    invite()
    client = Client()
    response = client.get(PAGE, {"token": token}, follow=token != "%00")
    assert response.status_code in (400, 410, 302)
    assert refused(client.get(PAGE))


def test_6_nobody_chooses_another_role_or_entity(invite, entity):
    other = factories.make_entity()
    wanted = {"role": "administrator", "entity": str(other.pk), "email": "eve@example.org",
              "is_staff": "on", "is_superuser": "on"}  # fmt: skip
    opened(invite(role=Role.CONTRIBUTOR)).post(PAGE, NEW | wanted)
    person = User.objects.get(email="nadia@example.org")
    assert list(Membership.objects.roles_of(person)) == [(entity.pk, "contributor")]
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert User.objects.with_email("eve@example.org").count() == 0


def test_7_it_is_not_for_another_account(invite, outsider):
    client = opened(invite(), signed_in(outsider))
    assert "for somebody else" in client.get(PAGE).content.decode()
    client.post(PAGE, NEW)
    client.post(f"{PAGE}accept/")
    assert Invitation.objects.get().accepted_at is None
    assert Membership.objects.of_person(outsider).count() == 1


def test_8_a_closed_account_does_not_accept(invite, outsider, administrator):
    granting.close(outsider, by=administrator)
    client = opened(invite(outsider.email))
    assert "is closed" in client.get(PAGE).content.decode()
    client.post(PAGE, NEW)
    assert Invitation.objects.get().accepted_at is None


def test_9_the_token_leaves_the_address_at_once(invite):
    link = invite()
    token = link.partition("token=")[2]
    client = Client()
    response = client.get(link.removeprefix("http://localhost:8000"))
    assert (response.status_code, response.url) == (302, PAGE)
    assert response["Cache-Control"].count("no-store") == 1
    assert response["Referrer-Policy"] == "same-origin"
    page = client.get(PAGE)
    assert token not in page.content.decode()
    assert token not in str(dict(client.session))


def test_10_the_token_is_in_no_log(invite, caplog):
    link = invite()
    token = link.partition("token=")[2]
    caplog.set_level("DEBUG")
    opened(link).post(PAGE, NEW)
    lines = [JSONFormatter().format(record) for record in caplog.records]
    assert any("/en/account/invitation/" in line for line in lines)
    assert not any(token in line for line in lines)


def test_11_what_its_maker_may_no_longer_give_is_refused(invite, administrator):
    factories.make_person(role="administrator")
    client = opened(invite())
    granting.end(Membership.objects.get(user=administrator), by=None)
    assert refused(client.get(PAGE))
    assert refused(client.post(PAGE, NEW))


def test_12_a_session_without_the_link_has_none(invite):
    invite()
    assert refused(Client().get(PAGE))
    assert refused(Client().post(PAGE, NEW))


def test_all_refusals_look_the_same(invite, administrator):
    used, taken_back = invite("a@example.org"), invite("b@example.org")
    opened(used).post(PAGE, NEW)
    invitations.revoke(Invitation.objects.get(email="b@example.org"), by=administrator)
    unknown = "/en/account/invitation/?token=unknown"
    pages = {
        re.sub(r'value="\w+"|<code>[^<]*</code>', "", opened(link).get(PAGE).content.decode())
        for link in (used, taken_back, unknown)
    }
    assert len(pages) == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(method, client):
    assert getattr(client, method)(PAGE).status_code == 405


# The verbs look for themselves ------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["expired", "revoked", "accepted", "right gone", "unknown"])
def test_verbs_refuse_what_is_not_open(fault, administrator, outsider):
    factories.make_person(role="administrator")
    invitation = factories.make_invitation(email=outsider.email, invited_by=administrator)
    now, token_hash = timezone.now(), invitation.token_hash
    spoil = Invitation.objects.filter(pk=invitation.pk).update
    if fault == "expired":
        spoil(invited_at=now - timedelta(hours=73), expires_at=now - timedelta(hours=1))
    elif fault == "revoked":
        spoil(revoked_at=now)
    elif fault == "accepted":
        spoil(accepted_at=now, accepted_by=outsider)
    elif fault == "right gone":
        granting.end(Membership.objects.get(user=administrator), by=None)
    else:
        token_hash = "f" * 64
    with pytest.raises(invitations.NotOpen):
        invitations.accept(token_hash, by=outsider)
    with pytest.raises(invitations.NotOpen):
        invitations.accept_as_new(token_hash, name="N", language="en", password="x" * 20)
    assert Membership.objects.of_person(outsider).count() == 1


def test_verb_refuses_another_account(outsider, coordinator):
    invitation = factories.make_invitation(email=outsider.email)
    with pytest.raises(invitations.AnotherPerson):
        invitations.accept(invitation.token_hash, by=coordinator)
    with pytest.raises(invitations.AnotherPerson):
        invitations.accept_as_new(invitation.token_hash, name="N", language="en", password="x" * 20)
    assert User.objects.get(pk=outsider.pk).name == "Otto Outro"


# The first administrator ------------------------------------------------------------------------


def test_command_invites_an_administrator(capsys):
    call_command("invite_administrator", "first@example.org", language="es")
    link = re.search(r"http\S+", capsys.readouterr().out)[0]
    opened(link).post(PAGE, NEW)
    person = User.objects.get(email="first@example.org")
    assert list(Membership.objects.roles_of(person)) == [(None, "administrator")]
    assert (person.is_staff, person.is_superuser) == (True, False)
    assert link_of(Mail.objects.get()) == link


@pytest.mark.parametrize("email", ["nonsense", "ada@example.org"])
def test_command_refuses_nonsense_and_administrators(email):
    factories.make_person(role="administrator", email="ada@example.org")
    with pytest.raises(CommandError):
        call_command("invite_administrator", email)
