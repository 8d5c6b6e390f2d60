"""The administration in a browser: axe and the width, under the policy, with its scripts at work.

Some pages of every kind are looked at in the suite; all lists and forms there are by `make deep`.
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.browser.barriers import WHOLE, barriers
from tests.browser.places import ACTION, CHIEF, LANGUAGES
from tests.browser.test_accessibility import LOOKS
from tests.browser.visitor import Visitor

PAGES = [
    "/admin/",
    "/admin/countries/entity/",
    "/admin/countries/entity/1/change/",
    "/admin/imports/batch/add/",
    "/admin/imports/batch/add/matrix/",
    "/admin/mandates/indicator/add/",
    "/admin/mandates/document/",
    "/admin/mandates/document/1/change/",
    "/admin/mandates/meeting/1/change/",
    "/admin/mandates/paragraph/1/change/",
    "/admin/mandates/theme/add/",
    "/admin/mandates/theme/1/delete/",
    "/admin/mandates/theme/1/history/",
    "/admin/pages/page/1/change/",
    "/admin/redirects/redirect/",
    f"/admin/reports/action/{ACTION}/change/",
    "/admin/reports/cycle/add/",
    "/admin/reports/report/",
    "/admin/reports/report/1/change/",
]
LISTS = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
         for model in admin.site._registry]  # fmt: skip
ADD = ".object-tools .addlink"
FIRST_RECORD = "#result_list tbody th a, #result_list tbody td a"
LINES_OF_WORDS = """
() => Object.fromEntries([...document.querySelectorAll("#change-history th")]
    .filter(one => /^[A-Za-z]+$/.test(one.textContent))
    .map(one => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return [one.textContent, range.getClientRects().length];
    }))
"""
NAMES = [f"#id_name_{code}" for code in ("en", "es", "fr", "pt_br")]


@pytest.fixture
def editor(visitor: Visitor) -> Iterator[Visitor]:
    """The visitor, signed in."""
    visitor.sign_in(CHIEF, "/admin/")
    yield visitor


def look_at(editor: Visitor, page: str, language: str, look) -> list:
    assert editor.open(page).status == 200, page
    assert editor.tab.get_attribute("html", "lang").lower() == language
    return barriers(editor, look)


def choose(editor: Visitor, language: str) -> None:
    with editor.tab.expect_navigation():
        editor.tab.locator(f".language-switch button[value={language}]").click()


@pytest.mark.parametrize(("language", "look"), LOOKS)
def test_pages_have_no_barrier(editor, language, look):
    choose(editor, language)
    found = {
        page: look_at(editor, page, language, look.at(place)) for place, page in enumerate(PAGES)
    }
    assert {page: faults for page, faults in found.items() if faults} == {}


@pytest.mark.deep
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_barrier(editor, language):
    """Of every list there is: itself, its empty form and its first record."""
    choose(editor, language)
    found = {}
    for name in LISTS:
        page = reverse(name)
        found[page] = look_at(editor, page, language, WHOLE)
        leads = [editor.tab.locator(place).first for place in (ADD, FIRST_RECORD)]
        further = [lead.get_attribute("href") for lead in leads if lead.count()]
        for path in further:
            if path.startswith("/admin/"):
                found[path] = look_at(editor, path, language, WHOLE)
    assert len(found) > 2 * len(LISTS)
    assert {page: faults for page, faults in found.items() if faults} == {}


def boxes(editor: Visitor) -> list[dict]:
    editor.open("/admin/mandates/theme/1/change/")
    return [editor.tab.locator(name).bounding_box() for name in NAMES]


def test_languages_stand_side_by_side_on_a_wide_screen(editor):
    places = boxes(editor)
    assert len({round(box["y"]) for box in places}) == 1
    assert all(a["x"] + a["width"] <= b["x"] for a, b in zip(places, places[1:], strict=False))


def test_words_of_a_history_stay_whole_on_a_narrow_screen(editor):
    editor.narrow()
    editor.open("/admin/mandates/theme/1/history/")
    assert editor.tab.evaluate(LINES_OF_WORDS) == {"Comment": 1, "Changes": 1}


def test_languages_stand_below_each_other_on_a_narrow_screen(editor):
    editor.narrow()
    places = boxes(editor)
    assert len({round(box["x"]) for box in places}) == 1
    assert all(a["y"] + a["height"] <= b["y"] for a, b in zip(places, places[1:], strict=False))


def test_slug_follows_the_english_name_while_it_is_typed(editor):
    editor.open("/admin/mandates/theme/add/")
    editor.tab.locator("#id_name_en").press_sequentially("Water and air")
    assert editor.tab.input_value("#id_slug") == "water-and-air"


def test_records_are_found_while_they_are_typed(editor):
    editor.open("/admin/mandates/document/1/change/")
    editor.tab.locator(".field-meeting .select2-selection").click()
    editor.tab.locator(".select2-search__field").press_sequentially("Panamá")
    found = editor.tab.locator(".select2-results__option", has_text="Seventh Summit")
    found.wait_for()
    found.click()
    assert (
        "Seventh" in editor.tab.locator(".field-meeting .select2-selection__rendered").inner_text()
    )


def test_staff_choose_their_language(editor):
    editor.open("/admin/mandates/theme/?missing_in=fr")
    editor.tab.get_by_role("button", name="Français").click()
    assert editor.tab.locator("html").get_attribute("lang") == "fr"
    assert editor.address == "/admin/mandates/theme/?missing_in=fr"
