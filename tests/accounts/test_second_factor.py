"""The second factor: asked of everybody, used once a code, and never gone round."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from accounts import encryption
from accounts.models import AuditEvent, Mail
from tests import factories
from tests.accounts.signing_in import (
    FACTORS,
    LOGIN,
    SECOND_STEP,
    code_of,
    enter,
    sign_in,
    with_app,
    with_password,
)
from tests.people import signed_in

pytestmark = pytest.mark.django_db

SET_UP = f"{FACTORS}totp/activate/"
USE = f"{FACTORS}reauthenticate/"


@pytest.fixture
def newcomer(fast_passwords, entity):
    """A coordinator with a password and nothing else."""
    person = factories.make_person(role="coordinator", entity=entity, email="new@example.org")
    return with_password(person)


def set_up(client):
    secret = client.get(SET_UP).context["form"].secret
    return secret, client.post(SET_UP, {"code": code_of(secret)})


# Everybody ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["coordinator", "approver", "contributor", "translator", "editor"])
def test_password_alone_opens_nothing_but_setting_up(role, client, fast_passwords):
    enter(client, with_password(factories.make_person(role=role)).email)
    for path in ("/en/workspace/", "/en/secretariat/", "/en/account/", "/admin/",
                 "/en/account/sessions/", "/en/account/password/change/",
                 f"{FACTORS}recovery-codes/", f"{FACTORS}totp/deactivate/"):  # fmt: skip
        assert client.get(path).url == FACTORS, path
        assert client.post(path).url == FACTORS, path
    assert client.get("/en/").status_code == 200
    assert client.get(FACTORS).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_set_up_in_this_session_counts_as_used(client, newcomer):
    enter(client, newcomer.email)
    key = client.session.session_key
    secret, response = set_up(client)
    assert response.url == f"{FACTORS}recovery-codes/"
    assert client.get("/en/workspace/").status_code == 200
    assert client.session.session_key != key
    page = client.get(response.url)
    codes = re.findall(r"<code>(\d{8})</code>", page.content.decode())
    assert len(codes) == 10
    download = client.get(f"{FACTORS}recovery-codes/download/")
    assert download.content.decode().split() == codes
    assert "no-store" in download["Cache-Control"]
    # The code that set it up is used up: nobody signs in with it from over the shoulder.
    enter(other := Client(), newcomer.email)
    assert other.post(SECOND_STEP, {"code": code_of(secret)}).status_code == 200


def test_picture_and_key_are_on_the_page_without_script(client, newcomer):
    enter(client, newcomer.email)
    page = client.get(SET_UP)
    text = page.content.decode()
    assert f"<code>{page.context['form'].secret}</code>" in text
    assert 'src="data:image/svg+xml;base64,' in text


def test_session_from_before_the_factor_is_sent_to_use_it(client, newcomer):
    enter(client, newcomer.email)
    with_app(newcomer)  # elsewhere
    assert client.get("/en/workspace/").url == f"{USE}?next=%2Fen%2Fworkspace%2F"
    assert client.get(SET_UP).url == f"{USE}?next={SET_UP.replace('/', '%2F')}"
    response = client.post(f"{USE}?next=/en/workspace/", {"code": code_of(newcomer.secret)})
    assert response.url == "/en/workspace/"
    assert client.get("/en/workspace/").status_code == 200


def test_person_with_passkeys_alone_is_sent_to_use_one(client, newcomer):
    client.force_login(newcomer)
    Authenticator.objects.create(user=newcomer, type="webauthn", data={"name": "Key"})
    expected = f"{FACTORS}webauthn/reauthenticate/?next=%2Fen%2Fworkspace%2F"
    assert client.get("/en/workspace/").url == expected


# Codes ----------------------------------------------------------------------------------------


def test_code_is_accepted_once(person):
    assert sign_in(Client(), person).url == "/en/workspace/"
    again = sign_in(Client(), person)
    assert again.status_code == 200
    assert "Incorrect code" in again.content.decode()


def test_code_is_accepted_once_however_it_is_written(person):
    code = code_of(person.secret)
    assert sign_in(Client(), person).url == "/en/workspace/"
    for written in (f"{code[:3]} {code[3:]}", f" {code} ", f"{code[:3]}-{code[3:]}"):
        enter(client := Client(), person.email)
        assert client.post(SECOND_STEP, {"code": written}).status_code == 200


@pytest.mark.parametrize(("step", "status"), [(-2, 200), (-1, 302), (0, 302), (1, 302), (2, 200)])
def test_clock_may_be_half_a_minute_off(step, status, client, person):
    assert sign_in(client, person, step).status_code == status


def test_code_of_an_earlier_half_minute_is_not_accepted_again_later(client, person, monkeypatch):
    """The library forgets a used code after 30 seconds, when it is still valid by tolerance."""
    assert sign_in(client, person, step=1).status_code == 302
    monkeypatch.setattr(totp.TOTP, "_mark_code_used", lambda self, code: True)
    assert sign_in(Client(), person, step=1).status_code == 200


def test_recovery_code_works_once_and_the_rest_stay(person):
    codes = RecoveryCodes.activate(person).generate_codes()
    enter(client := Client(), person.email)
    assert client.post(SECOND_STEP, {"code": codes[3]}).url == "/en/workspace/"
    enter(client := Client(), person.email)
    assert client.post(SECOND_STEP, {"code": codes[3]}).status_code == 200
    left = RecoveryCodes.activate(person).get_unused_codes()
    assert left == codes[:3] + codes[4:]


def test_new_recovery_codes_replace_the_old(person, django_capture_on_commit_callbacks):
    old = RecoveryCodes.activate(person).generate_codes()
    client = Client()
    sign_in(client, person)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{FACTORS}recovery-codes/generate/").status_code == 302
    enter(other := Client(), person.email)
    assert other.post(SECOND_STEP, {"code": old[0]}).status_code == 200
    assert Mail.objects.get().kind == "recovery_codes_made"


def test_secrets_in_the_database_are_unreadable(person, settings):
    RecoveryCodes.activate(person)
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert person.secret not in stored
    assert encryption.decrypt(encryption.encrypt("abc")) == "abc"
    sealed = encryption.encrypt("abc")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 50, [settings.SECRET_KEY]
    assert encryption.decrypt(sealed) == "abc"
    settings.SECRET_KEY_FALLBACKS = []
    assert encryption.decrypt(sealed) not in ("abc", "", encryption.decrypt(sealed))


# Ways round -----------------------------------------------------------------------------------


def test_second_step_dies_when_the_password_changes(person):
    enter(client := Client(), person.email)
    person.set_password("another long password of mine")
    person.save()
    assert client.post(SECOND_STEP, {"code": code_of(person.secret)}).url == LOGIN
    assert client.get("/en/workspace/").status_code == 302


def test_second_step_dies_when_the_account_is_closed(person):
    enter(client := Client(), person.email)
    person.is_active = False
    person.save()
    assert client.post(SECOND_STEP, {"code": code_of(person.secret)}).url == LOGIN
    assert client.get("/en/workspace/").status_code == 302


def test_second_step_of_one_is_not_that_of_another(person, newcomer):
    enter(client := Client(), person.email)
    code = code_of(with_app(newcomer).secret)
    assert enter(client, newcomer.email).url == SECOND_STEP  # of the first, still
    assert client.post(SECOND_STEP, {"code": code}).status_code == 200
    assert client.get("/en/workspace/").status_code == 302


def test_reset_of_the_password_asks_for_the_second_step_all_the_same(person):
    client = Client()
    client.post("/en/account/password/reset/", {"email": person.email})
    link = re.search(r"https?://[^/]+(/\S+)", Mail.objects.get().text)[1]
    page = client.get(link)
    new = {"password1": "quiet copper meadow nine", "password2": "quiet copper meadow nine"}
    assert client.post(page.url, new).status_code == 302
    assert client.get("/en/workspace/").status_code == 302
    assert enter(client, person.email, "quiet copper meadow nine").url == SECOND_STEP
    assert client.get("/en/workspace/").status_code == 302


def test_language_switch_opens_nothing(client, newcomer):
    enter(client, newcomer.email)
    for language in ("es", "fr", "pt-br"):
        response = client.get(f"/{language}/workspace/")
        assert response.url == f"/{language}/account/2fa/"


def test_confirmation_by_password_is_closed_to_who_has_a_factor(client, person):
    sign_in(client, person)
    assert client.get("/en/account/reauthenticate/").url == USE


# Taking away ----------------------------------------------------------------------------------


def test_last_factor_taken_away_leads_to_setting_up_another(client, person):
    sign_in(client, person)
    other = signed_in(person)
    assert client.post(f"{FACTORS}totp/deactivate/").url == FACTORS
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/en/workspace/").url == FACTORS
    assert Mail.objects.get().kind == "factor_removed"
    assert other.session.session_key != client.session.session_key
    kinds = list(AuditEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[-1] == "factor_removed"


def test_taking_a_factor_away_ends_the_other_sessions(person):
    sign_in(here := Client(), person, step=0)
    sign_in(there := Client(), person, step=1)
    assert there.get("/en/workspace/").status_code == 200
    here.post(f"{FACTORS}totp/deactivate/")
    assert there.get("/en/workspace/").url == f"{LOGIN}?next=/en/workspace/"
    assert here.get("/en/workspace/").url == FACTORS


@pytest.mark.parametrize(
    "name",
    ["mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
     "mfa_view_recovery_codes", "mfa_download_recovery_codes"],
)  # fmt: skip
def test_factors_change_only_after_a_fresh_confirmation(name, client, person, settings):
    sign_in(client, person)
    RecoveryCodes.activate(person)
    assert client.get(reverse(name)).status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    response = client.get(reverse(name))
    assert response.url.startswith(USE)
    posted = client.post(reverse(name))
    assert posted.status_code == 405 or posted.url.startswith(USE)
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_password_change_and_passkey_of_another_are_out_of_reach(client, person, newcomer):
    key = Authenticator.objects.create(user=newcomer, type="webauthn", data={"name": "Key"})
    sign_in(client, person)
    for path in (f"{FACTORS}webauthn/keys/{key.pk}/edit/", f"{FACTORS}webauthn/keys/9999/edit/"):
        assert client.get(path).status_code == 404
        assert client.post(path.replace("edit", "remove")).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


# Hostile answers of keys ----------------------------------------------------------------------

HOSTILE = ["", "null", "[]", "{}", "1", '"x"', "true", "{", "NaN", '{"id": 1}', '{"id": "x"}',
           '{"rawId": "x", "response": {}}', '{"id": "eA", "rawId": "eA", "response": null}',
           '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}',
           '{"id": "eA", "rawId": "eA", "type": "public-key", "response": '
           '{"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA",'
           ' "signature": "AA"}}',
           '{"id": "é", "rawId": {}, "response": {"clientDataJSON": []}}', "[" * 500, "\x00",
           '{"response": {"userHandle": 1}}', "9" * 400]  # fmt: skip


@pytest.mark.parametrize("credential", HOSTILE)
def test_odd_answer_of_a_key_is_an_error_of_the_form(credential, client, person):
    enter(client, person.email)
    assert client.post(SECOND_STEP, {"credential": credential}).status_code == 200
    client.post(SECOND_STEP, {"code": code_of(person.secret)})
    page = client.post(f"{FACTORS}webauthn/add/", {"name": "x", "credential": credential})
    assert page.status_code == 200
    assert page.context["form"].errors


@pytest.mark.parametrize(
    "code", ["", " ", "\x00", "é" * 6, "0" * 5000, "000000", "１２３４５６", "-"]
)
def test_odd_code_is_an_error_of_the_form(code, client, person):
    enter(client, person.email)
    page = client.post(SECOND_STEP, {"code": code})
    assert page.status_code == 200
    assert page.context["form"].errors
