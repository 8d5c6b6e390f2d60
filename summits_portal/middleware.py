"""What happens to every request and response, in the order of settings.MIDDLEWARE."""

import re
from collections.abc import Callable
from hashlib import blake2b
from time import perf_counter
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.urls import is_valid_path
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_path

from . import errors, health
from .addresses import without_language
from .charset import REFUSED
from .headers import POLICY_HEADERS, PRIVATE, PUBLIC, PUBLIC_VARY
from .logs import identify, log_access

Handler = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MAX_PATH = 2000
MAX_QUERY = 8000
MAX_PARAMETER = 2000
MAX_PARAMETERS = 100
# What answers of a public page are known to depend on; see headers.PUBLIC_VARY.
KNOWN_VARY = {"accept-encoding", "accept-language", "cookie"}
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def request_id(get_response: Handler) -> Handler:
    """Give the request its id, in every log line and in the response, and log the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        identity = identify(request.META)
        response = get_response(request)
        response["X-Request-ID"] = identity
        log_access(request.method, request.path, response.status_code, perf_counter() - started)
        return response

    return middleware


def security_headers(get_response: Handler) -> Handler:
    """Policy headers on what the middlewares further in never see, too: refusals, static files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in POLICY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def input_guard(get_response: Handler) -> Handler:
    """Refuse what no page of ours can mean, before any view or database sees it.

    Only address, cookies and declared charset are looked at: a character that is not allowed in a
    posted form is an error of that form, and the text stays in its field.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        try:
            check_input(request)
        except ValueError:
            return errors.bad_request(request)
        return get_response(request)

    return middleware


def check_input(request: HttpRequest) -> None:
    """Raise ValueError unless path, query, cookies and charset are within bounds and well formed.

    The query is read raw, for Django quietly replaces bytes that are not UTF-8. In the path it
    turns them back into percent signs.
    """
    environ = request.META
    if REFUSED in environ:
        raise ValueError("not in UTF-8")
    check_text(unquote_to_bytes(request.path_info.encode()), MAX_PATH)
    if CONTROL.search(environ.get("HTTP_COOKIE", "")):
        raise ValueError("a control character in a cookie")
    query = environ.get("QUERY_STRING", "")
    parameters = query.split("&")
    if len(query) > MAX_QUERY or len(parameters) > MAX_PARAMETERS:
        raise ValueError("too much in the query")
    for parameter in parameters:
        for part in parameter.split("=", 1):
            check_text(unquote_to_bytes(part.encode("latin-1")), MAX_PARAMETER)


def check_text(raw: bytes, longest: int) -> None:
    text = raw.decode()
    if len(text) > longest:
        raise ValueError("too long")
    if CONTROL.search(text):
        raise ValueError("a control character")


def probes(get_response: Handler) -> Handler:
    """Answer the platform's questions by whatever host name or address it asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/livez":
            return health.livez(request)
        if request.path_info == "/readyz":
            return health.readyz(request)
        return get_response(request)

    return middleware


def cache_policy(get_response: Handler) -> Handler:
    """Say who may keep a response, and answer 304 to a reader who has it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_public(request, response):
            response.headers.setdefault("Cache-Control", PUBLIC)
            response["Vary"] = PUBLIC_VARY
            # Weak, since the compressed forms share it.
            digest = blake2b(response.content, digest_size=12).hexdigest()
            response.headers.setdefault("ETag", f'W/"{digest}"')
            return get_conditional_response(request, response["ETag"], None, response)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            response["Cache-Control"] = PRIVATE
        response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    return middleware


def is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """True for a page that is the same for everybody: no login, no session, no cookie, no error."""
    match = request.resolver_match
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not response.streaming
        and match is not None
        and not getattr(match.func, "login_required", True)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and KNOWN_VARY.issuperset(varies_by(response))
    )


def varies_by(response: HttpResponse) -> set[str]:
    return {name.strip().lower() for name in response.get("Vary", "").split(",")} - {""}


def redirects(get_response: Handler) -> Handler:
    """Lead from addresses that are no more to where their content is, by the table staff edit.

    An old or new address without language stands for all four: the reader's language is put in.
    An empty new address means that the content is gone for good (410).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        return moved(request) or response

    return middleware


def moved(request: HttpRequest) -> HttpResponse | None:
    bare = without_language(request.path_info)
    old_paths = [request.get_full_path(), request.path_info, request.path_info + "/", bare]
    rows = Redirect.objects.filter(site_id=settings.SITE_ID, old_path__in=old_paths)
    targets = dict(rows.values_list("old_path", "new_path"))
    target = next((targets[path] for path in old_paths if path in targets), None)
    if target is None:
        return None
    if not target:
        return errors.gone(request)
    if target.startswith("/") and not get_language_from_path(target) and not is_valid_path(target):
        target = f"/{request.LANGUAGE_CODE}{target}"
    response = HttpResponsePermanentRedirect(target)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
