"""Who reports: lists of countries and institutions, and a page for each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import public_page
from countries.models import Entity
from mandates.models import Indicator
from publication.languages import page_language

from .. import demonstrations
from ..chart_page import years_of
from ..entity_page import entity_jump, entity_page
from ..entity_rows import EntityList, by_kind, by_subregion, entity_list
from ..followed import followed
from ..models import Action


@public_page
def countries(request: HttpRequest) -> HttpResponse:
    listed = entity_list(Entity.objects.states(), by_subregion, page_language())
    return render(request, "reports/countries.html", _context(listed))


@public_page
def institutions(request: HttpRequest) -> HttpResponse:
    listed = entity_list(Entity.objects.institutions(), by_kind, page_language())
    return render(request, "reports/institutions.html", _context(listed))


def _context(listed: EntityList) -> dict:
    has_demonstration = bool(listed.invented) or demonstrations.are_published()
    return {"list": listed, "has_demonstration": has_demonstration}


@public_page
def country(request: HttpRequest, slug: str) -> HttpResponse:
    return _entity(request, slug)


@public_page
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    return _entity(request, slug)


def _entity(request: HttpRequest, slug: str) -> HttpResponse:
    """One entity; a country under institutions/, or the reverse, leads to its own address."""
    found = get_object_or_404(Entity, slug=slug)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    page = entity_page(found, page_language(), request.GET.get("page"))
    beside = followed(
        Action.objects.of_entity(found),
        Indicator.objects.measured_by(found),
        f"entity={slug}",
        language=page_language(),
        today=timezone.localdate(),
    )
    context = {
        "page": page,
        "followed": beside,
        "jump": entity_jump(page, beside.jumps),
        "chart": years_of((one.when for one in page.reports.every), "entity-years"),
        "has_demonstration": page.has_demonstration,
        "changed_at": page.changed_at,
    }
    return render(request, "reports/entity.html", context)
