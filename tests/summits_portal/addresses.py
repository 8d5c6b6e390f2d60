"""A small site with the real machinery around tiny views: one for each kind of answer."""

import os

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import include, path, re_path
from django.utils.translation import get_language

from accounts.access import public_page
from publication.models import Revision
from summits_portal import errors, health

rendered: list[str] = []


@public_page
def page(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """A public page that says its language, its query and the data version."""
    rendered.append(request.get_full_path())
    number = Revision.objects.current().number
    said = f"{get_language()} {request.GET.urlencode()} version {number} process {os.getpid()} "
    return HttpResponse(said + "é" * 999)


@public_page
def json(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"version": Revision.objects.current().number})


@public_page
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


@public_page
def session(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse("seen")


@public_page
def stream(request: HttpRequest) -> HttpResponse:
    return FileResponse([b"one", b"two"])


@public_page
def fault(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a fault")


@public_page
def refusal(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@public_page
def suspicion(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


@public_page
def withdrawn(request: HttpRequest) -> HttpResponse:
    return errors.gone(request, reason="It named the <wrong> country.")


@public_page
def busy(request: HttpRequest) -> HttpResponse:
    return errors.too_many_requests(request, retry_after=90)


@public_page
def varied(request: HttpRequest) -> HttpResponse:
    """Public, but another for a request that asks for a part of the page."""
    headers = {"Vary": "HX-Request", "Cache-Control": "public, max-age=60", "ETag": '"x"'}
    return HttpResponse("part or whole", headers=headers)


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


REPORTS = ["coverage", "summits", "countries", "institutions", "ministerials"]
PAGES = ["about", "accessibility", "privacy", "contact", "figures", "data"]
reports = [
    path("", page, name="home"),
    path("themes/", page, name="themes"),
    path("themes/<slug:slug>/", page, name="theme"),
    path("reports/", page, name="reports"),
    *(path(f"{name}/", page, name=name) for name in REPORTS),
]
search = [path("", page, name="search"), path("suggestions/", json, name="suggestions")]
trials = [
    path("form/", form),
    path("session/", session),
    path("stream/", stream),
    path("fault/", fault),
    path("refusal/", refusal),
    path("suspicion/", suspicion),
    path("withdrawn/", withdrawn),
    path("busy/", busy),
    path("private/", private),
    path("varied/", varied),
]
urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("csp-report", health.csp_report),
    path("data/themes/migration.json", json),
    path("admin/", admin.site.urls),
    re_path(errors.PORTUGUESE, errors.to_brazilian_portuguese),
    *i18n_patterns(
        path("account/", include("accounts.urls")),
        path("", include((reports, "reports"))),
        path("", include(([path(f"{name}/", page, name=name) for name in PAGES], "pages"))),
        path("follow/", include(([path("", page, name="follow")], "following"))),
        path("search/", include((search, "search"))),
        path("contributions/", include(([path("", page, name="contributions")], "contributions"))),
        path("", include(trials)),
    ),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
