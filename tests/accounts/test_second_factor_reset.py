"""A lost second factor: one of the staff asks, another one confirms, never the person."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession

from accounts import factor_resets, granting
from accounts.models import AuditEvent, Mail, Membership, SecondFactorReset
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
RESETS = "/en/secretariat/people/resets/"


@pytest.fixture
def administrator(db):
    return factories.make_person(role="administrator")


@pytest.fixture
def person(coordinator):
    """Has an app and recovery codes, and is signed in somewhere."""
    TOTP.activate(coordinator, generate_totp_secret())
    RecoveryCodes.activate(coordinator)
    UserSession.objects.create(user=coordinator, session_key="k" * 32, ip="192.0.2.7")
    return coordinator


@pytest.fixture
def asked(person, administrator):
    return factor_resets.ask(person, by=administrator, reason="Telephone stolen; we spoke.")


def factors(person):
    return Authenticator.objects.filter(user=person).count()


def press(by, reset, button="confirm"):
    return signed_in(by).post(f"{RESETS}{reset.pk}/{button}/")


def test_asking_takes_nothing_away(person, administrator):
    given = {"email": person.email, "reason": "Telephone stolen."}
    assert signed_in(administrator).post(RESETS, given).status_code == 302
    assert factors(person) == 2
    assert UserSession.objects.filter(user=person).count() == 1


def test_second_member_of_the_staff_confirms(asked, person, reviewer, administrator):
    assert press(reviewer, asked).status_code == 302
    assert factors(person) == 0
    assert UserSession.objects.filter(user=person).count() == 0
    asked.refresh_from_db()
    assert (asked.asked_by, asked.confirmed_by) == (administrator, reviewer)
    event = AuditEvent.objects.of_kind("reset_confirmed").get()
    assert (event.by, event.about) == (reviewer, person)
    assert event.details == {"asked_by": administrator.email}
    mail = Mail.objects.get()
    assert (mail.to, mail.kind, mail.is_formal, mail.language) == (
        person, "second_factor_reset", True, person.language,
    )  # fmt: skip


def test_others_keep_their_second_factor(asked, reviewer, outsider):
    TOTP.activate(outsider, generate_totp_secret())
    press(reviewer, asked)
    assert factors(outsider) == 1


def test_who_asked_does_not_confirm(asked, person, administrator):
    assert press(administrator, asked).status_code == 403
    assert factors(person) == 2


def test_the_person_neither_asks_nor_confirms_nor_drops(reviewer, administrator):
    TOTP.activate(reviewer, generate_totp_secret())
    given = {"email": reviewer.email, "reason": "I lost it."}
    response = signed_in(reviewer).post(RESETS, given)
    assert "Two others" in response.content.decode()
    reset = factor_resets.ask(reviewer, by=administrator, reason="Lost.")
    assert press(reviewer, reset).status_code == press(reviewer, reset, "drop").status_code == 403
    assert factors(reviewer) == 1


@pytest.mark.parametrize(("role", "status"), [("translator", 403), ("coordinator", 404)])
def test_others_do_not_see_it(role, status, asked, person):
    other = factories.make_person(role=role)
    assert signed_in(other).get(RESETS).status_code == status
    assert press(other, asked).status_code == status
    assert factors(person) == 2


def test_right_taken_away_in_between_counts(asked, person, reviewer):
    granting.end(Membership.objects.get(user=reviewer), by=None)
    with pytest.raises(factor_resets.NotAllowed):
        factor_resets.confirm(asked, by=reviewer)
    assert factors(person) == 2


def test_confirmed_once_and_for_all(asked, person, reviewer):
    press(reviewer, asked)
    TOTP.activate(person, generate_totp_secret())
    assert press(reviewer, asked).status_code == 302
    assert factors(person) == 1
    assert AuditEvent.objects.of_kind("reset_confirmed").count() == 1


def test_dropped_one_is_not_confirmed(asked, person, reviewer, administrator):
    assert press(administrator, asked, "drop").status_code == 302
    press(reviewer, asked)
    assert factors(person) == 2
    assert SecondFactorReset.objects.waiting().count() == 0
    assert AuditEvent.objects.of_kind("reset_dropped").count() == 1


def test_asked_for_twice_is_said(asked, person, reviewer):
    given = {"email": person.email, "reason": "Again."}
    response = signed_in(reviewer).post(RESETS, given)
    assert "It has been asked for already." in response.content.decode()
    assert SecondFactorReset.objects.count() == 1


def test_unknown_address_is_said(reviewer):
    given = {"email": "nobody@example.org", "reason": "Lost."}
    response = signed_in(reviewer).post(RESETS, given)
    assert "Nobody has an account" in response.content.decode()
    assert "Lost." in response.content.decode()


def test_afterwards_a_new_factor_comes_first(asked, person, reviewer):
    press(reviewer, asked)
    assert not Authenticator.objects.filter(user=person).exists()
    theirs = signed_in(person)
    session = theirs.session
    session["account_authentication_methods"] = session["account_authentication_methods"][:1]
    session.save()
    assert theirs.get("/en/workspace/people/").url == "/en/account/2fa/"
