"""Signing in as people do: by keyboard, with an app, with a passkey, with and without scripts."""

from collections.abc import Iterator

from tests.browser.barriers import ONCE, WORDS, Look, barriers, scan
from tests.browser.places import EDITOR, KEYHOLDER, LANGUAGES, PASSWORD
from tests.browser.visitor import OWN_CODES, Visitor

OPEN = ["login/", "signup/", "inactive/", "password/reset/", "password/reset/done/",
        "password/reset/key/1-x/"]  # fmt: skip
OWN = ["", "2fa/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/", "2fa/webauthn/",
       "2fa/webauthn/add/", "2fa/reauthenticate/", "sessions/", "password/change/",
       "logout/"]  # fmt: skip
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def looks() -> Iterator[tuple[str, Look]]:
    """English on both screens, the words of each other language on a third of the pages."""
    yield "en", ONCE
    for third, language in enumerate(LANGUAGES[1:]):
        yield language, WORDS._replace(third=third)


def barriers_on(visitor: Visitor, paths: list[str]) -> dict[str, list]:
    found = {}
    for language, look in looks():
        for place, path in enumerate(paths):
            assert visitor.open(f"/{language}/account/{path}").status == 200, path
            found[f"{language} {path}"] = barriers(visitor, look.at(place))
    return {page: faults for page, faults in found.items() if faults}


def test_pages_for_anybody_have_no_barrier(visitor):
    assert barriers_on(visitor, OPEN) == {}


def test_pages_of_who_is_signed_in_have_no_barrier(visitor):
    visitor.sign_in(EDITOR)
    assert barriers_on(visitor, OWN) == {}


def test_sign_in_by_keyboard_alone(visitor):
    tab = visitor.tab
    visitor.open("/en/account/login/?next=/en/account/sessions/")
    tab.focus("#id_login")
    tab.keyboard.type(EDITOR)
    tab.keyboard.press("Tab")
    tab.keyboard.type("not the password at all")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".errors")
    assert tab.title().startswith("Error: ")
    assert tab.evaluate("document.activeElement.className") == "errors"
    assert tab.input_value("#id_login") == EDITOR
    tab.focus("#id_password")
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#id_code")
    tab.focus("#id_code")
    tab.keyboard.type(next(OWN_CODES))
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/en/account/sessions/")
    assert scan(visitor) == []


def test_sign_in_works_without_scripts(scriptless):
    scriptless.sign_in(EDITOR, "/en/account/2fa/")
    scriptless.open("/en/account/2fa/webauthn/add/")
    assert scriptless.tab.inner_text("noscript .notice").startswith("A passkey needs JavaScript")


def test_passkey_is_added_and_used(visitor):
    tab, visitor.origin = visitor.tab, visitor.origin.replace("127.0.0.1", "localhost")
    devtools = tab.context.new_cdp_session(tab)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    visitor.sign_in(KEYHOLDER, "/en/account/2fa/webauthn/add/")
    tab.fill("#id_name", "Key of the test")
    tab.click("#passkey")
    tab.wait_for_url("**/en/account/2fa/")
    tab.goto(f"{visitor.origin}/en/account/logout/")
    tab.click("main button")
    visitor.open("/en/account/login/?next=/en/account/")
    tab.fill("#id_login", KEYHOLDER)
    tab.fill("#id_password", PASSWORD)
    tab.press("#id_password", "Enter")
    tab.click("#passkey")
    tab.wait_for_url("**/en/account/")
    assert "Key of the test" in tab.inner_text("main")


def test_end_of_the_session_is_announced_and_put_off(visitor):
    tab = visitor.tab
    visitor.sign_in(EDITOR)
    tab.clock.install()
    visitor.open("/en/account/password/change/")
    tab.fill("#id_oldpassword", "half of a")
    tab.clock.fast_forward("49:00")
    assert tab.is_hidden("[data-idle]")
    tab.clock.fast_forward("02:00")
    assert tab.inner_text("[data-idle]").startswith("You will soon be signed out")
    assert scan(visitor) == []
    tab.click("[data-stay]")
    tab.wait_for_selector("[data-idle]", state="hidden")
    assert tab.input_value("#id_oldpassword") == "half of a"
    tab.clock.fast_forward("51:00")
    assert tab.is_visible("[data-idle]")
