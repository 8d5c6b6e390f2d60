"""The administration is no way around the screens about people."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
LOOKED_AT = ["auditevent", "invitation", "membership", "secondfactorreset"]


@pytest.fixture
def browser(db):
    """An administrator by role, not a superuser."""
    return signed_in(factories.make_person(role="administrator"))


def page(model, name, *args):
    return reverse(f"admin:accounts_{model}_{name}", args=args)


@pytest.mark.parametrize("model", ["user", *LOOKED_AT])
def test_people_are_seen_by_administrators_alone(model, browser, reviewer):
    assert browser.get(page(model, "changelist")).status_code == 200
    assert signed_in(reviewer).get(page(model, "changelist")).status_code == 403


@pytest.mark.parametrize("model", LOOKED_AT)
def test_rows_are_looked_at_and_nothing_else(model, browser, coordinator):
    record = {
        "auditevent": factories.make_audit_event,
        "invitation": factories.make_invitation,
        "membership": lambda: coordinator.memberships.get(),
        "secondfactorreset": factories.make_second_factor_reset,
    }[model]()
    before = type(record).objects.filter(pk=record.pk).values().get()
    assert browser.get(page(model, "change", record.pk)).status_code == 200
    assert browser.get(page(model, "add")).status_code == 403
    assert browser.post(page(model, "change", record.pk), {"role": "editor"}).status_code == 403
    assert browser.post(page(model, "delete", record.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"}
    browser.post(page(model, "changelist"), chosen)
    assert type(record).objects.filter(pk=record.pk).values().get() == before


def test_name_and_language_alone_are_changed(browser, coordinator):
    before = User.objects.filter(pk=coordinator.pk).values().get()
    wanted = {"is_staff": "on", "is_superuser": "on", "is_active": "", "email": "eve@example.org",
              "password": "x", "groups": [Group.objects.create(name="g").pk]}  # fmt: skip
    given = {"name": "Carla C.", "language": "fr", **wanted}
    assert browser.post(page("user", "change", coordinator.pk), given).status_code == 302
    after = User.objects.filter(pk=coordinator.pk).values().get()
    assert after == {**before, "name": "Carla C.", "language": "fr"}
    assert User.objects.get(pk=coordinator.pk).groups.count() == 0


def test_nobody_sets_another_persons_password_or_makes_an_account(browser, coordinator):
    address = f"/admin/accounts/user/{coordinator.pk}/password/"
    assert browser.post(address, {"password1": "x" * 20, "password2": "x" * 20}).status_code in (
        302, 404,
    )  # fmt: skip
    assert not User.objects.get(pk=coordinator.pk).has_usable_password()
    assert browser.post(page("user", "add"), {"email": "x@example.org"}).status_code == 403
    assert browser.post(page("user", "delete", coordinator.pk), {"post": "yes"}).status_code == 403


def test_hash_of_the_password_is_not_shown(browser, coordinator):
    coordinator.set_password("violet harbour lantern seven")
    coordinator.save()
    html = browser.get(page("user", "change", coordinator.pk)).content.decode()
    assert "pbkdf2" not in html and coordinator.password not in html
