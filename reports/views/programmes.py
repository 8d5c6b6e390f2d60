"""Pages of programmes: documents whose activities are planned, done and paid for year by year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from accounts.access import public_page
from mandates.models import Document
from publication.languages import page_language

from ..filters import says_more
from ..programme_page import programme_page


@public_page
def programmes(request: HttpRequest) -> HttpResponse:
    """Programmes are documents: their list is that of documents."""
    every = f"{reverse('reports:documents')}?kind={Document.Kind.PROGRAMME}"
    return redirect(every, permanent=True)


@public_page
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The matrix of a year; one without a report says so. What is no year is left out and named."""
    found = get_object_or_404(Document.objects.programmes().at_address(slug))
    asked = request.GET.get("year", "")
    page = programme_page(found, _year(asked), page_language())
    is_odd = (asked and _year(asked) is None) or says_more(request.GET, "year")
    context = {
        "page": page,
        "ignored": [gettext("Year")] if is_odd else [],
        "has_demonstration": page.has_demonstration,
        "changed_at": page.changed_at,
    }
    return render(request, "reports/programme.html", context)


def _year(asked: str) -> int | None:
    """The year that an address asks for: four digits, else None."""
    plain = len(asked) == 4 and asked.isascii() and asked.isdigit()
    return int(asked) if plain and 1900 <= int(asked) <= 2100 else None
