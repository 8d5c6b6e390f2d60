"""20,000 odd requests to each database: nothing 5xx, and both answer in the same way.

    python -m bench.odd_requests [--requests 20000] [--on sqlite postgresql]

Every address of the site × each argument in its path, each parameter that it reads and each field
of its form × the values of `odd_values`, over the demonstration data, generated reports and the
world of the matrix of access, as the first person who may see the address. What parameters an
address reads is watched, not listed. Requests are dealt out evenly, in an order of chance that is
the same each time; what a POST changes is undone.

A kind of answer is its status with the class of an error: the code of a problem, the fields that a
form found wrong, where it leads. What differs between the databases is printed, also where only the
number of rows does. Ends with 1 when something does, or when an answer is a 5xx.
"""

import argparse
import json
import logging
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlencode

from bench.many_reports import ENGINES, made
from bench.odd_values import BODIES, QUERIES, VALUES
from bench.running import ROOT, python

REPORTS = 2_000  # generated ones
SHOWN = 40  # differences
SLOW = 10.0  # seconds
SELDOM = 4  # the administration has most of the fields and few of the readers
FORM = "application/x-www-form-urlencoded"
BODY, PATH, FIELD = "(body)", "path:", "field:"
ELSEWHERE = re.compile(r"logout|outbox|favicon|^admin/")
ROW = re.compile(rb"<(?:article|tr|li|dt)\b")
WRONG = re.compile(r'<[^>]*\baria-invalid="true"[^>]*>')
NAME = re.compile(r'\bname="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Place:
    """An address, who asks it, and what it was found to read."""

    name: str
    address: str
    arguments: dict[str, str]
    person: str
    parameters: tuple[str, ...]
    form: dict[str, list[str]]
    takes_post: bool

    def parts(self) -> list[str]:
        """What can be odd about a request here."""
        paths = [PATH + name for name in self.arguments]
        # Rows of a form are alike: the first stands for all.
        rows = {re.sub(r"\d+", "", name): name for name in reversed(self.form)}
        posted = [BODY, *(FIELD + name for name in rows.values())] if self.takes_post else []
        return [*paths, *self.parameters, *posted]


@dataclass(frozen=True, slots=True)
class Answer:
    kind: str
    rows: int
    seconds: float


# What addresses there are ---------------------------------------------------------------------


class Site:
    """The portal of this process and everybody's browsers."""

    def __init__(self) -> None:
        from tests.access.world import PERSONS, build

        self.world = build()
        self.browsers = self.world.browsers()
        self.persons = list(PERSONS)

    def places(self) -> Iterator[Place]:
        from django.urls import reverse

        from tests.access.objects import OBJECTS, UNNAMED
        from tests.access.rows import ROWS
        from tests.test_access_matrix import NOTHING, names

        for name in sorted(set(names()) - set(UNNAMED)):
            if ELSEWHERE.search(name):
                continue
            for label, arguments in OBJECTS.get(name, NOTHING).items():
                place = f"{name} {label}".strip()
                person = self._may(ROWS.get(place, ("", "")))
                if person:
                    given = arguments(self.world)
                    address = reverse(name, kwargs=given)
                    yield self._place(place, address, _texts(given), person)
                    break
        yield from self._administration()

    def _may(self, row: tuple[str, str]) -> str:
        """The first person who sees the page, else who gets as far as the form."""
        for signs, good in (*((signs, ".") for signs in row), (row[1], "RU40")):
            for person, sign in zip(self.persons, signs, strict=False):
                if sign in good:
                    return person
        return ""

    def _administration(self) -> Iterator[Place]:
        from django.contrib import admin
        from django.urls import reverse

        own = ["q", "o", "p", "e", "all", "_facets", "_popup", "_to_field", "id__in", "pk__regex"]
        for model, options in admin.site._registry.items():
            path = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            filters = [one if isinstance(one, str) else one[0] for one in options.list_filter
                       if isinstance(one, str | tuple)]  # fmt: skip
            more = [f"{name}{end}" for name in filters for end in ("", "__exact", "__id__exact")]
            place = self._place(
                f"{path} list", reverse(f"{path}_changelist"), {}, "administrator", (*own, *more)
            )
            yield place
            yield self._place(
                f"{path} record", reverse(f"{path}_change", args=["1"]), {"object": "1"},
                "administrator", ("_changelist_filters", "_popup", "_to_field"),
            )  # fmt: skip
        yield self._place(
            "admin:autocomplete", reverse("admin:autocomplete"), {}, "administrator",
            ("term", "page", "app_label", "model_name", "field_name"),
        )  # fmt: skip

    def _place(
        self, name: str, address: str, arguments: dict[str, str], person: str,
        more: tuple[str, ...] = (),
    ) -> Place:  # fmt: skip
        """Ask once, and see what is read."""
        browser = self.browsers[person]
        with _watched() as read:
            page = browser.get(address)
            body = b"".join(page) if page.streaming else page.content
        form = _form(body) if "html" in page.headers.get("Content-Type", "") else {}
        with _undone():
            takes_post = browser.post(address).status_code not in (403, 404, 405)
        parameters = tuple(dict.fromkeys([*more, *sorted(read), "zz"]))
        return Place(name, address, arguments, person, parameters, form, takes_post)


def _texts(arguments: dict) -> dict[str, str]:
    return {name: str(value) for name, value in arguments.items()}


def _form(body: bytes) -> dict[str, list[str]]:
    from tests.admin_forms import FormValues

    parser = FormValues(every=True)
    parser.feed(body.decode())
    parser.values.pop("csrfmiddlewaretoken", None)
    return parser.values


@contextmanager
def _watched() -> Iterator[set[str]]:
    """Collects the names that are asked of a query."""
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    names: set[str] = set()
    kept = {}

    def watching(original: Callable) -> Callable:
        def asked(self: QueryDict, name: str, *rest, **options):
            if isinstance(self, QueryDict) and isinstance(name, str) and name.isidentifier():
                names.add(name)
            return original(self, name, *rest, **options)

        return asked

    for method in ("get", "getlist", "__getitem__"):
        kept[method] = getattr(MultiValueDict, method)
        setattr(MultiValueDict, method, watching(kept[method]))
    try:
        yield names
    finally:
        for method, original in kept.items():
            setattr(MultiValueDict, method, original)


@contextmanager
def _undone() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Asking ---------------------------------------------------------------------------------------


def dealt(places: list[Place]) -> Iterator[tuple[Place, str, str]]:
    """Place, part and label of a value, without end: parts in turn, each with its next value.

    What one part gets depends on no other, so that both databases are asked the same.
    """
    parts = [(place, part) for place in places for part in place.parts()]
    for number in count():
        for place, part in sorted(parts, key=lambda one: _chance(number, one[0].name, one[1])):
            if number % SELDOM and place.name.startswith("admin:"):
                continue
            turn = number // SELDOM if place.name.startswith("admin:") else number
            labels = _labels(part)
            labels.sort(key=lambda label: _chance(place.name, part, label))
            yield place, part, labels[turn % len(labels)]


def _chance(*names: object) -> float:
    return random.Random(repr(names)).random()


def _labels(part: str) -> list[str]:
    return list(BODIES if part == BODY else VALUES if part.startswith((PATH, FIELD)) else QUERIES)


def ask(site: Site, place: Place, part: str, label: str) -> Answer:
    """One odd request; a browser's cookies are afterwards what they were."""
    from http.cookies import SimpleCookie

    browser = site.browsers[place.person]
    kept = {name: cookie.value for name, cookie in browser.cookies.items()}
    started = time.perf_counter()
    if part == BODY:
        kind, content = BODIES[label]
        with _undone():
            answer = browser.generic("POST", place.address, content, kind)
    elif part.startswith(FIELD):
        name = part.removeprefix(FIELD)
        others = urlencode({**place.form, name: []}, doseq=True)
        content = f"{others}&{quote(name)}={VALUES[label]}".encode()
        with _undone():
            answer = browser.generic("POST", place.address, content, FORM)
    elif part.startswith(PATH):
        value = place.arguments[part.removeprefix(PATH)]
        before, _value, after = place.address.rpartition(quote(value))
        answer = browser.generic("GET", f"{before}{VALUES[label]}{after}".replace("#", "%23"))
    else:
        answer = browser.generic("GET", place.address, QUERY_STRING=QUERIES[label](part))
    body = b"".join(answer) if answer.streaming else answer.content
    browser.cookies = SimpleCookie(kept)
    seconds = time.perf_counter() - started
    packed = body.startswith((b"PK", b"%PDF"))  # of which moments are part, and no rows are told
    rows = 0 if packed else len(ROW.findall(body)) or body.count(b"\n")
    return Answer(_kind(answer, body), rows, seconds)


RAISED: list[str] = []


def _note(**_said) -> None:
    """What a view raised, for the kind of the answer."""
    error = sys.exc_info()[1]
    place = traceback.extract_tb(error.__traceback__)[-1]
    RAISED.append(f"{error!r:.200} in {Path(place.filename).name}:{place.lineno}")


def _kind(answer, body: bytes) -> str:
    """The status, and what sort of it."""
    from tests.test_access_matrix import sign_of

    status, sort = str(answer.status_code), answer.headers.get("Content-Type", "").partition(";")[0]
    if answer.status_code >= 500:
        return f"{status} {RAISED.pop() if RAISED else ''}"
    if answer.status_code in (301, 302):
        return f"{status} {sign_of(answer)}"
    if "json" in sort and answer.status_code >= 400:
        said = json.loads(body).get("error", {})
        return f"{status} {said.get('code')} {','.join(sorted(said.get('parameters', {})))}"
    wrong = {
        found[1] for tag in WRONG.findall(body.decode(errors="replace") if "html" in sort else "")
        if (found := NAME.search(tag))
    }  # fmt: skip
    fields = ",".join(sorted(wrong))
    return f"{status} {sort} {fields[:200]}".strip()


def run(requests: int, out: Path) -> None:
    """In the process of one database: ask everything and write a line for each answer."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.signals import got_request_exception
    from django.db import connection
    from django.utils.translation import activate

    logging.disable(logging.CRITICAL)
    got_request_exception.connect(_note)

    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["*"]
    settings.API_REQUESTS_PER_MINUTE = 0
    settings.MFA_TOTP_INSECURE_BYPASS_CODE = None
    # The end of a request does not end the transaction that is undone.
    connection.close_if_unusable_or_obsolete = lambda: None
    activate("en")
    site = Site()
    places = list(site.places())
    asked = dealt(places)
    with out.open("w", encoding="utf-8") as lines:
        for _number in range(requests):
            place, part, label = next(asked)
            answer = ask(site, place, part, label)
            row = [place.name, part, label, answer.kind, answer.rows, round(answer.seconds, 2)]
            lines.write(json.dumps(row) + "\n")


# Comparing ------------------------------------------------------------------------------------

Key = tuple[str, str, str]


def answers(engine: str, requests: int, folder: Path) -> dict[Key, list[Answer]]:
    """Everything that the portal on this database answers."""
    address = _database(engine)
    out = folder / f"{engine}.jsonl"
    environment = {
        **os.environ, "DATABASE_URL": address, "DEBUG": "true", "LOG_LEVEL": "CRITICAL",
        "CACHE_URL": "dummycache://", "EMAIL_URL": "dummymail://",
        "MEDIA_ROOT": str(folder / engine), "PORTAL_IGNORE_DOTENV": "1",
    }  # fmt: skip
    started = time.monotonic()
    command = [sys.executable, "-m", "bench.odd_requests", "--requests", str(requests)]
    subprocess.run([*command, "--into", str(out)], cwd=ROOT, env=environment, check=True)
    found: dict[Key, list[Answer]] = {}
    for line in out.read_text(encoding="utf-8").splitlines():
        *key, kind, rows, seconds = json.loads(line)
        found.setdefault(tuple(key), []).append(Answer(kind, rows, seconds))
    print(_summary(engine, found, time.monotonic() - started), flush=True)
    return found


def _database(engine: str) -> str:
    address, _there = made(engine, "odd_requests", afresh=True)
    python(address, "manage.py", "migrate", "--skip-checks", "--verbosity", "0")
    for command in ("load_reference", "load_demo"):
        python(address, "manage.py", command, "--skip-checks")
    python(address, "-m", "bench.many_reports", "--add", str(REPORTS))
    for command in ("rebuild_search", "rebuild_coverage"):
        python(address, "manage.py", command, "--skip-checks")
    return address


def _summary(engine: str, found: dict[Key, list[Answer]], seconds: float) -> str:
    each = [answer for several in found.values() for answer in several]
    by_class = Counter(f"{answer.kind[0]}xx" for answer in each)
    places, parts = {key[0] for key in found}, {key[:2] for key in found}
    said = ", ".join(f"{name} {number}" for name, number in sorted(by_class.items()))
    return (
        f"{engine}: {len(each)} requests to {len(places)} addresses, {len(parts)} parts, "
        f"{len({answer.kind for answer in each})} kinds of answers in {seconds:.0f} s: {said}; "
        f"5xx {by_class['5xx']}; slowest {max(answer.seconds for answer in each):.1f} s"
    )


def faults(found: dict[Key, list[Answer]]) -> list[str]:
    """Answers that nobody should get, or not so late."""
    return [
        f"{' · '.join(key)}: {answer.kind} after {answer.seconds} s"
        for key, several in found.items()
        for answer in several
        if answer.kind.startswith("5") or answer.seconds > SLOW
    ]


def differences(one: dict[Key, list[Answer]], other: dict[Key, list[Answer]]) -> list[str]:
    """Where two databases answer otherwise, or were not asked the same."""
    found = [f"{' · '.join(key)}: asked of one alone" for key in sorted(one.keys() ^ other.keys())]
    for key in sorted(one.keys() & other.keys()):
        kinds = [{answer.kind for answer in side[key]} for side in (one, other)]
        rows = [{answer.rows for answer in side[key]} for side in (one, other)]
        if kinds[0] != kinds[1]:
            found.append(f"{' · '.join(key)}: {kinds[0]} against {kinds[1]}")
        elif rows[0] != rows[1]:
            found.append(f"{' · '.join(key)}: {rows[0]} rows against {rows[1]}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--on", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
    if options.into:
        run(options.requests, options.into)
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = [answers(engine, options.requests, Path(folder)) for engine in options.on]
    wrong = [line for one in found for line in faults(one)]
    unlike = differences(*found) if len(found) == 2 else []
    for title, lines in (("5xx or slow", wrong), ("unlike", unlike)):
        print(f"{title}: {len(lines)}", *lines[:SHOWN], sep="\n  ", flush=True)
    sys.exit(1 if wrong or unlike else 0)


if __name__ == "__main__":
    main()
