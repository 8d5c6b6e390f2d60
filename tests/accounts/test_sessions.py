"""Sessions: how long they last, where they are, and how they end."""

from importlib import import_module

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import sessions
from accounts.models import AuditEvent, Mail
from tests import factories
from tests.accounts.signing_in import LOGIN, PASSWORD, enter, sign_in
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PLACES = "/en/account/sessions/"
NEW = "quiet copper meadow nine"
HOUR = 3600


def place(person, step):
    client = Client(headers={"user-agent": f"Browser {step}"})
    sign_in(client, person, step)
    return client


def is_in(client):
    return client.get("/en/workspace/").status_code == 200


def shift(client, **moments):
    """Put the session's moments so many seconds back."""
    session = client.session
    for name, seconds in moments.items():
        session[name] -= seconds
    session.save()


# How long -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moments", "stays"),
    [
        ({"seen_at": HOUR - 60}, True),
        ({"seen_at": HOUR + 60}, False),
        ({"signed_in_at": 12 * HOUR - 60}, True),
        ({"signed_in_at": 12 * HOUR + 60}, False),
    ],
)
def test_session_ends_by_idleness_and_by_age(moments, stays, person):
    client = place(person, 0)
    shift(client, **moments)
    assert is_in(client) is stays
    assert UserSession.objects.count() == int(stays)


def test_use_prolongs_but_not_beyond_the_day(person):
    client = place(person, 0)
    for _ in range(13):
        assert is_in(client)
        shift(client, seen_at=HOUR - 60, signed_in_at=HOUR - 60)
    assert not is_in(client)


def test_use_is_noted_every_five_minutes_alone(person):
    client = place(person, 0)
    with CaptureQueriesContext(connection) as captured:
        assert is_in(client)
    assert not [one for one in captured if one["sql"].startswith(("UPDATE", "INSERT"))]
    shift(client, seen_at=6 * 60)
    with CaptureQueriesContext(connection) as captured:
        assert is_in(client)
    written = [one["sql"].split()[1] for one in captured if one["sql"].startswith("UPDATE")]
    assert written == ['"usersessions_usersession"', '"django_session"']


def test_session_of_nobody_knows_when_is_over(person):
    client = place(person, 0)
    session = client.session
    del session["seen_at"]
    session.save()
    assert not is_in(client)


def test_session_that_ended_leads_back_after_signing_in(person):
    client = place(person, 0)
    shift(client, seen_at=2 * HOUR)
    assert client.get("/en/account/sessions/").url == f"{LOGIN}?next=/en/account/sessions/"


def test_reader_without_a_session_is_not_given_one(client):
    assert client.get("/en/").status_code == 200
    assert client.get(LOGIN).status_code == 200
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_cookie_goes_with_the_browser(person):
    client = place(person, 0)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"]) == ("", "", True)
    assert cookie["samesite"] == "Lax"


def test_key_is_new_after_password_and_after_code(person):
    client = Client()
    enter(client, person.email)
    pending = client.session.session_key
    sign_in(client, person)
    assert client.session.session_key != pending
    store = import_module(settings.SESSION_ENGINE).SessionStore
    assert not store().exists(pending)


# Where ----------------------------------------------------------------------------------------


def test_places_are_listed_and_ended_one_by_one(person):
    here, there, third = place(person, -1), place(person, 0), place(person, 1)
    page = here.get(PLACES)
    assert [one.browser for one in page.context["places"]] == [
        "Browser 1",
        "Browser 0",
        "Browser -1",
    ]
    assert [one.is_this for one in page.context["places"]] == [False, False, True]
    second = page.context["places"][1]
    assert here.post(PLACES, {"session": second.pk}).url == PLACES
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]
    event = AuditEvent.objects.of_kind(AuditEvent.Kind.SESSION_ENDED).get()
    assert (event.by, event.about, event.details) == (person, person, {"count": 1})


def test_all_other_sessions_end_at_once(person):
    here, there, third = place(person, -1), place(person, 0), place(person, 1)
    here.post(PLACES, {"session": "others"})
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]


@pytest.mark.parametrize("odd", ["", "x", "-1", "0", "9" * 30, "1e3", "٣", "others ", "None"])
def test_odd_session_ends_none(odd, person):
    here, there = place(person, 0), place(person, 1)
    assert here.post(PLACES, {"session": odd}).url == PLACES
    assert is_in(here)
    assert is_in(there)


def test_sessions_of_another_person_are_out_of_reach(person, outsider):
    there = place(person, 0)
    stranger = signed_in(outsider)
    row = UserSession.objects.get(user=person)
    stranger.post(PLACES, {"session": row.pk})
    assert is_in(there)
    assert stranger.get(PLACES).context["places"] == []


def test_own_session_is_ended_by_signing_out_alone(person):
    here = place(person, 0)
    here.post(PLACES, {"session": UserSession.objects.get().pk})
    assert is_in(here)


def test_list_costs_the_same_with_one_place_and_three(person):
    here = place(person, -1)
    with CaptureQueriesContext(connection) as one:
        here.get(PLACES)
    place(person, 0)
    place(person, 1)
    with CaptureQueriesContext(connection) as three:
        assert len(here.get(PLACES).context["places"]) == 3
    assert len(three) == len(one)


def test_session_that_is_over_is_not_listed(person):
    here, there, third = place(person, -1), place(person, 0), place(person, 1)
    shift(there, seen_at=2 * HOUR)
    third.session.delete()
    assert [one.is_this for one in here.get(PLACES).context["places"]] == [True]


# How they end ---------------------------------------------------------------------------------


def change_password(client, old=PASSWORD, new=NEW):
    given = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/en/account/password/change/", given)


def test_change_of_the_password_ends_the_others_alone(person):
    here, there = place(person, 0), place(person, 1)
    key = here.session.session_key
    assert change_password(here).url == "/en/account/"
    assert is_in(here)
    assert here.session.session_key != key
    assert not is_in(there)
    assert UserSession.objects.get().session_key == here.session.session_key
    assert Mail.objects.get().kind == "password_changed"
    assert AuditEvent.objects.of_kind(AuditEvent.Kind.PASSWORD_CHANGED).count() == 1


def test_wrong_old_password_changes_nothing(person):
    here = place(person, 0)
    page = change_password(here, old="not my password at all")
    assert page.status_code == 200
    assert page.context["form"].errors
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_closed_account_is_out_on_the_next_request(person):
    here = place(person, 0)
    person.is_active = False
    person.save()
    assert not is_in(here)


def test_all_sessions_of_a_person_can_be_ended_for_them(person, reviewer):
    clients = [place(person, 0), place(person, 1)]
    assert sessions.end_all(person, by=reviewer) == 2
    assert [is_in(client) for client in clients] == [False, False]
    event = AuditEvent.objects.of_kind(AuditEvent.Kind.SESSION_ENDED).get()
    assert (event.by, event.about) == (reviewer, person)
    assert sessions.end_all(person, by=reviewer) == 0


def test_sessions_that_are_over_are_not_counted(person):
    _open, idle, gone = place(person, -1), place(person, 0), place(person, 1)
    shift(idle, seen_at=2 * HOUR)
    gone.session.delete()
    administrator = signed_in(factories.make_person(role="administrator"))
    page = administrator.get(f"/en/secretariat/people/{person.pk}/")
    assert page.context["sessions"] == 1
    assert sessions.end_all(person, by=None) == 1
    event = AuditEvent.objects.of_kind(AuditEvent.Kind.SESSION_ENDED).get()
    assert event.details["count"] == 1
    assert not UserSession.objects.filter(user=person).exists()
