"""Logs: one JSON object a line, in UTC, with the id of the request it belongs to."""

import datetime
import json
import logging
import os
import random
import re
import time
from collections import deque
from contextvars import ContextVar
from functools import lru_cache
from threading import Event, Lock, Thread
from typing import TextIO

from django.conf import settings

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")

access = logging.getLogger("portal.access")
WELL_FORMED_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
LONGEST_PATH = 300
# Addresses whose end lets whoever reads it act for a person, and nothing else.
KEY_IN_PATH = re.compile(r"(/account/(?:unsubscribe|password/reset/key)/)(?!done/$).+", re.DOTALL)
encode = json.JSONEncoder(ensure_ascii=True, default=str).encode
quote = json.encoder.encode_basestring_ascii


class JSONFormatter(logging.Formatter):
    """Formats a record as one line; what `extra={"event": {...}}` holds becomes keys of its own."""

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record, AccessRecord):
            return access_line(record.created, *record.answered)
        line = {
            "at": written(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_key(record.getMessage()),
            "request_id": current_request_id.get(),
            **getattr(record, "event", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return encode(line)


class AccessRecord(logging.LogRecord):
    """An answered request, for handlers that take records: a record is seldom made."""

    ALIKE = vars(logging.LogRecord("portal.access", logging.INFO, "", 0, "answered", (), None))

    def __init__(self, method: str, path: str, status: int, seconds: float) -> None:
        self.__dict__.update(self.ALIKE)
        self.created = time.time()
        self.answered = method, path, status, seconds


def access_line(at: float, method: str, path: str, status: int, seconds: float) -> str:
    return (
        f'{{"at": "{written(at)}", "level": "info", "logger": "portal.access", '
        f'"message": "answered", "request_id": {quote(current_request_id.get())}, '
        f'"method": {quote(method)}, "path": {quote(path)}, "status": {status}, '
        f'"ms": {seconds * 1000:.2f}}}'
    )


def written(moment: float) -> str:
    """A moment of the log in UTC: 2026-11-22T14:32:05.678+00:00."""
    second = int(moment)
    return f"{written_second(second)}.{int((moment - second) * 1000):03}+00:00"


@lru_cache(maxsize=2)
def written_second(second: int) -> str:
    return datetime.datetime.fromtimestamp(second, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S")


class PatientHandler(logging.StreamHandler):
    """Writes many lines at once: threads that answer from memory must not queue for the stream.

    A line waits a tenth of a second at most. A warning is written at once, after what waits. What
    waits when the process is killed outright is lost.
    """

    PATIENCE = 0.1
    MANY = 10_000

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(stream)
        self.renew()
        os.register_at_fork(after_in_child=self.renew)

    def renew(self) -> None:
        """A forked process has neither the thread nor the lines of its parent."""
        self.waiting: deque[str] = deque()
        self.woken = Event()
        self.writer: Thread | None = None
        self.writing = Lock()

    def createLock(self) -> None:  # noqa: N802  logging's name
        """No lock around `emit`: appending to a deque needs none."""
        self.lock = None

    def handle(self, record: logging.LogRecord) -> bool | logging.LogRecord:
        """As logging's own, but for the lock that is not there."""
        passed = self.filter(record) if self.filters else True
        if passed:
            self.emit(record)
        return passed

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.put(self.format(record))
        except Exception:  # noqa: BLE001  as every handler of logging
            self.handleError(record)
        if record.levelno >= logging.WARNING:
            self.flush()

    def put(self, line: str) -> None:
        """Have a line written soon."""
        self.waiting.append(line + self.terminator)
        if len(self.waiting) > self.MANY:
            self.flush()
        elif not self.woken.is_set():
            self.wake()

    def wake(self) -> None:
        self.woken.set()
        if self.writer is None:
            self.writer = Thread(target=self.write_on, name="log", daemon=True)
            self.writer.start()

    def write_on(self) -> None:
        while self.woken.wait():
            time.sleep(self.PATIENCE)
            self.woken.clear()
            self.flush()

    def flush(self) -> None:
        with self.writing:
            lines = [self.waiting.popleft() for _ in range(len(self.waiting))]
            if lines:
                self.stream.write("".join(lines))
                self.stream.flush()


def identify(environ: dict) -> str:
    """The id of a request, the same however many layers ask; log lines carry it from now on.

    It is not taken back at the end, since Django logs last of all: the thread's next request
    replaces it.
    """
    identity = environ.get("portal.request_id")
    if identity is None:
        environ["portal.request_id"] = identity = new_id(environ)
    current_request_id.set(identity)
    return identity


def new_id(environ: dict) -> str:
    """The proxy's id, if a proxy is trusted and the id is well formed, else one of our own.

    Ours is 16 hexadecimal digits in groups of four, for people who read it out. It is no secret, so
    it need not come from the operating system, which would let the other threads in between.
    """
    given = environ.get("HTTP_X_REQUEST_ID")
    if given and settings.TRUST_PROXY and WELL_FORMED_ID.fullmatch(given):
        return given
    return random.getrandbits(64).to_bytes(8).hex("-", 2)  # noqa: S311


def without_key(text: str) -> str:
    """The text, which may end in a path, without the key that the path holds."""
    return KEY_IN_PATH.sub(r"\1(key)", text) if "/account/" in text else text


def log_access(method: str, path: str, status: int, seconds: float) -> None:
    """One line for an answered request: no query, no address, no key, nothing about the person.

    A page from memory costs so little that logging must cost less: where lines go nowhere but to
    our own handler, it gets the line and no record is made.
    """
    if not access.isEnabledFor(logging.INFO):
        return
    path = without_key(path)[:LONGEST_PATH]
    if ours := only_handler():
        ours.put(access_line(time.time(), method, path, status, seconds))
    else:
        access.handle(AccessRecord(method, path, status, seconds))


def only_handler() -> PatientHandler | None:
    """Ours, if no other handler has been set up that would want the line."""
    handlers = logging.root.handlers
    is_only = len(handlers) == 1 and access.parent is logging.root and not access.handlers
    return handlers[0] if is_only and isinstance(handlers[0], PatientHandler) else None
