"""People who write reports over HTTP, and go on after a fault as a person with a browser would."""

import http.client
import json
import re
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string

from countries.models import Entity
from mandates.models import Theme
from tests.factories import make_entity, make_person, make_report, make_theme
from tests.people import signed_in

from .ledger import Ledger, Receipt, digest

PATIENCE = 90  # seconds for one answer
RECEIPT = re.compile(r"/receipt/(\d+)/$")


class NoAnswer(Exception):
    """The connection broke, or the portal said that something went wrong."""


@dataclass
class Writer:
    """A coordinator's browser, after signing in."""

    entity: Entity
    session: str
    csrf: str

    def post(
        self, origin: str, path: str, data: dict[str, object], body: bytes = b"", kind: str = ""
    ) -> tuple[int, str, str]:
        """Status, address of a redirect, and text of the answer. Raises NoAnswer."""
        content = body or urlencode({**data, "csrfmiddlewaretoken": self.csrf}).encode()
        headers = {
            "Content-Type": kind or "application/x-www-form-urlencoded",
            "X-CSRFToken": self.csrf,
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; "
            f"{settings.CSRF_COOKIE_NAME}={self.csrf}",
        }
        connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=PATIENCE)
        try:
            connection.request("POST", f"/en/workspace/reports/{path}", content, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(type(error).__name__) from error
        finally:
            connection.close()
        if answer.status >= 500:
            raise NoAnswer(str(answer.status))
        return answer.status, answer.headers.get("Location", ""), text


@dataclass
class Task:
    """A draft that a writer is to fill in and hand in, and how far that has come."""

    writer: Writer
    report: int
    text: str
    token: str
    revision: int = 0
    saved: bool = False
    done: bool = False

    def go_on(self, origin: str, ledger: Ledger) -> str:
        """Do what was not acknowledged yet; "done", or why not."""
        try:
            if not self.saved:
                self.save(origin)
            return self.submit(origin, ledger)
        except NoAnswer as silence:
            return f"no answer ({silence})"

    def save(self, origin: str) -> None:
        """The text, on top of whatever revision is there by now; raises NoAnswer."""
        data = {"revision": self.revision, "done": self.text}
        status, _location, said = self.writer.post(origin, f"{self.report}/save/", data)
        if status == 409:  # the answer to an earlier attempt was lost; the browser's page says so
            self.revision = json.loads(said)["revision"]
            status, _location, said = self.writer.post(
                origin, f"{self.report}/save/", data | {"revision": self.revision}
            )
        if status != 200:
            raise NoAnswer(f"save {status}")
        self.revision, self.saved = json.loads(said)["revision"], True

    def submit(self, origin: str, ledger: Ledger) -> str:
        """The same form as often as it is sent; raises NoAnswer."""
        data = {"revision": self.revision, "token": self.token}
        status, location, _said = self.writer.post(origin, f"{self.report}/submit/", data)
        found = RECEIPT.search(location)
        if status != 302 or not found:
            return f"refused ({status} {location})"
        ledger.write(Receipt(self.report, self.token, int(found[1]), digest(self.text)))
        self.done = True
        return "done"


def cast(writers: int = 4) -> tuple[list[Writer], Theme]:
    """Coordinators of an entity each, an editor who is told of submissions, and a theme."""
    make_person(role="editor", email="editor@example.org", name="Renata Revisora")
    found = []
    for _number in range(writers):
        entity = make_entity()
        client = signed_in(make_person(role="coordinator", entity=entity))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        found.append(Writer(entity, session, _get_new_csrf_string()))
    return found, make_theme()


def drafts(writers: list[Writer], theme: Theme, each: int) -> list[Task]:
    """Empty drafts of the writers, with a text and a token for each."""
    tasks = []
    for writer in writers * each:
        report = make_report(
            entity=writer.entity, themes=[theme], state="draft", texts={}, original_language="en"
        )
        token = str(uuid4())
        tasks.append(Task(writer, report.pk, f"Schools: {token}.", token, report.revision))
    return tasks


def all_at_once(tasks: Iterable[Task], origin: str, ledger: Ledger, threads: int = 4) -> Counter:
    """Every task once, by as many people at a time; what came of them."""
    with ThreadPoolExecutor(threads) as people:
        return Counter(people.map(lambda task: task.go_on(origin, ledger), tasks))


def until_done(tasks: Iterable[Task], origin: str, ledger: Ledger) -> Counter:
    """What was left open, sent again as it was; people try three times."""
    for _attempt in range(3):
        left = [task for task in tasks if not task.done]
        said = all_at_once(left, origin, ledger)
    return Counter({f"at last {answer}": n for answer, n in said.items() if answer != "done"}) + (
        Counter(wrong=sum(not task.done for task in tasks))
    )
