"""Pictures of what is published, each with its table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import public_page
from publication.languages import page_language

from .. import demonstrations
from ..chart_page import charts as all_charts


@public_page
def charts(request: HttpRequest) -> HttpResponse:
    """All charts; each can be jumped to."""
    context = {
        "charts": all_charts(page_language()),
        "has_demonstration": demonstrations.are_published(),
    }
    return render(request, "reports/charts.html", context)
