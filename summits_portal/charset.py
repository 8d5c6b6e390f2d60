"""Requests that declare another charset than UTF-8 are refused, before Django decodes by it."""

import re
from collections.abc import Callable, Iterable

CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]*)", re.IGNORECASE)
OURS = ("", "utf-8", "utf8", "us-ascii")
REFUSED = "portal.charset_refused"


def utf8_only(application: Callable) -> Callable:
    """Wrap a WSGI application: hide another charset from it, and mark the request as refused.

    Django decodes even the query by the declared charset, while it makes the request, where no
    middleware catches the error: "rot13" is a charset to Python. middleware.input_guard answers.
    """

    def checked(environ: dict, start_response: Callable) -> Iterable[bytes]:
        declared = CHARSET.search(environ.get("CONTENT_TYPE", ""))
        if declared and declared[1].lower() not in OURS:
            environ["CONTENT_TYPE"] = ""
            environ[REFUSED] = True
        return application(environ, start_response)

    return checked
