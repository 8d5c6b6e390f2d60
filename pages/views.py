"""Pages that the Secretariat edits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe

from accounts.access import public_page
from publication.languages import page_language
from publication.passages import passage

from .links import with_addresses
from .models import Page


@public_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """An editable page, in the reader's language or the one it exists in."""
    language = page_language()
    found = get_object_or_404(Page.objects.read_in(language, "title", "html"), slug=slug)
    title, body = passage(found, "title", language), passage(found, "html", language)
    # What publication.rendering cleaned when the page was saved, and addresses of ours.
    html = mark_safe(with_addresses(body.text)) if body else ""  # noqa: S308
    context = {"title": title, "body": body, "html": html, "changed_at": found.changed_at}
    return render(request, "pages/page.html", context)
