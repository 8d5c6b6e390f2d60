"""A contribution from the first word to the state's reply, by three people at their browsers."""

import re

from playwright.sync_api import expect

from tests.browser.places import CHIEF, COUNTRY, ORGANIZER, WRITER

TITLE, TEXT, REPLY = "Una escuela sin puente", "El puente **falta**.", "El puente se abre en mayo."


def test_written_moderated_public_and_replied_to(arriving):
    organization, office, state = (arriving() for _ in range(3))
    number = write_and_submit(organization)
    publish(office, number)
    reply(state, number)
    page = organization.tab
    organization.open(f"/es/contributions/{number}/")
    expect(page.locator("#text strong")).to_have_text("falta")
    expect(page.locator("#reply .passage")).to_have_text(REPLY)
    expect(page.locator(".voice-label strong").first).to_be_visible()
    page.locator("#mandates .num a").first.click()
    expect(page.locator("#contributions .voice", has_text=TITLE)).to_be_visible()


def write_and_submit(organization) -> int:
    """Paragraphs are found without losing a word; everything is checked before it goes."""
    tab = organization.tab
    organization.sign_in(ORGANIZER, "/es/workspace/")
    tab.locator("main a[href*='/contributions/new/']").click()
    tab.fill("#id_title", TITLE)
    tab.fill("#id_text", TEXT)
    tab.select_option("#id_about", label="País de demostración de América del Norte")
    tab.select_option("#id_theme", "migration")
    tab.locator("button[value=find]").click()
    assert (tab.input_value("#id_title"), tab.input_value("#id_text")) == (TITLE, TEXT)
    tab.locator("#find .pick input").first.check()
    tab.locator("button[value=check]").click()
    expect(tab.locator(".answers strong")).to_have_text("falta")
    number = int(re.search(r"/contributions/(\d+)/check/$", tab.url)[1])
    tab.locator("main form.actions button").click()
    expect(tab.locator(".receipt")).to_contain_text(TITLE)
    return number


def publish(office, number: int) -> None:
    tab = office.tab
    office.sign_in(CHIEF, "/en/secretariat/contributions/")
    tab.get_by_role("link", name=TITLE).click()
    tab.get_by_label("It is published as it stands").check()
    tab.get_by_role("button", name="Confirm the decision").click()
    expect(tab.get_by_text("The contribution is published.")).to_be_visible()
    assert tab.url.endswith(f"/secretariat/contributions/{number}/")


def reply(state, number: int) -> None:
    tab = state.tab
    state.sign_in(WRITER, f"/es/workspace/?entity={COUNTRY}")
    tab.locator(f"main a[href$='/workspace/contributions/{number}/reply/']").click()
    tab.fill("#id_text", REPLY)
    tab.locator("main form .actions button").click()
    tab.wait_for_url(f"**/es/contributions/{number}/")
