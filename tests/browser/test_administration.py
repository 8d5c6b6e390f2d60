"""The administration in a browser: at 320 px, under the policy, with its scripts at work."""

from collections.abc import Iterator

import pytest

from tests.browser.places import EDITOR, PASSWORD
from tests.browser.visitor import Visitor

PAGES = [
    "/admin/",
    "/admin/countries/entity/",
    "/admin/countries/entity/1/change/",
    "/admin/imports/batch/add/",
    "/admin/mandates/document/",
    "/admin/mandates/document/1/change/",
    "/admin/mandates/meeting/1/change/",
    "/admin/mandates/paragraph/1/change/",
    "/admin/mandates/theme/add/",
    "/admin/mandates/theme/1/delete/",
    "/admin/mandates/theme/1/history/",
    "/admin/pages/page/1/change/",
    "/admin/redirects/redirect/",
    "/admin/reports/report/",
    "/admin/reports/report/1/change/",
]
NAMES = [f"#id_name_{code}" for code in ("en", "es", "fr", "pt_br")]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def editor(visitor: Visitor) -> Iterator[Visitor]:
    """The visitor, signed in."""
    visitor.open("/admin/login/?next=/admin/")
    visitor.tab.fill("#id_username", EDITOR)
    visitor.tab.fill("#id_password", PASSWORD)
    visitor.tab.press("#id_password", "Enter")
    visitor.tab.wait_for_url("**/admin/")
    yield visitor


def test_pages_fit_a_narrow_and_a_wide_screen(editor):
    sideways = {}
    for fit in (editor.narrow, editor.widen):
        fit()
        for page in PAGES:
            assert editor.open(page).status == 200, page
            sideways[fit.__name__, page] = editor.tab.evaluate(SIDEWAYS)
    assert {place: pixels for place, pixels in sideways.items() if pixels} == {}


def boxes(editor: Visitor) -> list[dict]:
    editor.open("/admin/mandates/theme/1/change/")
    return [editor.tab.locator(name).bounding_box() for name in NAMES]


def test_languages_stand_side_by_side_on_a_wide_screen(editor):
    places = boxes(editor)
    assert len({round(box["y"]) for box in places}) == 1
    assert all(a["x"] + a["width"] <= b["x"] for a, b in zip(places, places[1:], strict=False))


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
