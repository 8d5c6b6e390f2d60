"""Lists as files: `/data/exports/reports.csv?theme=migration`, with the filters of the list."""

from collections.abc import Callable
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)

from accounts.access import public_page
from summits_portal.errors import too_many_requests

from .exports import Export, csv_text, export_of, json_text, workbook
from .kept_files import maker
from .kept_views import answer
from .list_filters import FILTERS
from .records import KINDS
from .streaming import Full, Streamed

RETRY_AFTER = 20  # seconds
BOM = ("1", "true", "yes")


@public_page
def list_file(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """The records that the address asks for. A kind or format that there is not answers 404."""
    if kind not in FILTERS:
        raise Http404
    try:
        return ANSWERS[ending](request, export_of(kind, request.GET))
    except Full:
        return too_many_requests(request, RETRY_AFTER)


def _csv(request: HttpRequest, export: Export) -> HttpResponse:
    bom = request.GET.get("bom", "").lower() in BOM
    return _streamed(request, export, "csv", csv_text.lines(export, bom=bom), csv_text.CONTENT_TYPE)


def _json(request: HttpRequest, export: Export) -> HttpResponse:
    return _streamed(request, export, "json", json_text.pieces(export), json_text.CONTENT_TYPE)


def _streamed(
    request: HttpRequest, export: Export, ending: str, pieces, content_type: str
) -> HttpResponse:
    name = export.file_name(ending)
    if request.method == "HEAD":
        return _named(HttpResponse(content_type=content_type), name)
    # Last of all: what fails from here on would keep the place that Streamed takes.
    return _named(StreamingHttpResponse(Streamed(pieces), content_type=content_type), name)


def _named(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _xlsx(request: HttpRequest, export: Export) -> HttpResponse:
    """At once where the list is short; a long one is made by a job."""
    if KINDS[export.kind].is_long(export.records):
        query = FILTERS[export.kind](request.GET).chosen
        what = {
            "maker": "list", "kind": export.kind, "query": dict(sorted(query.items())),
            "ignored": export.ignored,
        }  # fmt: skip
        return answer(request, what)
    name = export.file_name("xlsx")
    if request.method == "HEAD":
        return _named(HttpResponse(content_type=workbook.CONTENT_TYPE), name)
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    workbook.write_workbook(export, file, _address(export.kind, request.GET))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=workbook.CONTENT_TYPE)


@maker("list")
def _kept_list(what: dict, file: IO[bytes]) -> tuple[str, str]:
    query = QueryDict(mutable=True)
    query.update(what["query"])
    export = replace(export_of(what["kind"], query), ignored=what["ignored"])
    workbook.write_workbook(export, file, _address(what["kind"], query))
    return export.file_name("xlsx"), workbook.CONTENT_TYPE


def _address(kind: str, query: QueryDict) -> str:
    """Where the list can be asked for, with its filters."""
    asked = f"?{query.urlencode()}" if query else ""
    return f"{settings.BASE_ADDRESS}/data/exports/{kind}.xlsx{asked}"


ANSWERS: dict[str, Callable[[HttpRequest, Export], HttpResponse]] = {
    "csv": _csv, "json": _json, "xlsx": _xlsx,
}  # fmt: skip
