"""Pages of documents and their paragraphs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import public_page
from mandates.models import Document, Indicator, Paragraph
from publication.languages import page_language
from publication.passages import passage

from ..action_rows import action_rows, for_rows
from ..advance import advance
from ..agreed import in_blocks
from ..contents import document_jump
from ..document_list import document_list as listed
from ..followed import followed
from ..mandate_lines import mandate_lines, mandates_in
from ..models import Action
from ..paragraph_page import paragraph_page
from .reading import ignored, reading_language


@public_page
def document_list(request: HttpRequest) -> HttpResponse:
    """Everything that was adopted, by what the address asks for."""
    found = listed(request.GET, page_language())
    context = {"list": found, "has_demonstration": found.has_demonstration}
    return render(request, "reports/documents.html", context)


@public_page
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """All paragraphs of a document in its order, and how many reports cite each."""
    found = get_object_or_404(Document.objects.at_address(slug))
    language = page_language()
    lines = mandate_lines(mandates_in(language).of_document(found), language)
    blocks = in_blocks(lines)
    beside = followed(
        Action.objects.of_document(found),
        Indicator.objects.of_document(found),
        f"document={slug}",
        language=language,
        today=timezone.localdate(),
    )
    context = {
        "document": found,
        "followed": beside,
        "title": passage(found, "title", language),
        "blocks": blocks,
        "count": len(lines),
        "jump": document_jump(blocks, beside.jumps),
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
    today, language = timezone.localdate(), page_language()
    actions = Action.objects.on_paragraph(page.paragraph)
    context = {
        "page": page,
        "actions": action_rows(for_rows(actions, language), language, today),
        "advance": advance(actions, today),
        "indicators": Indicator.objects.on_paragraph(page.paragraph).read_in(language, "name"),
        "sources": page.paragraph.document.texts("source"),
        "ignored": ignored(request),
        "has_demonstration": page.has_demonstration,
        "changed_at": page.changed_at,
    }
    return render(request, "reports/paragraph.html", context)
