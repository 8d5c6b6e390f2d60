"""The page of a search, and suggestions for its field."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.access import public_page
from publication.languages import page_language
from summits_portal.errors import unavailable

from .forms import LONGEST
from .names import suggestions as suggested
from .patience import TooSlow, within
from .screen import screen


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """What the portal holds on the words of the address; without words, how to ask."""
    try:
        with within():
            shown = screen(request.GET, page_language())
    except TooSlow:
        return unavailable(request)
    context = {"search": shown, "has_demonstration": shown.has_demonstration}
    return render(request, "search/search.html", context)


@public_page
def suggestions(request: HttpRequest) -> JsonResponse:
    """Names that begin with what is typed, for the script of the field."""
    found = suggested(request.GET.get("q", "")[:LONGEST], page_language())
    rows = [
        {"text": one.text, "also": one.also, "kind": str(one.kind.one), "url": one.url}
        for one in found
    ]
    return JsonResponse({"suggestions": rows})
