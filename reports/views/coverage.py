"""Who has reported on what, and what is known where nobody has."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.access import public_page
from countries.models import Entity
from publication.languages import page_language
from publication.models import Revision

from .. import demonstrations
from ..coverage_entity import coverage_of_entity
from ..coverage_matrix import State
from ..coverage_page import CoveragePage, coverage_page
from ..coverage_sheet import coverage_csv, file_name
from ..map_page import drawing, map_page, shapes


@public_page
def coverage(request: HttpRequest) -> HttpResponse:
    """Everybody on everything, as the address asks for it; with `format=csv` as a sheet."""
    page = coverage_page(request.GET, page_language())
    if page.filters.chosen.get("format"):
        return _sheet(request, page)
    context = {
        "page": page,
        "states": State,
        "has_demonstration": page.has_demonstration or demonstrations.are_published(),
    }
    return render(request, "reports/coverage.html", context)


def _sheet(request: HttpRequest, page: CoveragePage) -> HttpResponse:
    language = page_language()
    name = file_name(page.scope, language, Revision.objects.current().number)
    answer = HttpResponse(coverage_csv(request.GET, language), "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public_page
def coverage_entity(request: HttpRequest, slug: str) -> HttpResponse:
    """What one entity was asked about and what came of it; where nothing did, why and when."""
    entity = get_object_or_404(Entity, slug=slug)
    page = coverage_of_entity(entity, request.GET, page_language())
    has_demonstration = page.has_demonstration or demonstrations.are_published()
    context = {"page": page, "has_demonstration": has_demonstration}
    return render(request, "reports/coverage_entity.html", context)


@public_page
def coverage_map(request: HttpRequest) -> HttpResponse:
    """The Americas by who has reported, on one theme or on all."""
    page = map_page(request.GET, page_language())
    context = {
        "page": page, "states": State, "shapes": shapes(), "drawing": drawing(page),
        "has_demonstration": demonstrations.are_published(),
    }  # fmt: skip
    return render(request, "reports/map.html", context)
