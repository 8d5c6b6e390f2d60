"""What happened about a record, and how the record itself has changed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import public_page
from publication.languages import page_language

from .. import demonstrations
from ..changes_page import changes as changes_of
from ..subject import subject
from ..timeline import timeline as timeline_of


@public_page
def timeline(request: HttpRequest) -> HttpResponse:
    """The timeline of what the address names; without anything it can name, there is none."""
    language = page_language()
    about, ignored = subject(request.GET, language)
    if about is None:
        raise Http404
    request.about = about.query
    found = timeline_of(about, language, timezone.localdate())
    context = {
        "about": about, "timeline": found, "ignored": ignored,
        "has_demonstration": demonstrations.are_published(),
    }  # fmt: skip
    return render(request, "reports/timeline.html", context)


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """The public history of the record that the address names."""
    language = page_language()
    about, ignored = subject(request.GET, language)
    if about is None:
        raise Http404
    request.about = about.query
    context = {"about": about, "changes": changes_of(about.record, language), "ignored": ignored}
    return render(request, "reports/changes.html", context)
