"""Pages for what goes wrong, in the reader's language, without database, session or processors."""

import logging
import sys
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language_from_path, get_language_from_request, override
from django.views.decorators.http import require_safe

from opendata.api.error_shape import MESSAGES, error_body

from .context_processors import language_switch
from .headers import PRIVATE, policy_with_csp
from .last_resort import last_page
from .logs import current_request_id

logger = logging.getLogger("portal.errors")
PORTUGUESE = r"^(?!pt-br/)[Pp][Tt]([-_][A-Za-z]{2})?/(?P<rest>.*)$"
# PostgreSQL's codes: a statement, and a wait for others, that took longer than they may.
STOPPED = {"57014", "55P03"}


def error_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The page of `status`. It is rendered without a request, so that no context processor runs.

    Programs that ask the API get the same as JSON.
    """
    if request.path_info.startswith("/api/"):
        body = error_body(status, MESSAGES[status])
        return JsonResponse(body, status=status, headers={"Cache-Control": PRIVATE})
    language = language_of(request)
    # A refused address is not repeated; the switch leads to the home pages then.
    path = "/" if status == 400 else request.get_full_path()
    with override(language):
        context |= {
            "language": language,
            "languages": language_switch(path, request.path),
            "reference": current_request_id.get(),
            "status": status,
        }
        html = render_to_string(f"errors/{status}.html", context)
    headers = {"Content-Language": language, "Cache-Control": PRIVATE}
    return HttpResponse(html, status=status, headers=headers)


def language_of(request: HttpRequest) -> str:
    """The path's language, else the browser's, among the four."""
    return get_language_from_path(request.path_info) or get_language_from_request(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long, or came from elsewhere."""
    return error_page(request, 403, is_old_form=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def gone(request: HttpRequest, **context: object) -> HttpResponse:
    """410. `reason` says why, in the words of whoever withdrew it; `title` what it was."""
    return error_page(request, 410, **context)


def too_many_requests(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """429. `retry_after` is in seconds."""
    until = timezone.now() + timedelta(seconds=retry_after + 59)  # the page tells whole minutes
    response = error_page(request, 429, until=until)
    response["Retry-After"] = str(retry_after)
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 for a question that the database was not let finish."""
    return error_page(request, 503)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with its own policy headers: the fault may lie in the middleware that adds them."""
    status = 503 if _was_stopped(sys.exc_info()[1]) else 500
    try:
        response = error_page(request, status)
    except Exception:  # noqa: BLE001  a fault in the page about a fault
        logger.exception("the error page failed")
        response = HttpResponse(last_page(current_request_id.get()), status=500)
    for name, value in policy_with_csp().items():
        response.headers.setdefault(name, value)
    return response


def _was_stopped(fault: BaseException | None) -> bool:
    """True when PostgreSQL ended what took longer than it may."""
    cause = getattr(fault, "__cause__", None)
    return isinstance(fault, OperationalError) and getattr(cause, "pgcode", "") in STOPPED


@login_not_required
@require_safe
def to_brazilian_portuguese(request: HttpRequest, rest: str) -> HttpResponse:
    """/pt/… is what people type; the portal's Portuguese is Brazil's."""
    _none, _typed, rest = request.get_full_path().split("/", 2)
    return HttpResponsePermanentRedirect(f"/pt-br/{rest}")
