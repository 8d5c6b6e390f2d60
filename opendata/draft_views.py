"""The Secretariat's screens for documents that are drafted from the records."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import secretariat_page
from publication.languages import page_language
from reports.downloads import SANDBOX
from summits_portal.errors import too_many_requests

from .draft_form import FORMS, DraftForm
from .drafting import PERMISSION, ask, endings, throw_away
from .kept_files import Busy, path_of
from .models import DraftedDocument

SHOWN = 50
RETRY_AFTER = 60  # seconds


@require_safe
@secretariat_page(PERMISSION)
def listed(request: HttpRequest) -> HttpResponse:
    """What can be drafted, and what was drafted lately."""
    drafts = DraftedDocument.objects.newest_first()[:SHOWN]
    context = {"kinds": DraftedDocument.Kind, "drafts": drafts}
    return render(request, "secretariat/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(PERMISSION)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask what the document is of; a button has it made in its format."""
    if kind not in FORMS:
        raise Http404
    sent = request.method == "POST"
    form = FORMS[kind](request.POST) if sent else FORMS[kind](initial=_asked(request, kind))
    if sent and form.is_valid():
        return _ask(request, kind, form)
    context = {"form": form, "kind": DraftedDocument.Kind(kind), "endings": endings()}
    return render(request, "secretariat/draft_new.html", context, status=422 if sent else 200)


def _asked(request: HttpRequest, kind: str) -> dict[str, str]:
    """What a link from a page has filled in already."""
    about = {name: request.GET.get(name, "") for name in FORMS[kind].about}
    return {"language": page_language()} | about


def _ask(request: HttpRequest, kind: str, form: DraftForm) -> HttpResponse:
    chosen = {name: form.cleaned_data[name] for name in ("language", "ending", "symbol")}
    try:
        draft = ask(kind=kind, what=form.what, by=request.user, **chosen)
    except Busy:
        return too_many_requests(request, RETRY_AFTER)
    return redirect("drafts:draft", draft.pk)


@require_safe
@secretariat_page(PERMISSION)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the document is; once it is made, the file."""
    return render(request, "secretariat/draft.html", {"draft": _draft(pk)})


@require_safe
@secretariat_page(PERMISSION)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The document as a download, never as a page of the portal."""
    found = _draft(pk)
    if found.made_at is None or not path_of(found).is_file():
        raise Http404
    response = FileResponse(
        path_of(found).open("rb"), as_attachment=True, filename=found.name,
        content_type=found.content_type,
    )  # fmt: skip
    response["Cache-Control"] = "private, no-store"
    response._csp_update = SANDBOX
    return response


@require_POST
@secretariat_page(PERMISSION)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the document away; the records stay."""
    throw_away(_draft(pk))
    messages.success(request, gettext("The document was thrown away."))
    return redirect("drafts:drafts")


def _draft(pk: int) -> DraftedDocument:
    return get_object_or_404(DraftedDocument.objects.with_people(), pk=pk)
