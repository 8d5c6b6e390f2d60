"""Summits, ministerial meetings and the other meetings that adopted documents."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import public_page
from mandates.models import Meeting
from publication.languages import page_language

from ..chart_page import documents_chart
from ..meeting_page import meeting_page
from ..meeting_rows import meeting_rows


@public_page
def summits(request: HttpRequest) -> HttpResponse:
    rows = meeting_rows(Meeting.objects.summits().newest_first(), page_language())
    return render(request, "reports/summits.html", {"rows": rows})


@public_page
def ministerials(request: HttpRequest) -> HttpResponse:
    rows = meeting_rows(Meeting.objects.beside_summits().newest_first(), page_language())
    return render(request, "reports/ministerials.html", {"rows": rows})


@public_page
def summit(request: HttpRequest, slug: str) -> HttpResponse:
    return _meeting(request, slug)


@public_page
def ministerial(request: HttpRequest, slug: str) -> HttpResponse:
    return _meeting(request, slug)


@public_page
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    return _meeting(request, slug)


def _meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting; under another kind's address it leads to its own."""
    found = get_object_or_404(Meeting, slug=slug)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    page = meeting_page(found, page_language())
    context = {
        "page": page,
        "chart": documents_chart(page.row.meeting, page_language()),
        "has_demonstration": page.has_demonstration,
        "changed_at": page.changed_at,
    }
    return render(request, "reports/meeting.html", context)
