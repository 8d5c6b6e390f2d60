"""Summits, ministerial meetings and the other meetings that adopted documents."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import public_page
from mandates.models import Meeting
from mandates.models.meetings import MeetingQuerySet
from publication.languages import page_language

from .. import demonstrations
from ..chart_page import documents_chart
from ..meeting_page import meeting_page
from ..meeting_rows import meeting_rows


@public_page
def summits(request: HttpRequest) -> HttpResponse:
    return _listed(request, "summits", Meeting.objects.summits())


@public_page
def ministerials(request: HttpRequest) -> HttpResponse:
    return _listed(request, "ministerials", Meeting.objects.beside_summits())


def _listed(request: HttpRequest, name: str, meetings: MeetingQuerySet) -> HttpResponse:
    rows = meeting_rows(meetings.newest_first(), page_language())
    context = {"rows": rows, "has_demonstration": demonstrations.are_published()}
    return render(request, f"reports/{name}.html", context)


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
        "has_demonstration": page.has_demonstration or demonstrations.are_published(),
        "changed_at": page.changed_at,
    }
    return render(request, "reports/meeting.html", context)
