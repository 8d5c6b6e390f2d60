"""Pages of documents and their paragraphs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.access import public_page
from mandates.models import Document, Paragraph
from publication.passages import passage
from publication.templatetags.passages import page_language

from ..agreed import in_blocks
from ..contents import document_jump
from ..mandate_lines import mandate_lines, mandates_in
from ..paragraph_page import paragraph_page
from .reading import ignored, reading_language


@public_page
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """All paragraphs of a document in its order, and how many reports cite each."""
    found = get_object_or_404(Document.objects.at_address(slug))
    language = page_language()
    lines = mandate_lines(mandates_in(language).of_document(found), language)
    blocks = in_blocks(lines)
    context = {
        "document": found,
        "title": passage(found, "title", language),
        "blocks": blocks,
        "count": len(lines),
        "jump": document_jump(blocks),
        "sources": found.texts("source"),
        "has_demonstration": found.is_demonstration or any(x.is_demonstration for x in lines),
        "changed_at": max([found.changed_at, *(line.changed_at for line in lines)]),
    }
    return render(request, "reports/document.html", context)


@public_page
def paragraph(request: HttpRequest, slug: str, paragraph_slug: str) -> HttpResponse:
    """A mandate in every language it exists in, and every report that cites it."""
    try:
        page = paragraph_page(slug, paragraph_slug, page_language(), reading_language(request))
    except Paragraph.DoesNotExist as absent:
        raise Http404 from absent
    context = {
        "page": page,
        "sources": page.paragraph.document.texts("source"),
        "ignored": ignored(request),
        "has_demonstration": page.has_demonstration,
        "changed_at": page.changed_at,
    }
    return render(request, "reports/paragraph.html", context)
