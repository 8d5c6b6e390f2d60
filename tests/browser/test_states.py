"""States that no address leads to: errors, two texts, what a script opens. In English, axe and the
width on a narrow screen; the colours of one of them."""

from tests.browser.barriers import ONCE, WORDS, barriers
from tests.browser.places import DRAFT, ORGANIZER, WRITER

EDITOR = f"/en/workspace/reports/{DRAFT}/"
STALE = "document.querySelector('#editor [name=revision]').value = 99"


def test_states_of_public_pages_have_no_barrier(visitor):
    tab, found = visitor.tab, {}
    visitor.open("/en/")
    tab.locator("#q").press_sequentially("migr")
    tab.locator("[role=listbox] [role=option]").first.wait_for()
    found["suggestions"] = barriers(visitor, WORDS)

    visitor.open("/en/account/login/")
    tab.click("main button")
    tab.locator(".errors").wait_for()
    found["sign-in, error"] = barriers(visitor, WORDS)
    assert found == dict.fromkeys(found, [])


def test_states_of_a_contribution_have_no_barrier(visitor):
    visitor.sign_in(ORGANIZER, "/en/workspace/contributions/new/")
    visitor.tab.fill("#id_words", "x" * 201)
    visitor.tab.click("[name=action][value=find]")
    visitor.tab.locator(".errors").wait_for()
    assert barriers(visitor, WORDS) == []


def test_states_of_a_report_have_no_barrier(visitor):
    """Nothing of it is saved."""
    tab, found = visitor.tab, {}
    tab.on("dialog", lambda dialog: dialog.accept())  # what was typed is left behind
    visitor.sign_in(WRITER, EDITOR)
    tab.locator(".writing").first.get_by_role("button", name="Preview").click()
    tab.locator(".preview:visible").wait_for()
    found["preview"] = barriers(visitor, WORDS)

    visitor.open(EDITOR)
    tab.route("**/save/", lambda route: route.abort())
    tab.fill("#done", "Once escuelas.")
    tab.keyboard.press("Control+s")
    tab.locator("[data-trouble-offline]:visible").wait_for()
    found["offline"] = barriers(visitor, WORDS)

    visitor.open(EDITOR)
    tab.unroute("**/save/")
    visitor.unfold()
    tab.locator("[name^=evidence-]:visible").first.fill("not an address")
    tab.locator("[data-trouble-invalid]:visible").wait_for()
    found["refused"] = barriers(visitor, WORDS)
    tab.get_by_role("button", name="Save", exact=True).click()
    tab.locator(".errors").wait_for()
    found["editor, error"] = barriers(visitor, ONCE)

    visitor.open(EDITOR)
    tab.evaluate(STALE)
    tab.fill("#done", "Once escuelas.")
    tab.get_by_role("button", name="Save", exact=True).click()
    tab.locator(".sides").wait_for()
    found["two texts"] = barriers(visitor, WORDS)

    visitor.open(f"{EDITOR}files/")
    tab.fill("[name=link-url]", "x")
    tab.get_by_role("button", name="Add files").click()
    tab.locator(".errors").wait_for()
    assert tab.locator(".errors li").count() == 3  # of two forms
    found["files, errors"] = barriers(visitor, WORDS)
    assert found == dict.fromkeys(found, [])
