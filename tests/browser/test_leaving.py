"""What was typed on the review screen is not lost by pressing something else."""

import pytest

from tests.browser.places import CHIEF, SUBMITTED

NOTE = "#id_note"


@pytest.fixture
def tab(visitor):
    """The screen, whose reader stays whenever the browser asks; `asked` counts the questions."""
    visitor.sign_in(CHIEF, f"/en/secretariat/reports/{SUBMITTED}/")
    visitor.tab.asked = []

    def stay(dialog):
        visitor.tab.asked.append(dialog.type)
        dialog.dismiss()

    visitor.tab.on("dialog", stay)
    return visitor.tab


def test_another_button_and_a_link_ask_first(tab):
    tab.fill(NOTE, "Which year do the schools count from?")
    tab.get_by_role("button", name="Assign").click()
    tab.locator(".crumbs a").first.click(no_wait_after=True)
    assert tab.asked == ["beforeunload", "beforeunload"]
    assert tab.input_value(NOTE) == "Which year do the schools count from?"


def test_what_an_error_brought_back_still_asks(tab):
    tab.fill(NOTE, "Which year do the schools count from?")
    tab.get_by_role("button", name="Confirm the decision").click()
    tab.locator(".errors").wait_for()
    tab.get_by_role("button", name="Assign").click()
    assert tab.asked == ["beforeunload"]


def test_nothing_asks_where_nothing_was_typed(tab):
    tab.get_by_role("button", name="Assign").click()
    tab.wait_for_load_state()
    assert tab.asked == []
