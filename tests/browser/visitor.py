"""Somebody with a browser tab, and what goes wrong while they read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.browser.places import CODES, PASSWORD, PLACES, Place

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event => console.error(
    "Content Security Policy: " + event.violatedDirective + " " + event.blockedURI));
"""
# Each stylesheet: its address, the status it answered with, and how many rules came of it.
STYLESHEETS = """
() => [...document.querySelectorAll("link[rel=stylesheet]")].map(link => [
    link.href,
    performance.getEntriesByName(link.href)[0]?.responseStatus,
    link.sheet ? link.sheet.cssRules.length : 0,
])
"""

# Processes that test at the same time share the data.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
OWN_CODES = iter(CODES[100 * WORKER : 100 * (WORKER + 1)])


class Visitor:
    """Reads pages in one tab; `faults` holds what the policy forbade and what left the site."""

    def __init__(self, tab: Page, origin: str) -> None:
        self.tab, self.origin, self.faults = tab, origin, []
        tab.add_init_script(TELL_OF_VIOLATIONS)
        tab.on("console", self.hear)
        tab.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        tab.on("request", self.watch)

    @classmethod
    @contextmanager
    def arriving(cls, browser: Browser, origin: str, **options: Any) -> Iterator["Visitor"]:
        context = browser.new_context(viewport=WIDE, **options)
        context.set_default_timeout(30_000)  # milliseconds; a busy machine is no fault
        try:
            yield cls(context.new_page(), origin)
        finally:
            context.close()

    def hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def watch(self, request: Request) -> None:
        outside = not request.url.startswith((f"{self.origin}/", "data:"))
        if outside or request.url.endswith("/csp-report"):
            self.faults.append(f"request: {request.url}")

    def open(self, path: str) -> Response:
        """Go to an address of the portal."""
        answer = self.tab.goto(f"{self.origin}{path}")
        assert answer is not None
        return answer

    def sign_in(self, email: str, path: str = "/en/account/") -> None:
        """Sign in with password and one of the codes of `stage`, and go to the address."""
        self.open(f"/en/account/login/?next={path}")
        self.tab.fill("#id_login", email)
        self.tab.fill("#id_password", PASSWORD)
        self.tab.press("#id_password", "Enter")
        self.tab.fill("#id_code", next(OWN_CODES))
        self.tab.press("#id_code", "Enter")
        self.tab.wait_for_url(f"**{path}")

    def open_place(self, kind: str, language: str) -> None:
        """Go to the example of a kind of page; it answers as it should, with its styles."""
        place: Place = PLACES[kind]
        answer = self.open(f"/{language}/{place.path}")
        assert answer.status == place.status, answer.url
        sheets = self.tab.evaluate(STYLESHEETS)
        assert sheets, "no stylesheet"
        assert all(status == 200 and rules for _url, status, rules in sheets), sheets

    def unfold(self) -> None:
        """Open what is folded: axe passes over what stands in a closed <details>."""
        self.tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    def narrow(self) -> None:
        self.tab.set_viewport_size(NARROW)

    def widen(self) -> None:
        self.tab.set_viewport_size(WIDE)

    @property
    def address(self) -> str:
        """Path, query and fragment of the page."""
        return self.tab.url.removeprefix(self.origin)
