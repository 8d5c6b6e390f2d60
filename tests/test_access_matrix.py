"""Every address × everybody × the objects it can name × GET and POST, against an expected row.

The addresses are read from the resolver: one without a row in tests/access/rows.py fails. A row is
one character for each person of tests.access.world.PERSONS, in that order.
"""

import re
import tempfile
from collections.abc import Iterator
from http.cookies import SimpleCookie

from django.contrib import admin
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.policy import ADMINISTERED_APPS, EDITED_APPS
from tests.access.objects import OBJECTS, UNNAMED
from tests.access.rows import ROWS
from tests.access.world import PERSONS, World, build

SIGNS = {
    200: ".",
    301: "P",
    400: "4",
    403: "X",
    404: "N",
    405: "M",
    409: "C",
    410: "G",
    422: "U",
    204: "0",
    202: "W",
}
METHODS = ("GET", "POST")
NOTHING = {"": lambda world: {}}
# How the administration refuses: staff by 403, everybody else at its door.
REFUSALS = {"half": "F", "editor": "X", "administrator": "X"}
# The login library's forms take a PUT for a POST without a form: they ask again.
LIBRARY = ("account_", "mfa_")


def sign_of(response: HttpResponse) -> str:
    """One character: L to sign in, F to the second factor, R to another page, else the status."""
    if response.status_code != 302:
        return SIGNS.get(response.status_code, "?")
    target = response.headers["Location"]
    if "/account/login/" in target or "/admin/login/" in target:
        return "L"
    return "F" if "/account/2fa/" in target else "R"


def names(patterns=None, space: str = "") -> Iterator[str]:
    """The full name of every address of the site, the administration's apart."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            if inner != "admin:":
                yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}" if pattern.name else f"{pattern.pattern}"


def likeness(response: HttpResponse, address: str) -> tuple:
    """Status, headers and body, without what differs each time: request id, token, address."""
    headers = {k: v for k, v in response.headers.items() if k not in ("X-Request-ID",)}
    body = re.sub(r"<code>[-\w]+</code>", "", response.text).replace(address, "")
    for language in ("en", "es", "fr", "pt-br"):
        body = body.replace(f"/{language}{address.removeprefix('/en')}", "")
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    return (
        response.status_code,
        sorted(headers.items() - {("Content-Length", headers.get("Content-Length"))}),
        body,
    )


class Matrix(TestCase):
    world: World
    browsers: dict[str, Client]

    @classmethod
    def setUpClass(cls) -> None:
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=folder))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = build()
        cls.browsers = cls.world.browsers()

    def ask(self, person: str, method: str, address: str) -> HttpResponse:
        """The answer; whatever it changed is undone."""
        with transaction.atomic():
            browser = self.browsers[person]
            kept = {name: cookie.value for name, cookie in browser.cookies.items()}
            response = browser.generic(method, address)
            browser.cookies = SimpleCookie(kept)
            transaction.set_rollback(True)
        if response.streaming:
            list(response)  # as a server does, or its place would stay taken
        return response

    def row(self, address: str, method: str) -> str:
        return "".join(sign_of(self.ask(person, method, address)) for person in PERSONS)

    def places(self) -> Iterator[tuple[str, str]]:
        """Every address under the name of its row."""
        for name in sorted(set(names())):
            if name in UNNAMED:
                yield name, UNNAMED[name]
                continue
            for label, arguments in OBJECTS.get(name, NOTHING).items():
                yield f"{name} {label}".strip(), reverse(name, kwargs=arguments(self.world))

    def test_every_address_answers_everybody_as_expected(self):
        wrong, seen = [], {}
        for place, address in self.places():
            found = tuple(self.row(address, method) for method in METHODS)
            seen[place] = found
            if ROWS.get(place) != found:
                wrong.append(f'    "{place}": ("{found[0]}", "{found[1]}"),')
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong))
        self.assertEqual(sorted(ROWS), sorted(seen))

    def test_what_is_anothers_looks_like_what_is_missing(self):
        """To the outsider, byte for byte but for request id and form token."""
        unlike = []
        for name, objects in OBJECTS.items():
            if not name.startswith(("workspace:", "contributing:", "team:")):
                continue
            nothing = self.ask(
                "outsider", "GET", reverse(name, kwargs=objects["missing"](self.world))
            )
            for label, arguments in objects.items():
                address = reverse(name, kwargs=arguments(self.world))
                answer = self.ask("outsider", "GET", address)
                if likeness(answer, address) != likeness(nothing, nothing.request["PATH_INFO"]):
                    unlike.append(f"{name} {label}")
        self.assertEqual(unlike, [])

    def test_the_administration_is_open_by_application_and_role(self):
        wrong, cells = [], 0
        for model in admin.site._registry:
            app, view = model._meta.app_label, f"{model._meta.app_label}_{model._meta.model_name}"
            open_to = {"administrator"} if app in EDITED_APPS | ADMINISTERED_APPS else set()
            open_to |= {"editor"} if app in EDITED_APPS else set()
            for person in PERSONS:
                sign = sign_of(self.ask(person, "GET", reverse(f"admin:{view}_changelist")))
                expected = "." if person in open_to else REFUSALS.get(person, "L")
                cells += 1
                if sign != expected:
                    wrong.append(f"{view} {person}: {sign} instead of {expected}")
        self.assertEqual(wrong, [])
        self.assertGreater(cells, 200)

    def test_other_methods_change_nothing(self):
        found = {
            f"{method} {place} {person}: {sign}"
            for place, address in self.places()
            if not place.startswith(LIBRARY)
            for method in ("PUT", "PATCH", "DELETE")
            for person in ("coordinator", "administrator")
            if (sign := sign_of(self.ask(person, method, address))) not in "MNXRFLP"
        }
        self.assertEqual(found, set())
