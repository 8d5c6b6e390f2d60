"""Screens on which much is typed ask before they are left."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

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


KEPT = ['="kept"']


def test_contribution_that_came_back_is_not_saved_either():
    organization = factories.make_organization()
    draft = factories.make_contribution(entity=organization, state="draft")
    browser = signed_in(factories.make_person(entity=organization))
    new, edit = reverse("contributing:new"), reverse("contributing:edit", args=[draft.pk])
    assert [GUARD.findall(browser.get(one).text) for one in (new, edit)] == [[""], [""]]
    typed = {"language": "es", "title": "Title", "text": "Text.", "revision": draft.revision}
    wrong, found, stale = typed | {"title": ""}, typed | {"action": "find"}, {"revision": 0}
    for page, sent in ((new, wrong), (new, found), (edit, found), (edit, typed | stale)):
        assert GUARD.findall(browser.post(page, sent).text) == KEPT


def test_reply_that_came_back_is_not_sent_either(coordinator, entity):
    about = factories.make_contribution(about=entity)
    page, browser = reverse("contributing:reply", args=[about.pk]), signed_in(coordinator)
    assert GUARD.findall(browser.get(page).text) == [""]
    answer = browser.post(page, {"language": "xx", "text": "Words.", "edition": 0})
    assert GUARD.findall(answer.text) == KEPT


def test_files_and_board_that_came_back_are_not_saved_either(coordinator, desk, entity):
    draft = factories.make_report(entity=entity, state="draft")
    now = timezone.now()
    cycle = factories.make_cycle(opens_at=now, due_at=now, announced_at=now)
    files = reverse("workspace:attachments", args=[draft.pk])
    board = reverse("secretariat:board", args=[cycle.slug])
    for browser, page in ((signed_in(coordinator), files), (desk, board)):
        assert GUARD.findall(browser.get(page).text) == [""]
        assert GUARD.findall(browser.post(page, {"add": "link"}).text) == KEPT


def test_every_page_with_a_guarded_form_has_the_script():
    pages = {one.name: one.read_text() for one in TEMPLATES.rglob("*.html")}
    guarded = {name for name, text in pages.items() if " data-unsaved" in text}
    assert {"correct_text.html", "newsletter.html", "typing.html"} <= guarded
    assert guarded == {name for name, text in pages.items() if "js/unsaved.js" in text}
