"""Writing a report: it saves itself, two windows clash openly, and no text is ever lost."""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browser.places import CONTRIBUTOR, IN_HAND, PUBLISHED, WRITER

SAVED = re.compile(r"^Saved \d")
KEYS = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def drafts():
    """What each test begins of its own, so that none reads another's."""
    return iter(
        [
            "health", "energy", "environment", "education", "citizen-participation",
            "human-rights", "culture", "drugs", "trade", "tourism", "security", "transport",
            "gender-equality", "older-persons", "infrastructure", "terrorism", "democracy",
        ]
    )  # fmt: skip


def begun(visitor, drafts):
    """The address of a new draft on the next theme, and the tab that has it open."""
    tab = visitor.tab
    visitor.sign_in(WRITER, f"/en/workspace/reports/new/?theme={next(drafts)}")
    tab.uncheck("#id_prefill")
    tab.get_by_role("button", name="Begin").click()
    tab.wait_for_selector("#done")
    return tab.url.removeprefix(visitor.origin)


def wait_until_saved(tab):
    tab.locator("[data-saved]", has_text=SAVED).wait_for()


def test_text_saves_itself_and_says_when(visitor, drafts):
    address, tab = begun(visitor, drafts), visitor.tab
    tab.fill("#done", "Se abrieron diez escuelas.")
    wait_until_saved(tab)
    assert tab.get_attribute("[data-saved]", "role") == "status"
    assert tab.evaluate(KEYS) == []
    visitor.open(address)
    assert tab.input_value("#done") == "Se abrieron diez escuelas."


def test_button_waits_for_the_save_that_is_under_way(visitor, drafts):
    """Its answer is held back until the button has been pressed, as by a slow line."""
    address, tab = begun(visitor, drafts), visitor.tab
    held = []
    tab.route("**/save/", lambda route: held.append(route), times=1)
    tab.fill("#done", "One sentence.")
    with tab.expect_request("**/save/"):
        tab.keyboard.press("Control+s")
    tab.fill("#done", "One sentence. Another.")
    (route,) = held
    answer = route.fetch()
    tab.get_by_role("button", name="Check your answers").click()
    with tab.expect_navigation():
        route.fulfill(response=answer)
    assert visitor.address == f"{address}check/"
    assert tab.inner_text(".answers .passage") == "One sentence. Another."


def test_text_that_a_button_has_sent_is_not_called_unsaved(visitor, drafts):
    address, tab = begun(visitor, drafts), visitor.tab
    tab.fill("#done", "Se abrieron diez escuelas.")
    tab.get_by_role("button", name="Check your answers").click()
    tab.wait_for_url(f"**{address}check/")
    assert tab.evaluate(KEYS) == []


def test_leaving_after_a_save_asks_nothing(visitor, drafts):
    begun(visitor, drafts)
    tab = visitor.tab
    tab.focus("#done")
    tab.keyboard.type("Se abrieron diez escuelas.")
    wait_until_saved(tab)
    assert leave(tab) == []


def test_two_windows_clash_openly_and_both_texts_are_there(visitor, drafts):
    address, tab = begun(visitor, drafts), visitor.tab
    other = tab.context.new_page()
    other.goto(f"{visitor.origin}{address}")
    other.fill("#done", "The other window.")
    other.keyboard.press("Control+s")
    wait_until_saved(other)
    tab.fill("#done", "This window.")
    tab.keyboard.press("Control+s")
    tab.locator("[data-trouble-conflict] button").click()
    assert tab.input_value("textarea[name=done]") == "This window."
    assert tab.inner_text(".side:not(.mine) .text") == "The other window."
    visitor.narrow()
    assert tab.evaluate(SIDEWAYS) == 0
    tab.check("input[name=take-done][value=mine]")
    tab.get_by_role("button", name="Save my choice").click()
    tab.wait_for_selector("#done")
    assert tab.input_value("#done") == "This window."


def test_text_written_offline_is_offered_again_after_a_crash(visitor, drafts):
    address, tab = begun(visitor, drafts), visitor.tab
    context = tab.context
    context.set_offline(True)
    tab.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")  # closing, too
    tab.fill("#done", "Written without a network.")
    tab.locator("[data-trouble-offline]").wait_for(state="visible")
    tab.close()  # as if the browser had died
    context.set_offline(False)
    tab = visitor.tab = context.new_page()
    visitor.open(address)
    assert "was not saved" in tab.inner_text("[data-kept]")
    assert tab.input_value("#done") == ""
    tab.get_by_role("button", name="Take it").click()
    wait_until_saved(tab)
    assert tab.evaluate(KEYS) == []
    visitor.open(address)
    assert tab.input_value("#done") == "Written without a network."


def test_text_outlives_the_session_and_signing_out_leaves_none_behind(visitor, drafts):
    _address, tab = begun(visitor, drafts), visitor.tab
    kept = [one for one in tab.context.cookies() if "session" in one["name"].lower()]
    tab.context.clear_cookies(name=kept[0]["name"])
    tab.fill("#done", "Written without a session.")
    tab.keyboard.press("Control+s")
    tab.locator("[data-trouble-login]").wait_for(state="visible")
    assert len(tab.evaluate(KEYS)) == 1
    tab.context.add_cookies(kept)
    tab.evaluate("dispatchEvent(new Event('focus'))")
    wait_until_saved(tab)
    tab.evaluate("localStorage.setItem('draft:1:1', '{}')")
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_load_state()
    assert tab.evaluate(KEYS) == []


COMMENT = """
INSERT INTO reports_comment (report_id, kind, text, is_internal, by_id, at)
VALUES (?, ?, 'In which year?', 0, (SELECT MIN(id) FROM accounts_user), '2026-11-01 00:00:00')
"""


def comment_on(folder, address, kind):
    """The Secretariat comments on a section of the draft, or on all of it."""
    with sqlite3.connect(folder / "portal.sqlite3") as connection:
        connection.execute(COMMENT, [re.search(r"\d+", address)[0], kind])


@pytest.mark.parametrize("kind", ["", "done"])
def test_answer_outlives_a_save_by_itself_and_leaving_until_it_is_sent(
    kind, visitor, drafts, folder
):
    address, tab = begun(visitor, drafts), visitor.tab
    comment_on(folder, address, kind)
    visitor.open(address)
    tab.fill("textarea[name^=answer-]", "In 2025.")
    tab.fill("#done", "Se abrieron diez escuelas.")
    tab.locator("[data-saved]", has_text=re.compile(r"^Saved \d.*, without")).wait_for()
    asked = leave(tab)
    assert asked == ["beforeunload"]
    visitor.open(address)
    assert tab.is_hidden("[data-kept]")
    assert tab.input_value("textarea[name^=answer-]") == "In 2025."
    tab.get_by_role("button", name="Save", exact=True).click()
    tab.locator(".comments ul .text", has_text="In 2025.").wait_for()
    tab.wait_for_load_state()  # the script that forgets the answer has run
    assert tab.input_value("textarea[name^=answer-]") == ""
    assert tab.evaluate(KEYS) == []
    assert leave(tab) == []


def leave(tab):
    """Leave by a link; the questions that were asked on the way, all answered with yes."""
    asked = []
    tab.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    with tab.expect_navigation():
        tab.click(".crumbs a")
    return asked


def test_end_of_the_session_is_not_announced_to_whom_a_text_saves_itself(visitor, drafts):
    address, tab = begun(visitor, drafts), visitor.tab
    tab.clock.install()
    visitor.open(address)
    tab.clock.fast_forward("49:00")
    tab.fill("#done", "Se abrieron diez escuelas.")
    tab.clock.fast_forward("00:03")
    wait_until_saved(tab)
    tab.clock.fast_forward("02:00")
    assert tab.is_hidden("[data-idle]")
    tab.clock.fast_forward("49:00")
    assert tab.is_visible("[data-idle]")
    tab.focus("[data-stay]")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("[data-idle]", state="hidden")
    assert tab.evaluate("document.activeElement.id") == "done"


def test_wrong_address_is_named_and_keeps_no_other_part_from_being_saved(visitor):
    _address, tab = begun(visitor, iter(["democratic-governance"])), visitor.tab
    tab.evaluate("document.querySelector('#citations [data-group]').open = true")
    tab.locator("#citations .pick > input").first.check()
    wait_until_saved(tab)
    field = tab.locator("#citations [name^=evidence-]").first
    field.fill("not an address")
    tab.fill("#done", "Se abrieron diez escuelas.")
    link = tab.locator("[data-trouble-invalid] a")
    expect(link).to_have_text(re.compile(r"^Evidence: .* paragraph .+: Enter a valid URL\.$"))
    assert field.get_attribute("aria-invalid") == "true"
    expect(tab.locator("[name=base-done]")).not_to_have_value(base_of_none(tab))
    link.click()
    assert field.evaluate("field => field === document.activeElement")
    field.fill("https://example.org/")
    wait_until_saved(tab)
    assert tab.is_hidden("[data-trouble-invalid]")
    assert field.get_attribute("aria-invalid") is None


def base_of_none(tab):
    """As a part has it that nothing was written in."""
    return tab.input_value("[name=base-next]")


def carried_over(folder, address):
    """What the draft holds is marked as carried over from a published report."""
    with sqlite3.connect(folder / "portal.sqlite3") as connection:
        carry = "UPDATE reports_section SET carried_from_id = ? WHERE report_id = ?"
        connection.execute(carry, [PUBLISHED, re.search(r"\d+", address)[0]])


def test_dropped_text_goes_from_the_page_and_stays_away(visitor, drafts, folder):
    """The next post of the whole form would store it as the entity's own."""
    address, tab = begun(visitor, drafts), visitor.tab
    tab.fill("#done", "Se abrieron diez escuelas.")
    wait_until_saved(tab)
    carried_over(folder, address)
    visitor.open(address)
    tab.focus("[name=carried-done][value=keep]")
    tab.keyboard.press("ArrowDown")  # to "drop it"
    wait_until_saved(tab)
    assert tab.input_value("#done") == ""
    assert tab.locator("[data-carried]:has([name=carried-done])").count() == 0
    assert tab.evaluate("document.activeElement.id") == "done"
    tab.get_by_role("button", name="Save", exact=True).click()
    tab.locator("[role=status]", has_text="Saved.").wait_for()
    visitor.open(address)
    assert tab.input_value("#done") == ""


def test_chosen_paragraphs_are_counted_as_they_are_ticked(visitor):
    begun(visitor, iter(["digital-transformation"]))  # several paragraphs are about it
    tab = visitor.tab
    said = tab.locator("#citations > .hint [role=status]")
    number = tab.locator("#citations .picks > li").count()
    expect(said).to_have_text(f"0 of {number} paragraphs chosen.")
    group = tab.locator("#citations [data-group]").first
    group.evaluate("group => { group.open = true; }")
    group.locator(".pick > input").first.check()
    expect(said).to_have_text(f"1 of {number} paragraphs chosen.")
    group.locator(".pick > input").nth(1).check()
    expect(said).to_have_text(f"2 of {number} paragraphs chosen.")
    rows = group.locator(".picks > li").count()
    expect(group.locator("summary [data-ticked]")).to_have_text(f"2 of {rows}")
    group.locator(".pick > input").first.uncheck()
    expect(said).to_have_text(f"1 of {number} paragraphs chosen.")


def test_part_says_that_it_is_kept_here_and_not_sent(visitor):
    tab = visitor.tab
    visitor.sign_in(CONTRIBUTOR, f"/en/workspace/parts/{IN_HAND}/write/")
    status = tab.locator("[data-saved][role=status]")
    assert status.inner_text() == ""
    tab.fill("#id_done", "Trece escuelas.")
    assert re.match(r"Kept in this browser at \d.*, not sent yet$", status.inner_text())
    assert len(tab.evaluate(KEYS)) == 1


def test_text_stands_again_where_its_preview_fails(visitor, drafts):
    begun(visitor, drafts)
    tab = visitor.tab
    frame = tab.locator(".writing").first
    button, bold = (frame.get_by_role("button", name=name) for name in ("Preview", "Bold"))
    tab.fill("#done", "**Diez** escuelas.")
    tab.route("**/markup-preview/", lambda route: route.abort(), times=1)
    button.click()
    expect(frame.get_by_role("status")).to_contain_text("The preview cannot be shown")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert tab.is_visible("#done")
    button.click()
    expect(frame.locator(".preview strong")).to_have_text("Diez")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(bold).to_be_disabled()
    assert tab.is_hidden("#done")
    expect(frame.get_by_role("status")).to_have_text("")
    button.click()
    expect(bold).to_be_enabled()
    assert tab.evaluate("document.activeElement.id") == "done"


def test_list_goes_on_without_an_empty_line(visitor, drafts):
    begun(visitor, drafts)
    tab = visitor.tab
    bullets = tab.locator(".writing").first.get_by_role("button", name="• List")
    tab.fill("#done", "Escuelas:\nUna")
    bullets.click()
    assert tab.input_value("#done") == "Escuelas:\n\n- Una"
    tab.fill("#done", "- Una\nDos")
    bullets.click()
    assert tab.input_value("#done") == "- Una\n- Dos"


PASTE = """
html => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
    document.querySelector("#done").dispatchEvent(event);
}
"""


def test_pasted_table_keeps_its_rows_and_cells(visitor, drafts):
    begun(visitor, drafts)
    tab = visitor.tab
    tab.focus("#done")
    tab.evaluate(PASTE, """
        <p><b>Cifras</b></p><table><thead><tr><th>Año</th><th>Escuelas</th></tr></thead>
        <tbody><tr><td><p>2020</p></td><td>15</td></tr><tr><td>2021</td><td>30</td></tr></tbody>
        </table>""")  # fmt: skip
    assert tab.input_value("#done") == "**Cifras**\n\nAño · Escuelas\n\n2020 · 15\n\n2021 · 30"


def test_plain_form_saves_without_scripts(scriptless, drafts):
    address, tab = begun(scriptless, drafts), scriptless.tab
    tab.fill("#done", "Sin guiones.")
    tab.get_by_role("button", name="Save", exact=True).click()
    assert "Saved." in tab.inner_text("[role=status]")
    scriptless.open(address)
    assert tab.input_value("#done") == "Sin guiones."
