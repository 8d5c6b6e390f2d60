"""Pages of reports."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import public_page
from publication.languages import page_language
from summits_portal.errors import gone

from ..models import Report
from ..report_list import report_list as listed
from ..report_page import current, report_page
from ..report_titles import report_heading, report_title
from .reading import editions_or_404, ignored, reading_language


@public_page
def report_list(request: HttpRequest) -> HttpResponse:
    """All published reports, by what the address asks for."""
    found = listed(request.GET, page_language())
    context = {"list": found, "has_demonstration": found.has_demonstration}
    return render(request, "reports/reports.html", context)


@public_page
def report(request: HttpRequest, number: int) -> HttpResponse:
    """The current edition of a report, at its address for good."""
    editions = editions_or_404(number)
    return _edition_page(request, current(editions), editions)


@public_page
def edition(request: HttpRequest, number: int, edition: int) -> HttpResponse:
    """An earlier edition, with a notice; the current one is at the report's own address."""
    editions = editions_or_404(number)
    found = next((one for one in editions if one.edition == edition), None)
    if found is None:
        raise Http404
    if found.state == Report.State.PUBLISHED:
        return redirect("reports:report", number)
    return _edition_page(request, found, editions)


def _edition_page(request: HttpRequest, shown: Report, editions: list[Report]) -> HttpResponse:
    language = page_language()
    heading = report_heading(shown, language)
    newest = current(editions)
    if newest.merged_into_id:
        return redirect("reports:report", newest.merged_into_id, permanent=True)
    if newest.state == Report.State.WITHDRAWN:  # with it, its earlier editions
        return gone(request, title=heading, reason=newest.withdrawal_reason)
    page = report_page(shown, editions, language, reading_language(request))
    context = {
        "page": page,
        "title": report_title(shown, language),
        "heading": heading,
        "ignored": ignored(request),
        "has_demonstration": shown.is_demonstration,
        "changed_at": shown.changed_at,
    }
    return render(request, "reports/report.html", context)
