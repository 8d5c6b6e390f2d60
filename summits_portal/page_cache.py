"""The whole-page cache: the outermost layer, around the WSGI application.

Public pages are kept compressed, in the memory of each process. Every request reads the site's
revision first, and a page is served only if it was rendered at that very revision: what is
published shows on the next request, on every process. Django is not entered for a hit.

A page is public when Django's answer says so (middleware.cache_policy). Only such answers are
compressed: they hold no secret that a compressed length could betray.
"""

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import local
from time import perf_counter

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .headers import PUBLIC_VARY
from .kept_pages import Headers, Page, Shelf, make_page
from .logs import identify, log_access
from .negotiation import is_known, preferred_coding

logger = logging.getLogger("portal.page_cache")

# An expression, so that the driver of SQLite does not parse a moment that a hit never shows.
READ_REVISION = "SELECT number, coalesce(changed_at, NULL) FROM publication_revision"
MACHINES = ("/data/", "/feeds/", "/sitemap")
CACHED_PATHS = (*(f"/{code}/" for code, _name in settings.LANGUAGES), *MACHINES)
LONGEST_KEY = 300
thread = local()


class PageCache:
    """WSGI application that answers public pages from memory and hands on everything else."""

    def __init__(self, application: Callable, megabytes: int) -> None:
        self.application = application
        self.shelf = Shelf(megabytes * 1024 * 1024)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        started = perf_counter()
        identify(environ)
        revision = read_revision() if may_be_public(environ) else None
        if revision is None:
            return self.application(environ, start_response)
        key = key_of(environ)
        page = self.shelf.get(key) if key else None
        if page is None or page.revision != revision:
            return self.render(key, revision, environ, start_response)
        status, body = answer(page, environ, start_response)
        path = readable(environ["PATH_INFO"])
        log_access(environ["REQUEST_METHOD"], path, status, perf_counter() - started)
        return body

    def render(
        self, key: tuple | None, revision: tuple, environ: dict, start_response: Callable
    ) -> Iterable[bytes]:
        """Let Django render, and keep the page under the revision that was read before.

        So a change during the rendering makes the kept page stale, never fresh.
        """
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.application(environ, start_response)
        condition = environ.pop("HTTP_IF_NONE_MATCH", "")  # a 304 would leave nothing to keep
        environ["portal.revision"] = revision
        said: list = []
        response = self.application(environ, lambda *answered: said.extend(answered))
        if not is_public(response, *said[:2]):
            start_response(*said)
            return response
        page = make_page(revision, said[1], b"".join(response))
        response.close()
        if key:
            self.shelf.put(key, page)
        environ["HTTP_IF_NONE_MATCH"] = condition
        return answer(page, environ, start_response)[1]


@lru_cache(maxsize=1000)
def readable(path: str) -> str:
    """The path of a WSGI environment as people read it."""
    return path.encode("latin-1").decode(errors="replace")


def may_be_public(environ: dict) -> bool:
    """False for what is Django's alone: other methods, other addresses, people with a session."""
    cookies = environ.get("HTTP_COOKIE")
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and environ["PATH_INFO"].startswith(CACHED_PATHS)
        and not (cookies and settings.SESSION_COOKIE_NAME in cookies)
    )


def key_of(environ: dict) -> tuple | None:
    """What tells one kept page from another; None for a page not worth keeping.

    The host is one that Django has allowed, since only good answers are kept. Parameters that no
    page understands do not make keys, or every made-up one would push out a page.
    """
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if len(path) + len(query) > LONGEST_KEY:
        return None
    if query:
        # Sorted by name alone: of two values for one name the last counts.
        parameters = sorted(query.split("&"), key=name_of)
        if not settings.PAGE_CACHE_QUERY.issuperset(map(name_of, parameters)):
            return None
        query = "&".join(parameters)
    return is_secure(environ), environ.get("HTTP_HOST"), path, query


def name_of(parameter: str) -> str:
    return parameter.partition("=")[0]


def is_secure(environ: dict) -> bool:
    """As Django sees it: pages over https carry one header more."""
    if "HTTP_X_FORWARDED_PROTO" in environ and settings.TRUST_PROXY:
        return environ["HTTP_X_FORWARDED_PROTO"].split(",")[0].strip() == "https"
    return environ["wsgi.url_scheme"] == "https"


def read_revision() -> tuple | None:
    """The revision as this moment's readers see it; None when the database did not tell.

    Uses the thread's own Django connection without the wrapper's bookkeeping. One that broke (the
    server was restarted) is closed, so that Django, which the request then goes to, opens another.
    """
    connection = thread_connection()
    try:
        if connection.connection is None:
            connection.ensure_connection()
        cursor = connection.connection.cursor()
        cursor.execute(READ_REVISION)
        row = cursor.fetchone()
        cursor.close()
    except (DatabaseError, connection.Database.Error) as problem:
        logger.warning("revision not read: %s", str(problem).strip().partition("\n")[0])
        connection.close()
        return None
    return row or (0, None)


def thread_connection() -> BaseDatabaseWrapper:
    """Django's connection of this thread, which is the same as long as the thread lives."""
    try:
        return thread.connection
    except AttributeError:
        thread.connection = connections["default"]
        return thread.connection


def is_public(response: Iterable[bytes], status: str, headers: Headers) -> bool:
    """True for a good answer that is the same for everybody, by what it says itself."""
    said = dict(headers)
    return (
        status == "200 OK"
        and not getattr(response, "streaming", True)
        and said.get("Cache-Control", "").startswith("public")
        and said.get("Vary") == PUBLIC_VARY
        and "ETag" in said
        and not said.keys() & {"Set-Cookie", "Content-Encoding"}
    )


def answer(page: Page, environ: dict, start_response: Callable) -> tuple[int, Iterable[bytes]]:
    """Send `page` as this request wants it; gives the status and the body."""
    own = ("X-Request-ID", environ["portal.request_id"])
    if is_known(page.etag, environ.get("HTTP_IF_NONE_MATCH", "")):
        start_response("304 Not Modified", [*page.headers_of_304, own])
        return 304, []
    headers = [*page.headers, own]
    coding = preferred_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    body = page.body(coding)
    if coding != "identity":
        headers.append(("Content-Encoding", coding))
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return 200, [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
