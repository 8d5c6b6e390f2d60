"""Every screen of signing in, in each language: whole, in its language, without inline code."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts import sign_in_urls
from accounts.models import Mail
from publication.languages import LANGUAGES
from tests import factories
from tests.accounts.signing_in import SECOND_STEP, enter, sign_in, with_password
from tests.test_every_page import Page

pytestmark = pytest.mark.django_db

ANYBODY = ["account_login", "account_signup", "account_inactive", "account_reset_password",
           "account_reset_password_done", "account_reset_password_from_key_done"]  # fmt: skip
SIGNED_IN = ["account_home", "account_logout", "account_change_password", "usersessions_list",
             "mfa_index", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
             "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
             "mfa_reauthenticate_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"]  # fmt: skip
ELSEWHERE = {
    "mfa_authenticate",  # test_second_step_page
    "mfa_activate_totp",  # test_first_screens
    "account_reauthenticate",  # test_first_screens
    "account_reset_password_from_key",  # test_page_of_a_link
    "mfa_download_recovery_codes",  # a text
    "account_set_password",  # leads to the reset
}


def path_of(name, language="en", *args):
    with override(language):
        return reverse(name, args=args)


def faults(response, language):
    page = Page(response.content.decode())
    return [
        name
        for name, holds in {
            "status": response.status_code == 200,
            "lang": page.lang == ("pt-BR" if language == "pt-br" else language),
            "h1": page.headings["h1"] == 1,
            "title": bool(page.title),
            "inline": page.inline == [],
            "ids": all(number == 1 for number in page.ids.values()),
            "rest of a template": "{{" not in response.text and "{%" not in response.text,
            "no-store": "no-store" in response["Cache-Control"],
        }.items()
        if not holds
    ]


@pytest.fixture
def keys(person, monkeypatch):
    """The person has a passkey and recovery codes as well; what the key says is not read."""
    RecoveryCodes.activate(person)
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": "My <b>key"})


def test_every_address_is_tried():
    named = {pattern.name for pattern in sign_in_urls.urlpatterns}
    assert named | {"account_home"} == {*ANYBODY, *SIGNED_IN, *ELSEWHERE}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ANYBODY)
def test_page_for_anybody(name, language, client, db):
    path = path_of(name, language)
    response = client.get(path)
    # What is the same for everybody may be kept.
    public = faults(response, language) == ["no-store"] and "public" in response["Cache-Control"]
    assert public or faults(response, language) == [], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_who_is_signed_in(language, client, person, keys):
    sign_in(client, person)
    for name in SIGNED_IN:
        args = [keys.pk] if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else []
        path = path_of(name, language, *args)
        assert faults(client.get(path), language) == [], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_second_step_page(language, client, person, keys):
    enter(client, person.email)
    response = client.get(SECOND_STEP.replace("/en/", f"/{language}/"))
    assert faults(response, language) == []
    wrong = client.post(SECOND_STEP.replace("/en/", f"/{language}/"), {"code": "1"})
    assert faults(wrong, language) == []
    assert 'class="errors" role="alert"' in wrong.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_screens(language, client, fast_passwords, settings):
    enter(client, with_password(factories.make_person(role="editor")).email)
    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"):
        path = path_of(name, language)
        assert faults(client.get(path), language) == [], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_a_link(language, client, person):
    person.language = language
    person.save()
    client.post("/en/account/password/reset/", {"email": person.email})
    link = next(word for word in Mail.objects.get().text.split() if "/reset/key/" in word)
    path = client.get(link[link.index("/", 8) :]).url
    assert path.startswith(f"/{language}/")
    assert faults(client.get(path), language) == []
    assert faults(client.get(path.replace("set-password", "x")), language) == []


def test_name_of_a_key_is_text(client, person, keys):
    sign_in(client, person)
    for path in ("/en/account/", "/en/account/2fa/webauthn/"):
        page = client.get(path).text
        assert "My &lt;b&gt;key" in page
        assert "<b>key" not in page


@pytest.mark.parametrize("name", ["", "x" * 61, "\x00", "<script>alert(1)</script>" * 9])
def test_odd_name_of_a_key_is_an_error_of_the_form(name, client, person, keys):
    sign_in(client, person)
    path = path_of("mfa_edit_webauthn", "en", keys.pk)
    page = client.post(path, {"name": name})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert client.post(path, {"name": "Office"}).status_code == 302
    keys.refresh_from_db()
    assert keys.data["name"] == "Office"


# The own account ------------------------------------------------------------------------------


def test_account_tells_roles_in_plain_words(client, person):
    other = factories.make_entity(texts={"en": "Institute of <Weather>"})
    factories.make_membership(user=person, entity=other, role="contributor")
    factories.make_membership(user=person, entity=None, role="translator")
    sign_in(client, person)
    page = client.get("/en/account/").text
    assert "Institute of &lt;Weather&gt;" in page
    for words in ("Writes, delegates and submits", "Fills in the parts", "Translates texts"):
        assert words in page


def test_account_keeps_language_and_reminders(client, person):
    sign_in(client, person)
    given = {"name": "Ana", "language": "pt-br", "wants_reminders": ""}
    assert client.post("/en/account/", given).url == "/en/account/"
    person.refresh_from_db()
    assert (person.name, person.language, person.wants_reminders) == ("Ana", "pt-br", False)


@pytest.mark.parametrize("odd", [{"language": "xx"}, {"name": "x" * 151}, {"name": "\x00"}])
def test_odd_preference_is_an_error_of_the_form(odd, client, person):
    sign_in(client, person)
    page = client.post("/en/account/", {"name": "Ana", "language": "fr", **odd})
    assert page.status_code == 200
    assert page.context["form"].errors
    person.refresh_from_db()
    assert person.language == "en"


def test_account_takes_no_other_field(client, person):
    sign_in(client, person)
    grab = {"is_staff": "1", "is_superuser": "1", "email": "x@example.org", "password": "x"}
    client.post("/en/account/", {"name": "Ana", "language": "fr", **grab})
    before = (person.email, person.password, False, False)
    person.refresh_from_db()
    assert (person.email, person.password, person.is_staff, person.is_superuser) == before


def test_account_costs_the_same_with_one_role_and_three(client, person):
    sign_in(client, person)
    client.get("/en/account/")
    with CaptureQueriesContext(connection) as one:
        client.get("/en/account/")
    for _ in range(2):
        factories.make_membership(user=person, entity=factories.make_entity(), role="coordinator")
    with CaptureQueriesContext(connection) as three:
        client.get("/en/account/")
    assert len(three) == len(one)
