"""What machines read: a theme as JSON, dated files, citations, robots.txt."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from accounts.access import public_page
from mandates.models import Theme
from publication.languages import LANGUAGES, page_language
from publication.models import Revision

from .bulk.editions import Edition, edition, editions, latest
from .bundles import theme_bundle
from .citing import Cited, work_at
from .data_page import data_page

FOR_GOOD = "public, max-age=31536000, immutable"
CONTENT_TYPES = {
    "gz": "application/gzip",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
CITATIONS = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}


@public_page
def theme_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The theme as published. Any site may read it: the data are public."""
    theme = get_object_or_404(Theme, slug=slug)
    return JsonResponse(theme_bundle(theme), json_dumps_params={"ensure_ascii": False})


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be visited; pages of demonstration records say *noindex* themselves."""
    sitemap = settings.BASE_ADDRESS + reverse("opendata:sitemap")
    closed = [f"Disallow: /{code}/data/files/" for code in LANGUAGES]  # made on demand
    lines = ["User-agent: *", "Disallow: /admin/", *closed, "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


# Dated files ----------------------------------------------------------------------------------


@public_page
def data(request: HttpRequest) -> HttpResponse:
    """How to take everything away. Editions come without a change of the data: never kept."""
    answer = render(request, "opendata/data.html", data_page(page_language()))
    answer["Cache-Control"] = "no-cache"
    return answer


@public_page
def bulk_index(request: HttpRequest) -> JsonResponse:
    """All dated editions with their files, the newest first."""
    found = [{"edition": one.name, **one.manifest} for one in editions()]
    for one in found:
        for file in one["files"]:
            file["url"] = settings.BASE_ADDRESS + reverse(
                "opendata:bulk_file", args=[one["edition"], file["name"]]
            )
    return JsonResponse({"editions": found}, headers={"Cache-Control": "no-cache"})


@public_page
def bulk_latest(request: HttpRequest, name: str) -> HttpResponse:
    """Leads to the file of the newest edition."""
    newest = latest()
    if newest is None or newest.file(name) is None:
        raise Http404
    answer = redirect("opendata:bulk_file", newest.name, name)
    answer["Cache-Control"] = "no-cache"
    return answer


@public_page
def bulk_file(request: HttpRequest, name: str, file: str) -> HttpResponse:
    """A file of an edition: it never changes."""
    found = edition(name)
    known = found and found.file(file)
    if not known:
        raise Http404
    tag = f'"{known["sha256"]}"'
    answer = _sent(found, file)
    answer["ETag"] = tag
    answer["Cache-Control"] = FOR_GOOD
    return get_conditional_response(request, tag, None, answer)


def _sent(found: Edition, file: str) -> FileResponse:
    """As a download, packed as it lies: no browser unpacks it on the way."""
    try:
        opened = (found.folder / file).open("rb")
    except OSError as gone:
        raise Http404 from gone
    kind = CONTENT_TYPES[file.rpartition(".")[2]]
    name = f"summits-{found.name}-{file}"
    return FileResponse(opened, as_attachment=True, filename=name, content_type=kind)


# Citations ------------------------------------------------------------------------------------


@public_page
def cite(request: HttpRequest, page: str, ending: str) -> HttpResponse:
    """How to cite the page at this path, for programs that keep references.

    It tells the day it was read on: never kept.
    """
    language = page.split("/")[0]
    if language not in LANGUAGES:
        raise Http404
    path, revision = f"/{page}/", Revision.objects.current()
    work, url = work_at(path, language), settings.BASE_ADDRESS + path
    today = timezone.localdate()
    cited = Cited(work, url, language, revision.number, revision.changed_at, today)
    text = cited.bibtex() if ending == "bib" else cited.ris()
    answer = HttpResponse(text, content_type=f"{CITATIONS[ending]}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="citation.{ending}"'
    answer["Content-Language"] = language
    answer["Cache-Control"] = "no-cache"
    return answer
