"""Two entities, or two paragraphs, that are the same thing: looked at, confirmed, merged."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import confirmed, secretariat_page
from accounts.policy import Permission
from publication.languages import page_language

from ...merging import Changed, plan
from ...merging import merge as carry_out
from ...pasted import MergeForm
from ...subject import subject_of


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.EDIT_RECORDS)
@confirmed
def merge(request: HttpRequest) -> HttpResponse:
    """What would move and what stands in the way; the button of that preview does it."""
    data = request.POST if request.method == "POST" else request.GET
    form = MergeForm(data if "kept" in data else None, initial=request.GET.dict())
    if not form.is_valid():
        return _page(request, form)
    records = form.cleaned_data["gone"], form.cleaned_data["kept"]
    if request.method != "POST":
        return _page(request, form, records)
    try:
        carry_out(*records, by=request.user, seen=request.POST.get("seen", ""))
    except Changed:
        return _page(request, form, records, is_conflict=True)
    messages.success(request, gettext("The two are one now; the old address leads here."))
    return redirect(records[1])


def _page(
    request: HttpRequest,
    form: MergeForm,
    records: tuple | None = None,
    *,
    is_conflict: bool = False,
) -> HttpResponse:
    language = page_language()
    context = {
        "form": form,
        "plan": plan(*records, request.rights) if records else None,
        "pair": [subject_of(record, language) for record in records or ()],
        "is_conflict": is_conflict,
    }
    status = HTTPStatus.CONFLICT if is_conflict else 200
    return render(request, "secretariat/merge.html", context, status=status)
