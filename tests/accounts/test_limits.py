"""Limits of signing in: before the hash, by person and address, locking nobody out elsewhere."""

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from accounts import limits
from accounts.audit import record
from accounts.models import AuditEvent
from tests.accounts.signing_in import (
    SECOND_STEP,
    code_of,
    enter,
    sign_in,
    with_app,
    with_password,
)
from tests.factories import make_person

pytestmark = pytest.mark.django_db

Kind = AuditEvent.Kind
A, B = "192.0.2.1", "198.51.100.2"
WRONG = "wrong wrong wrong"


@pytest.fixture
def hashes(monkeypatch):
    """Passwords that were compared, one entry each."""
    made, verify = [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *args: made.append(1) or verify(self, *args)
    )
    return made


def attack(email, times, address=A, **extra):
    """Wrong passwords, each in a new browser; returns the answers' status codes."""
    answers = (enter(Client(), email, WRONG, REMOTE_ADDR=address, **extra) for _ in range(times))
    return [answer.status_code for answer in answers]


def test_sixth_wrong_password_is_refused_before_it_is_compared(person, hashes):
    assert attack(person.email, 8) == [200] * 5 + [429] * 3
    assert len(hashes) == 5


def test_refusal_says_when_to_try_again(person):
    attack(person.email, 5)
    answer = enter(Client(), person.email, WRONG, REMOTE_ADDR=A)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "Please wait until <time" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("limit", "seconds"), [("person", 3600), ("code", 86400), ("address", 600)]
)
def test_refusal_says_as_long_as_its_limit_lasts(person, rf, monkeypatch, limit, seconds):
    monkeypatch.setitem(limits.RATES, limit, f"0/{seconds}s/key")
    request = rf.post("/en/account/login/", REMOTE_ADDR=A)
    with pytest.raises(ImmediateHttpResponse) as refused:
        limits._count(request, {limit: "x"}, lambda: person)
    assert refused.value.response["Retry-After"] == str(seconds)


def test_right_password_is_refused_as_well_then(person):
    attack(person.email, 5)
    assert enter(Client(), person.email, REMOTE_ADDR=A).status_code == 429


def test_attack_from_one_address_locks_nobody_out_at_another(person):
    attack(person.email, 40)
    assert enter(client := Client(), person.email, REMOTE_ADDR=B).url == SECOND_STEP
    code = code_of(person.secret)
    assert client.post(SECOND_STEP, {"code": code}, REMOTE_ADDR=B).url == "/en/workspace/"


def test_attack_on_one_person_locks_no_colleague_out(person, entity):
    colleague = with_app(with_password(make_person(role="coordinator", entity=entity)))
    attack(person.email, 10)
    assert enter(Client(), colleague.email, REMOTE_ADDR=A).url == SECOND_STEP


def test_one_address_may_not_try_many_people(person, hashes):
    for n in range(30):
        attack(f"person{n}@example.org", 1)
    assert len(hashes) == 20
    assert enter(Client(), person.email, REMOTE_ADDR=B).url == SECOND_STEP


def test_addresses_of_one_network_count_as_one(person):
    network = [f"2001:db8:1:2::{n:x}" for n in range(6)]
    assert [attack(person.email, 1, address)[0] for address in network] == [200] * 5 + [429]


def test_many_addresses_may_not_try_one_person_for_ever(person, hashes):
    for n in range(80):
        attack(person.email, 1, f"203.0.113.{n}")
    assert len(hashes) == 50


def test_attack_from_many_addresses_does_not_lock_the_person_out_of_the_office(person):
    sign_in(Client(), person, REMOTE_ADDR=B)
    for n in range(60):
        attack(person.email, 1, f"203.0.113.{n}")
    assert enter(Client(), person.email, REMOTE_ADDR="203.0.113.250").status_code == 429
    assert enter(Client(), person.email, REMOTE_ADDR=B).url == SECOND_STEP


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED"])
def test_forged_header_changes_nothing(header, person, hashes):
    for n in range(12):
        attack(person.email, 1, **{header: f"203.0.113.{n}"})
    assert len(hashes) == 5


def test_behind_a_proxy_its_last_word_counts(person, hashes, settings):
    settings.TRUST_PROXY = True
    for n in range(12):
        attack(person.email, 1, "10.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, {A}")
    assert len(hashes) == 5
    event = AuditEvent.objects.of_kind(Kind.SIGN_IN_FAILED).last()
    assert event.address == A


@pytest.mark.parametrize("odd", ["", "x", "1.2.3.4.5", ",", "203.0.113.1, <script>", "é"])
def test_odd_word_of_the_proxy_is_not_believed(odd, person, settings):
    settings.TRUST_PROXY = True
    enter(Client(), person.email, WRONG, REMOTE_ADDR=A, HTTP_X_FORWARDED_FOR=odd)
    assert AuditEvent.objects.of_kind(Kind.SIGN_IN_FAILED).get().address == A


def test_right_password_costs_nothing(person):
    for step in (-1, 0, 1):
        assert sign_in(Client(), person, step, REMOTE_ADDR=A).url == "/en/workspace/"
    for _ in range(10):
        assert enter(Client(), person.email, REMOTE_ADDR=A).url == SECOND_STEP


def test_reset_lets_its_person_in_at_once(person, rf):
    attack(person.email, 6)
    limits.forget(rf.post("/", REMOTE_ADDR=A), person)
    assert enter(Client(), person.email, REMOTE_ADDR=A).url == SECOND_STEP


def test_codes_are_limited_as_well(person):
    enter(client := Client(), person.email)
    answers = [client.post(SECOND_STEP, {"code": f"{n:06}"}).status_code for n in range(8)]
    assert answers == [200] * 5 + [429] * 3
    assert client.post(SECOND_STEP, {"code": code_of(person.secret)}).status_code == 429


def test_codes_from_many_addresses_are_limited_by_person(person):
    enter(client := Client(), person.email)
    statuses = []
    for n in range(40):
        extra = {"REMOTE_ADDR": f"203.0.113.{n}"}
        statuses.append(client.post(SECOND_STEP, {"code": "1"}, **extra).status_code)
    assert statuses == [200] * 30 + [429] * 10


def test_series_of_refusals_is_one_line_in_the_audit_log(person):
    attack(person.email, 30)
    limited = AuditEvent.objects.of_kind(Kind.SIGN_IN_LIMITED).get()
    assert (limited.about, limited.address) == (person, A)
    assert limited.details == {"limit": "person_at_address"}
    assert AuditEvent.objects.of_kind(Kind.SIGN_IN_FAILED).count() == 5


def test_place_is_known_by_an_earlier_sign_in_of_that_person(person, rf, outsider):
    assert not limits.was_here(person.email, B)
    request = rf.get("/", REMOTE_ADDR=B)
    record(Kind.SIGNED_IN, by=outsider, request=request)
    record(Kind.SIGN_IN_FAILED, by=None, about=person, request=request)
    assert not limits.was_here(person.email, B)
    record(Kind.SIGNED_IN, by=person, request=request)
    assert limits.was_here(person.email, B)
    assert not limits.was_here(person.email, A)


def test_counts_are_kept_where_all_processes_see_them(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    cache.set("seen", 1)
    assert cache.get("seen") == 1


def test_reset_is_limited_by_address_and_person(person):
    ask = "/en/account/password/reset/"
    statuses = [Client().post(ask, {"email": person.email}).status_code for _ in range(7)]
    assert statuses == [302] * 5 + [429] * 2
