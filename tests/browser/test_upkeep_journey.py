"""A coordinator keeps the country's actions and figures; all of it is public at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.places import COUNTRY, DOCUMENT, INDICATOR, WRITER

TEXT, SCHEDULE = "Abrir una oficina en cada puerto.", "Un puerto al año."
OWN = f"/es/workspace/entities/{COUNTRY}"


@pytest.fixture
def coordinator(visitor):
    visitor.sign_in(WRITER, f"{OWN}/actions/")
    return visitor


def test_action_is_recorded_overdue_and_done(coordinator):
    tab = coordinator.tab
    tab.locator(f"main a[href='{OWN}/actions/new/']").click()
    tab.select_option("#document", DOCUMENT)
    tab.locator("main form .button").click()
    tab.select_option("#id_paragraph", index=1)
    tab.fill("#id_text", TEXT)
    tab.fill("#id_schedule", SCHEDULE)
    tab.fill("#id_due_on", "1900-05-01")
    save(tab)
    expect(tab.locator(".errors a[href='#id_due_on']")).to_be_visible()
    assert (tab.input_value("#id_text"), tab.input_value("#id_schedule")) == (TEXT, SCHEDULE)
    tab.fill("#id_due_on", "2020-05-01")
    save(tab)
    row = tab.locator(".action", has_text=TEXT)
    expect(row.locator(".late")).to_contain_text("2020")
    edit, public = (row.locator(f"a[href*='{part}']").get_attribute("href")
                    for part in ("/workspace/", "/es/actions/"))  # fmt: skip
    other = tab.context.new_page()
    for window in (tab, other):
        window.goto(coordinator.origin + edit)
    for window, state in ((tab, "done"), (other, "pending")):
        window.select_option("#id_state", state)
        save(window)
    expect(other.locator("section.notice.warn")).to_contain_text(TEXT)
    assert other.input_value("#id_state") == "pending"
    coordinator.open(public.replace("/es/", "/fr/", 1))
    words = tab.locator("#text .passage").first
    expect(words).to_have_text(TEXT)
    expect(words).to_have_attribute("lang", "es")
    expect(tab.locator(".lead .tag.done")).to_be_visible()
    expect(tab.locator("#history li")).to_have_count(2)


def test_value_is_stated_replaced_and_taken_back(coordinator):
    tab = coordinator.tab
    tab.locator(f"main a[href='{OWN}/indicators/{INDICATOR}/']").click()
    tab.fill("#id_year", "2018")
    tab.select_option("#id_sex", "female")
    tab.fill("#id_value", "muchas")
    save(tab)
    expect(tab.locator(".errors a[href='#id_value']")).to_be_visible()
    assert (tab.input_value("#id_year"), tab.input_value("#id_value")) == ("2018", "muchas")
    tab.fill("#id_value", "61,5")
    save(tab)
    row = tab.locator("#values tbody tr", has_text="2018")
    expect(row.locator(".n")).to_have_text("61,5")
    for name, value in (("year", "2018"), ("value", "62")):
        tab.fill(f"#id_{name}", value)
    tab.select_option("#id_sex", "female")
    save(tab)
    expect(row).to_have_count(1)
    expect(row.locator(".n")).to_have_text("62")
    public = f"/pt-br/indicators/{INDICATOR}/"
    coordinator.open(public)
    expect(tab.locator("#values .measured svg")).to_have_count(1)
    expect(row.locator(".n")).to_have_text("62")
    coordinator.open(f"{OWN}/indicators/{INDICATOR}/")
    row.locator("button").click()
    expect(row).to_have_count(0)
    coordinator.open(public)
    expect(row).to_have_count(0)


def save(tab) -> None:
    tab.locator("main form[method=post] .actions button").last.click()
