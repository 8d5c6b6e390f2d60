"""Logs: one JSON object a line, in UTC, with the id of the request it belongs to."""

import datetime
import json
import logging
import os
import re
import time
from collections import deque
from contextvars import ContextVar
from threading import Event, Lock, Thread
from typing import TextIO

from django.conf import settings

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")

access = logging.getLogger("portal.access")
WELL_FORMED_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
LONGEST_PATH = 300
encode = json.JSONEncoder(ensure_ascii=True, default=str).encode


class JSONFormatter(logging.Formatter):
    """Formats a record as one line; what `extra={"event": {...}}` holds becomes keys of its own."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = {
            "at": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": current_request_id.get(),
            **getattr(record, "event", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return encode(line)


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

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.waiting.append(self.format(record) + self.terminator)
        except Exception:  # noqa: BLE001  as every handler of logging
            self.handleError(record)
        if record.levelno >= logging.WARNING or len(self.waiting) > self.MANY:
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

    Ours is 16 hexadecimal digits in groups of four, for people who read it out.
    """
    given = environ.get("HTTP_X_REQUEST_ID", "") if settings.TRUST_PROXY else ""
    if WELL_FORMED_ID.fullmatch(given):
        return given
    digits = os.urandom(8).hex()
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}-{digits[12:]}"


def log_access(method: str, path: str, status: int, seconds: float) -> None:
    """One line for an answered request: no query, no address, nothing about the person."""
    event = {
        "method": method,
        "path": path[:LONGEST_PATH],
        "status": status,
        "ms": round(seconds * 1000, 2),
    }
    if access.isEnabledFor(logging.INFO):
        # Without the search for the calling line, which would cost a cached page dearly.
        record = logging.LogRecord(access.name, logging.INFO, "", 0, "answered", (), None)
        record.event = event
        access.handle(record)
