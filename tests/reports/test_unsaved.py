"""Screens of the Secretariat on which much is typed ask before they are left."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates"
GUARD = re.compile(r'<form[^>]* data-unsaved(="kept")?>')


@pytest.fixture
def desk(reviewer):
    return signed_in(reviewer)


@pytest.mark.parametrize("screen", ["documents/new/", "file/", "cycles/new/"])
def test_form_is_guarded(screen, desk):
    page = desk.get(f"/en/secretariat/{screen}").text
    assert GUARD.findall(page) == [""]
    assert "js/unsaved.js" in page


def test_note_that_came_back_with_the_page_is_not_saved_either(desk, entity):
    report = factories.make_report(entity=entity, state="submitted")
    address = f"/en/secretariat/reports/{report.pk}/"
    assert GUARD.findall(desk.get(address).text) == [""]
    page = desk.post(address, {"action": "decide", "note": "Which year?"}).text
    assert GUARD.findall(page) == ['="kept"']


def test_every_page_with_a_guarded_form_has_the_script():
    pages = {one.name: one.read_text() for one in TEMPLATES.rglob("*.html")}
    guarded = {name for name, text in pages.items() if " data-unsaved" in text}
    assert {"correct_text.html", "newsletter.html", "typing.html"} <= guarded
    assert guarded == {name for name, text in pages.items() if "js/unsaved.js" in text}
