"""A new document, entered by staff without a programmer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import secretariat_page
from accounts.policy import Permission
from mandates.entering import Draft, enter, side_by_side
from mandates.models import Document

from ...document_form import DocumentForm


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.EDIT_RECORDS)
def new_document(request: HttpRequest) -> HttpResponse:
    """Texts are split, shown side by side, corrected as often as needed, and published at once."""
    if request.method != "POST":
        return _page(request, DocumentForm())
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    values = form.cleaned_data
    per_section = values["numbering"] == Document.Numbering.PER_SECTION
    draft = side_by_side(form.splits(), per_section=per_section)
    if "publish" not in request.POST or draft.problems:
        return _page(request, form.corrected(), draft)
    found = enter(
        form.document_facts(), values["titles"], draft,
        original=values["original"], themes=values["themes"],
    )  # fmt: skip
    messages.success(request, gettext("The document is published."))
    return redirect(found)


def _page(request: HttpRequest, form: DocumentForm, draft: Draft | None = None) -> HttpResponse:
    languages = list(form.cleaned_data["texts"]) if draft and form.is_valid() else []
    context = {"form": form, "draft": draft, "draft_languages": languages}
    return render(request, "secretariat/new_document.html", context)
