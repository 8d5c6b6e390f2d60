"""Public pages of actions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import public_page
from publication.languages import page_language

from ..action_list import action_list as listed
from ..action_page import action_page
from ..models import Action


@public_page
def action_list(request: HttpRequest) -> HttpResponse:
    """Actions by what the address asks for, with how far they are together."""
    found = listed(request.GET, page_language(), timezone.localdate())
    context = {"list": found, "has_demonstration": found.has_demonstration}
    return render(request, "reports/actions.html", context)


@public_page
def action(request: HttpRequest, number: int) -> HttpResponse:
    """One action: who, until when, how far, what happened to it, what was reported."""
    try:
        page = action_page(number, page_language(), timezone.localdate())
    except Action.DoesNotExist as absent:
        raise Http404 from absent
    context = {
        "page": page,
        "has_demonstration": page.has_demonstration,
        "changed_at": page.action.changed_at,
    }
    return render(request, "reports/action.html", context)
