"""Passwords: what is refused and why, and the link to a new one."""

import re
import secrets
from time import time

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import AuditEvent, Mail
from accounts.passwords import CONTEXT
from publication.languages import LANGUAGES
from tests import factories
from tests.accounts.signing_in import PASSWORD, SECOND_STEP, enter, sign_in

pytestmark = pytest.mark.django_db

ASK = "/en/account/password/reset/"
NEW = "quiet copper meadow nine"


def is_refused(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


# Rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    ["SummitAmericas2026!", "cumbre-de-las-americas", "PortalPortalPortal", "sommetdesameriques",
     "CúpulaAméricas2026", "summit.portal.2026", "OEA-Secretaría-2026", "organization oas",
     "ColombiaColombia1", "Trinité1Colombia!", "colombia20262026"],
)  # fmt: skip
def test_words_of_the_field_make_no_password(password, db):
    factories.make_entity(texts={"en": "Colombia", "fr": "Trinité"})
    assert is_refused(password)


def test_sentence_with_such_a_word_is_a_password(db):
    factories.make_entity(texts={"en": "Colombia"})
    for password in ("my summit of wild geraniums", "coffee from colombia at dawn", PASSWORD):
        assert not is_refused(password), password


def test_hundred_random_phrases_are_accepted(db):
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    for _ in range(100):
        words = ["".join(secrets.choice(syllables) for _ in range(3)) for _ in range(4)]
        assert not is_refused(" ".join(words))


def test_most_common_passwords_are_refused(db):
    common = sorted(CommonPasswordValidator().passwords)[:3000]
    assert len(common) == 3000
    assert [password for password in common if not is_refused(password)] == []


def test_length_and_likeness(db):
    person = factories.make_user(email="anamariaruiz@example.org", name="Ana Maria Ruiz Soler")
    assert is_refused("x7!kQ2$mZ9@")
    assert not is_refused("x7!kQ2$mZ9@p")
    assert not is_refused("ñandú 🦤 " * 60)
    assert is_refused("anamariaruiz", person)
    assert is_refused("AnaMariaRuizSoler", person)


def test_words_are_written_as_they_are_compared():
    assert len(CONTEXT.split()) == len(set(CONTEXT.split())) > 50
    assert all(word.isascii() and word.islower() and word.isalpha() for word in CONTEXT.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_stand_beside_the_field(language, person, client):
    sign_in(client, person)
    page = client.get(f"/{language}/account/password/change/")
    assert page.status_code == 200
    assert 'autocomplete="new-password"' in page.content.decode()
    assert "12" in page.content.decode()


# The link -------------------------------------------------------------------------------------


def ask(person, client=None):
    """Ask for a link; the path it leads to."""
    (client or Client()).post(ASK, {"email": person.email})
    mail = Mail.objects.order_by("-pk").first()
    return re.search(rf"{re.escape(settings.BASE_ADDRESS)}(/\S+)", mail.text)[1]


def choose(client, path, password=NEW):
    """Follow the link and choose a password."""
    page = client.get(path)
    if page.status_code != 302:
        return page
    return client.post(page.url, {"password1": password, "password2": password})


def test_link_leads_to_a_new_password(person):
    client = Client()
    path = ask(person)
    assert choose(client, path).url == "/en/account/password/reset/key/done/"
    assert client.get("/en/account/password/reset/key/done/").status_code == 200
    assert enter(Client(), person.email).status_code == 200
    assert enter(Client(), person.email, NEW).url == SECOND_STEP
    kinds = list(Mail.objects.order_by("pk").values_list("kind", "to"))
    assert kinds == [("password_reset", person.pk), ("password_changed", person.pk)]
    event = AuditEvent.objects.of_kind(AuditEvent.Kind.PASSWORD_RESET).get()
    assert (event.by, event.about) == (None, person)


def test_opening_the_link_uses_nothing_up(person):
    path = ask(person)
    for _ in range(3):
        assert Client().get(path).status_code == 302
        assert Client().head(path).status_code == 302
    assert choose(Client(), path).status_code == 302


def test_key_does_not_stand_in_the_address_of_the_form(person):
    path = ask(person)
    key = path.rstrip("/").rpartition("/")[2].partition("-")[2]
    client = Client()
    response = client.get(path)
    assert key not in response.url
    assert key not in client.get(response.url).content.decode()


def test_link_works_once(person):
    path = ask(person)
    choose(Client(), path)
    page = choose(Client(), path, "yet another long password")
    assert page.status_code == 200
    assert "This link no longer works" in page.content.decode()


@pytest.mark.parametrize(("minutes", "works"), [(58, True), (62, False)])
def test_link_works_for_an_hour(minutes, works, person):
    path = ask(person)
    with time_machine.travel(time() + minutes * 60):
        assert (choose(Client(), path).status_code == 302) is works


def test_link_dies_with_a_change_of_password_or_address(person):
    first = ask(person)
    person.set_password("something else entirely")
    person.save()
    assert choose(Client(), first).status_code == 200
    second = ask(person)
    person.email = "moved@example.org"
    person.save()
    assert choose(Client(), second).status_code == 200


def test_link_of_another_person_does_not_fit(person, fast_passwords):
    other = factories.make_user(email="other@example.org")
    path = ask(person)
    uid = path.split("/")[-2].split("-")[0]
    ask(other)
    theirs = Mail.objects.get(to=other).text
    other_uid = re.search(r"/key/([0-9a-z]+)-", theirs)[1]
    assert uid != other_uid
    page = Client().get(path.replace(f"/key/{uid}-", f"/key/{other_uid}-"))
    assert page.status_code == 200


@pytest.mark.parametrize(
    "key", ["1-x", "zzzzzzzzzzzzzzzzzzzz-x", "0-set-password", "1-" + "9" * 500]
)
def test_odd_link_is_one_that_no_longer_works(key, client, db):
    page = client.get(f"/en/account/password/reset/key/{key}/")
    assert page.status_code == 200
    assert "This link no longer works" in page.content.decode()


def test_link_ends_the_sessions_and_the_limits(person):
    there = Client()
    sign_in(there, person, REMOTE_ADDR="192.0.2.9")
    for _ in range(6):
        enter(Client(), person.email, "wrong wrong wrong")
    choose(Client(), ask(person))
    assert there.get("/en/workspace/").status_code == 302
    assert enter(Client(), person.email, NEW).url == SECOND_STEP


def test_mail_is_in_the_persons_language_whatever_the_page(person):
    person.language = "fr"
    person.save()
    Client().post(ASK, {"email": person.email}, headers={"accept-language": "es"})
    mail = Mail.objects.get()
    assert (mail.language, mail.address, mail.is_formal) == ("fr", person.email, True)
    assert f"{settings.BASE_ADDRESS}/fr/account/password/reset/key/" in mail.text


def test_link_does_not_follow_a_forged_host(person, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Client().post(ASK, {"email": person.email}, headers={"host": "evil.example"})
    assert "evil.example" not in Mail.objects.get().text


def test_refused_password_is_explained_and_changes_nothing(person):
    client = Client()
    page = client.get(ask(person))
    page = client.post(page.url, {"password1": "SummitAmericas2026", "password2": "other"})
    assert page.status_code == 200
    assert page.context["form"].errors["password1"] == [
        "This password is made of words that anybody here would try first."
    ]
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
