"""The newsletters that were sent, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from accounts.access import public_page
from publication.languages import page_language

from ..models import Newsletter
from ..newsletters import month_of


@public_page
def issues(request: HttpRequest) -> HttpResponse:
    """All that were sent, the newest first."""
    sent, language = Newsletter.objects.sent().newest_first().with_texts(), page_language()
    rows = [(one, one.text_in(language).title) for one in sent]
    return render(request, "following/newsletters.html", {"rows": rows})


@public_page
def issue(request: HttpRequest, month: str) -> HttpResponse:
    """One of them: /follow/newsletter/2026-11/."""
    first = month_of(month)
    found = first and Newsletter.objects.sent().of_month(first).with_texts().first()
    if not found:
        raise Http404
    text = found.text_in(page_language())
    # What publication.rendering cleaned when the text was saved.
    context = {"issue": found, "text": text, "html": mark_safe(text.html),  # noqa: S308
               "has_demonstration": found.has_demonstration}  # fmt: skip
    return render(request, "following/newsletter.html", context)
