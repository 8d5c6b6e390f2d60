"""Somebody with an invitation: the mail's link, the account, the second factor, signing in."""

import re
import sqlite3
from pathlib import Path

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page

from tests.browser.keyboard import Keyboard
from tests.browser.places import PASSWORD
from tests.browser.visitor import OWN_CODES, Visitor

INVITED = "SELECT text FROM accounts_mail WHERE address = ? AND kind = 'invitation'"


class Person:
    """A visitor who has a name and an address, uses the keyboard and reads one language."""

    def __init__(self, visitor: Visitor, language: str, email: str) -> None:
        self.visitor, self.language, self.email = visitor, language, email
        self.name = f"Alex {email.partition('@')[0]}"
        self.codes = OWN_CODES
        self.keys = Keyboard(visitor)

    @property
    def tab(self) -> Page:
        return self.visitor.tab

    def open(self, path: str) -> None:
        answer = self.visitor.open(f"/{self.language}/{path}")
        assert answer.status == 200, answer.url

    def in_another_window(self) -> "Person":
        visitor = Visitor(self.tab.context.new_page(), self.visitor.origin)
        return Person(visitor, self.language, self.email)

    def begin_anew(self) -> None:
        """Close the window and open an empty one."""
        closed, self.visitor.tab = self.tab, self.tab.context.new_page()
        closed.close()

    def give_password(self) -> None:
        self.keys.write("#id_login", self.email)
        self.keys.write("#id_password", PASSWORD)
        self.keys.follow("main .actions button")

    def give_code(self) -> None:
        self.keys.write("#id_code", next(self.codes))
        self.keys.follow("main .actions button")

    def sign_in(self, path: str) -> None:
        """Go to a page that asks for password and code first."""
        self.open(path)
        self.give_password()
        self.give_code()
        assert self.visitor.address == f"/{self.language}/{path}"

    def accept(self, database: Path) -> None:
        """Open the link of the mail, make the account and set up the second factor."""
        self.open(link_to(self.email, database))
        self.keys.write("#id_name", self.name)
        self.keys.write("#id_password", PASSWORD)
        self.keys.write("#id_again", PASSWORD)
        self.keys.follow("main .actions button")
        self.give_password()
        self.keys.follow("a[href$='/2fa/totp/activate/']")
        self.keys.write("#id_code", shown_by_app(self.tab.inner_text("main code")))
        self.keys.follow("main .actions button")
        self.codes = iter(self.tab.locator(".codes code").all_inner_texts())


def link_to(email: str, database: Path) -> str:
    """The address in the newest invitation, without its language; no worker has sent it yet."""
    with sqlite3.connect(database) as connection:
        *_older, (text,) = connection.execute(f"{INVITED} ORDER BY id", [email])
    return re.search(r"https://portal\.example\.org/[a-z-]+/(\S+)", text)[1]


def shown_by_app(secret: str) -> str:
    """The six digits that an app with this key shows now."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))
