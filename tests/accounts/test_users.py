"""People and their addresses."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.demonstration import ACCOUNTS, ENTITY, ORGANIZATION, PASSWORD
from accounts.models import Membership, User
from tests import factories
from tests.accounts.signing_in import SECOND_STEP, enter

pytestmark = pytest.mark.django_db


def test_address_is_stored_in_lower_case_without_spaces():
    assert User.objects.create_user(" Ana.Ruiz@Example.ORG ").email == "ana.ruiz@example.org"


def test_person_is_found_whatever_the_case():
    user = User.objects.create_user("ana@example.org", "a long enough phrase")
    assert authenticate(username="ANA@example.org", password="a long enough phrase") == user


def test_second_account_with_the_same_address_in_capitals_is_refused():
    User.objects.create_user("ana@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANA@EXAMPLE.ORG")


def test_person_without_address_is_refused():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user(" ")


def test_account_without_password_cannot_be_signed_in_to():
    assert not User.objects.create_user("ana@example.org").has_usable_password()


def test_demo_accounts_are_created_once_and_printed(settings, capsys):
    settings.DEBUG, settings.MFA_TOTP_INSECURE_BYPASS_CODE = True, "000000"
    factories.make_entity(slug=ENTITY, is_demonstration=True)
    factories.make_organization(slug=ORGANIZATION, is_demonstration=True)
    call_command("create_demo_accounts")
    call_command("create_demo_accounts")
    assert User.objects.count() == len(ACCOUNTS) == 7
    assert Membership.objects.count() == Authenticator.objects.count() == 7
    said = capsys.readouterr().out
    assert "administrator@demo.example" in said
    assert f"(password: {PASSWORD}; second step: 000000)" in said
    assert authenticate(username="editor@demo.example", password=PASSWORD).is_staff


def test_demo_account_signs_in_with_the_code_that_everybody_knows(settings, client):
    settings.DEBUG, settings.MFA_TOTP_INSECURE_BYPASS_CODE = True, "000000"
    call_command("create_demo_accounts", stdout=StringIO())
    for _ in range(2):
        assert enter(client, "editor@demo.example", PASSWORD).url == SECOND_STEP
        assert client.post(SECOND_STEP, {"code": "000000"}).url == "/en/secretariat/"
        client.post("/en/account/logout/")


def test_demo_accounts_are_refused_without_debug(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("create_demo_accounts")
    assert User.objects.count() == 0
