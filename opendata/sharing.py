"""What other sites may read: everything below `/api/`, `/data/` and `/feeds/`, from any origin.

No answer there depends on who asks, so that letting every page read it gives nothing away.
"""

from collections.abc import Callable
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from publication.models import Revision

OPEN = ("/api/", "/data/", "/feeds/")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}
# Raised when what an address of the API answers changes without a change of the data.
SHAPE = 2

Handler = Callable[[HttpRequest], HttpResponse]


def open_to_every_site(get_response: Handler) -> Handler:
    """Middleware: say so on every answer, refusals too, and answer what browsers ask before."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN):
            return get_response(request)
        asks = request.method == "OPTIONS"
        response = HttpResponse(status=204, headers=PREFLIGHT) if asks else get_response(request)
        for name, value in CORS.items():
            response.headers[name] = value
        return response

    return middleware


def by_data_version(get_response: Handler) -> Handler:
    """Middleware: answers of the API have the data version as their tag and moment.

    Whoever holds the answer of this version gets 304 before anything is read or counted.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/") or request.method not in ("GET", "HEAD"):
            return get_response(request)
        revision = Revision.objects.current()
        tag = tag_of(revision, request.get_full_path())
        known = get_conditional_response(request, tag) if has_tags(request) else None
        if known is not None and known.status_code == 304:
            return known
        response = get_response(request)
        if response.status_code != 200:
            return response
        response["ETag"] = tag
        moment = revision.changed_at and int(revision.changed_at.timestamp())
        if moment:
            response["Last-Modified"] = http_date(moment)
        return get_conditional_response(request, tag, moment, response)

    return middleware


def has_tags(request: HttpRequest) -> bool:
    """True where the client holds a tagged answer; "*" stands for any and proves nothing."""
    return request.headers.get("If-None-Match", "*").strip() != "*"


def tag_of(revision: Revision, address: str) -> str:
    """Weak, since the compressed forms share it."""
    said = f"{SHAPE} {revision.number} {revision.changed_at} {address}"
    return f'W/"{blake2b(said.encode(), digest_size=12).hexdigest()}"'
