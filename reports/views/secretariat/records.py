"""Records that are there already: found by the address of their page, and put right."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission
from mandates.correcting import Moved, official_languages
from mandates.correcting import correct_text as put_right
from mandates.models import Paragraph
from publication.keys import is_key
from publication.languages import page_language

from ...correction_form import CorrectionForm
from ...pasted import RecordForm
from ...subject import subject_of
from .publishing import status_of


@require_safe
@secretariat_page(Permission.EDIT_RECORDS)
def records(request: HttpRequest) -> HttpResponse:
    """A record by the address of its page, and what may be done with it."""
    form = RecordForm(request.GET if "address" in request.GET else None)
    found = form.cleaned_data["address"] if form.is_valid() else None
    context = {
        "form": form,
        "about": subject_of(found, page_language()) if found else None,
        "admin": f"admin:{found._meta.app_label}_{found._meta.model_name}_change" if found else "",
        "official": official_languages(found) if isinstance(found, Paragraph) else [],
    }
    return render(request, "secretariat/records.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.EDIT_RECORDS)
def correct_text(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The official text of a paragraph in one language, put right with a public note."""
    paragraph = _correctable(pk, language)
    data = request.POST if request.method == "POST" else None
    form = CorrectionForm(data, paragraph=paragraph, language=language)
    if form.is_valid() and not form.is_conflict:
        given = {**form.cleaned_data, "written_in": page_language(), "by": request.user}
        try:
            put_right(paragraph, language, **given)
            messages.success(request, gettext("The text is corrected; your note is on this page."))
            return redirect(paragraph)
        except (Moved, ValueError):  # between the look above and the lock
            form = CorrectionForm(data, paragraph=_correctable(pk, language), language=language)
    context = {
        "about": subject_of(paragraph, page_language()),
        "form": form,
        "written": language,
    }
    status = HTTPStatus.CONFLICT if form.is_conflict else status_of(form)
    return render(request, "secretariat/correct_text.html", context, status=status)


def _correctable(pk: int, language: str) -> Paragraph:
    """Raises Http404 without such a paragraph, or without an official text in the language."""
    found = Paragraph.objects.with_ids([pk] if is_key(pk) else []).with_document().first()
    if found is None or language not in official_languages(found):
        raise Http404
    return found
