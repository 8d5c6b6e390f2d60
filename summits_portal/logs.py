"""Logs: one JSON object a line, in UTC, with the id of the request it belongs to."""

import datetime
import json
import logging
import os
import re
from contextvars import ContextVar

from django.conf import settings

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")

access = logging.getLogger("portal.access")
WELL_FORMED_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
LONGEST_PATH = 300


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
        return json.dumps(line, ensure_ascii=True, default=str)


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
    access.info("answered", extra={"event": event})
