"""How a reader gets a file that a job makes: the file, or a page to wait on."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override

from publication.languages import LANGUAGES
from summits_portal.errors import too_many_requests

from .kept_files import Busy, path_of, wanted
from .models import KeptFile

RETRY_AFTER = 60  # seconds
LOOK_AGAIN = 5


def answer(request: HttpRequest, what: dict) -> HttpResponse:
    """The file; while it is made 202 and a page to look again; 429 when too many are being made."""
    try:
        kept = wanted(what)
    except Busy:
        return too_many_requests(request, RETRY_AFTER)
    return _file(kept) if kept.made_at else _wait(request, what)


def _file(kept: KeptFile) -> FileResponse:
    return FileResponse(
        path_of(kept).open("rb"), as_attachment=True, filename=kept.name,
        content_type=kept.content_type,
    )  # fmt: skip


def _wait(request: HttpRequest, what: dict) -> HttpResponse:
    language = what.get("language") or get_language_from_request(request)
    with override(language if language in LANGUAGES else LANGUAGES[0]):
        response = render(request, "opendata/waiting.html", status=202)
    response["Retry-After"] = str(LOOK_AGAIN)
    return response
