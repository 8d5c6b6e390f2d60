"""Signing in: password, second step, where it leads, what it tells, and what stays closed."""

import re
import statistics

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Mail
from accounts.policy import SECRETARIAT_ROLES
from publication.languages import LANGUAGES
from tests import factories
from tests.accounts.signing_in import (
    FACTORS,
    LOGIN,
    PASSWORD,
    SECOND_STEP,
    code_of,
    enter,
    sign_in,
    with_app,
    with_password,
)

pytestmark = pytest.mark.django_db

Kind = AuditEvent.Kind


def events():
    return list(AuditEvent.objects.order_by("id").values_list("kind", flat=True))


def test_password_then_code_leads_to_the_workspace(client, person):
    response = enter(client, person.email)
    assert (response.status_code, response.url) == (302, SECOND_STEP)
    assert client.get("/en/workspace/").url == f"{LOGIN}?next=/en/workspace/"
    response = client.post(SECOND_STEP, {"code": code_of(person.secret)})
    assert (response.status_code, response.url) == (302, "/en/workspace/")
    assert client.get("/en/workspace/").status_code == 200


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        ("editor", "/en/secretariat/"),
        ("administrator", "/en/secretariat/"),
        ("translator", "/en/secretariat/translations/"),
        ("coordinator", "/en/workspace/"),
        ("contributor", "/en/workspace/"),
    ],
)
def test_sign_in_leads_to_where_the_role_works(role, leads_to, client, entity, fast_passwords):
    entity = None if role in SECRETARIAT_ROLES else entity
    person = with_app(with_password(factories.make_person(role=role, entity=entity)))
    assert sign_in(client, person).url == leads_to
    assert client.get(leads_to).status_code == 200
    assert f'<li><a href="{leads_to}">' in client.get("/en/account/").text


def test_person_without_a_role_lands_on_the_own_account(client, fast_passwords):
    person = with_app(with_password(factories.make_user()))
    assert sign_in(client, person).url == "/en/account/"
    assert client.get("/en/account/").status_code == 200


@pytest.mark.parametrize("case", [str.upper, str.title, lambda email: f" {email} "])
def test_address_is_known_whatever_its_case(case, client, person):
    assert enter(client, case(person.email)).url == SECOND_STEP


def test_wrong_code_does_not_sign_in(client, person):
    enter(client, person.email)
    response = client.post(SECOND_STEP, {"code": "123"})
    assert response.status_code == 200
    assert "Incorrect code" in response.content.decode()
    assert client.get("/en/workspace/").status_code == 302


# Where it leads -------------------------------------------------------------------------------

ELSEWHERE = [
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example",
    "////evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example",
    "https:evil.example", "https:/evil.example", "https:///evil.example", "http:\\\\evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
    "ftp://evil.example/", "mailto:a@b.example", "evil.example", "evil.example/en/",
    "www.evil.example", "@evil.example", "//@evil.example", "//evil.example@testserver/",
    "//testserver@evil.example/", "https://testserver@evil.example/",
    "https://testserver.evil.example/", "https://testserver:80@evil.example/", " //evil.example",
    "\t//evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example",
    "//evil%2Eexample", "///\\evil.example", "/%0a/evil.example\x00", "https://[::1]/", "//[::1]",
    "http://[bad", "?next=x", "https://xn--vil-6la.example", "\u3000//evil.example",
    "／／evil.example", "#//evil.example",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_sign_in_never_leads_elsewhere(target, client, person):
    client.post(LOGIN, {"login": person.email, "password": PASSWORD, "next": target})
    response = client.post(SECOND_STEP, {"code": code_of(person.secret)})
    assert response.url == "/en/workspace/"


def test_forty_forms_are_tried():
    assert len(set(ELSEWHERE)) >= 40


def test_sign_in_leads_back_to_where_it_was_asked_for(client, person):
    page = client.get(LOGIN, {"next": "/en/account/sessions/?a=1"})
    assert 'name="next" value="/en/account/sessions/?a=1"' in page.content.decode()
    where = {"login": person.email, "password": PASSWORD, "next": "/en/account/sessions/?a=1"}
    client.post(LOGIN, where)
    response = client.post(SECOND_STEP, {"code": code_of(person.secret)})
    assert response.url == "/en/account/sessions/?a=1"


# What it tells --------------------------------------------------------------------------------


def bare(response, *addresses):
    """A page without what differs from one request to the next."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for address in addresses:
        text = text.replace(address, "ADDRESS")
    return response.status_code, text, response.get("Location", "")


@pytest.fixture
def closed(fast_passwords):
    return with_password(factories.make_user(email="closed@example.org", is_active=False))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_in_answers_alike_for_everybody(language, person, closed):
    told = set()
    for email in (person.email, closed.email, "nobody@example.org"):
        # The closed account is tried with its right password.
        password = PASSWORD if email == closed.email else "wrong wrong wrong"
        given = {"login": email, "password": password}
        response = Client().post(f"/{language}/account/login/", given)
        told.add(bare(response, email))
    assert len(told) == 1
    assert told.pop()[0] == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_reset_answers_alike_for_everybody(language, person, closed):
    told = set()
    for email in (person.email, closed.email, "nobody@example.org"):
        client = Client()
        response = client.post(f"/{language}/account/password/reset/", {"email": email})
        told.add((bare(response, email), bare(client.get(response.url), email)))
    assert len(told) == 1
    assert [mail.to for mail in Mail.objects.all()] == [person]


def test_unknown_address_costs_a_hash_as_a_known_one_does(person, closed, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    counts, made = [], []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *args: made.append(1) or encode(self, *args)
    )
    for email in (person.email, closed.email, "nobody@example.org"):
        made.clear()
        enter(Client(), email, "wrong wrong wrong")
        counts.append(len(made))
    assert counts == [1, 1, 1]
    assert statistics.pvariance(counts) == 0


# What stays closed ----------------------------------------------------------------------------


def test_nobody_signs_up(client, db):
    page = client.get("/en/account/signup/")
    assert page.status_code == 200
    assert "Accounts come by invitation" in page.content.decode()
    assert client.post("/en/account/signup/", {"email": "a@example.org"}).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["email/", "confirm-email/", "confirm-email/x/", "login/code/confirm/", "login/code/",
     "social/login/cancelled/", "3rdparty/", "2fa/trust/", "2fa/webauthn/login/",
     "2fa/webauthn/signup/", "signup/passkey/", "phone/verify/"],
)  # fmt: skip
def test_other_ways_of_the_library_are_not_there(path, client, db, editor_client):
    assert client.get(f"/en/account/{path}").status_code == 404
    assert editor_client.post(f"/en/account/{path}").status_code == 404


def test_pages_answer_pages_even_when_asked_for_data(client, person):
    headers = {"x-requested-with": "XMLHttpRequest", "accept": "application/json"}
    for path in (LOGIN, "/en/account/password/reset/"):
        response = client.get(path, headers=headers)
        assert response["Content-Type"] == "text/html; charset=utf-8"


# Out ------------------------------------------------------------------------------------------


def test_signing_out_ends_the_session_and_empties_the_browser(client, person):
    sign_in(client, person)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/en/account/logout/").status_code == 200
    assert client.get("/en/workspace/").status_code == 200
    response = client.post("/en/account/logout/")
    assert (response.status_code, response.url) == (302, "/en/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/en/workspace/").status_code == 302


def test_sign_in_can_be_given_up_at_the_second_step(client, person):
    enter(client, person.email)
    client.post("/en/account/logout/", {"next": LOGIN})
    assert client.get(SECOND_STEP).url == LOGIN
    assert client.post(SECOND_STEP, {"code": code_of(person.secret)}).url == LOGIN
    assert client.get("/en/workspace/").status_code == 302


# The administration ---------------------------------------------------------------------------


def test_administration_has_no_sign_in_of_its_own(client, person):
    response = client.get("/admin/login/?next=/admin/reports/report/")
    assert response.url == f"{LOGIN}?next=%2Fadmin%2Freports%2Freport%2F"
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 405
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_administration_leads_nowhere_else(target, editor_client, client, db):
    response = editor_client.get("/admin/login/", {"next": target})
    assert response.status_code == 400 or response.url == "/admin/"  # control characters: 400
    response = client.get("/admin/login/", {"next": target})
    assert response.status_code == 400 or response.url == f"{LOGIN}?next=%2Fadmin%2F"


def test_administration_wants_the_second_factor(client, reviewer):
    client.force_login(with_app(reviewer))
    assert client.get("/admin/").url == f"{FACTORS}reauthenticate/?next=%2Fadmin%2F"


def test_administration_changes_no_password_and_signs_out_by_our_page(editor_client):
    changed = editor_client.get("/admin/password_change/")
    assert changed.url == reverse("account_change_password")
    assert "Clear-Site-Data" in editor_client.post("/admin/logout/")
    assert editor_client.get("/admin/").status_code == 302


def test_secrets_are_not_in_the_administration():
    from django.contrib import admin

    assert not {"Authenticator", "EmailAddress", "UserSession"} & {
        model.__name__ for model in admin.site._registry
    }
    assert Authenticator._meta.app_label == "mfa"


# The audit log --------------------------------------------------------------------------------


def test_signing_in_and_out_is_recorded_with_address_and_request(client, person):
    enter(client, person.email, "wrong wrong wrong", REMOTE_ADDR="192.0.2.7")
    enter(client, person.email, REMOTE_ADDR="192.0.2.7")
    client.post(SECOND_STEP, {"code": "999"}, REMOTE_ADDR="192.0.2.7")
    client.post(SECOND_STEP, {"code": code_of(person.secret)}, REMOTE_ADDR="192.0.2.7")
    client.post("/en/account/logout/", REMOTE_ADDR="192.0.2.7")
    assert events() == [
        Kind.ROLE_GRANTED, Kind.SIGN_IN_FAILED, Kind.SIGN_IN_FAILED, Kind.SIGNED_IN,
        Kind.SIGNED_OUT,
    ]  # fmt: skip
    failed, step, began, ended = AuditEvent.objects.order_by("id")[1:]
    assert (failed.by, failed.about, failed.details) == (None, person, {"step": "password"})
    assert step.details == {"step": "second factor"}
    assert (began.by, ended.by) == (person, person)
    assert {event.address for event in (failed, step, began, ended)} == {"192.0.2.7"}
    assert all(event.request_id for event in (failed, step, began, ended))


def test_no_password_nor_code_gets_into_the_audit_log(client, person):
    enter(client, "my password by mistake", PASSWORD)
    enter(client, "unknown@example.org", "a secret of mine")
    sign_in(client, person)
    written = str(list(AuditEvent.objects.values()))
    for secret in (PASSWORD, "a secret of mine", "by mistake", "unknown@", person.secret):
        assert secret not in written
