"""Writing a report: the page, what is saved by itself, and two people at once."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.unsent import keeps_what_is_sent, taken
from publication.forms import TextField
from publication.keys import is_key
from publication.languages import page_language
from publication.rendering import Markup
from publication.rendering import render as rendered

from ...answering import answer
from ...carrying import keep_carried, prefill
from ...conflict_page import clashes, unanswered
from ...editing import OutOfScope, save
from ...editor_form import EditorForm
from ...editor_page import editor_page, offered_to, threads_of, whole
from ...history import taken as taken_step
from ...models import Report, Transition
from ...report_titles import report_heading, report_title
from ...workflow import NotAllowed, Stale
from .getting import report_to_write
from .starting import tell_of_prefill


@keeps_what_is_sent
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with all of a report; saves what is posted and goes on to what is asked."""
    report = report_to_write(request, pk)
    if request.method == "POST":
        return _saved(request, report)
    if report.state not in Report.WRITABLE:
        return redirect("workspace:preview", pk)
    if sent := taken(request):
        request.POST = sent
        return _again(request, report, _("Not saved yet"))
    whole(report)
    lines = offered_to(report, page_language())
    form = EditorForm(report=report, offered=lines).fill()
    return _page(request, report, form, lines)


def _page(request: HttpRequest, report: Report, form: EditorForm, lines: list) -> HttpResponse:
    page = editor_page(report, form, lines, page_language())
    asking = Transition.objects.last_asking(report) if report.may_have_asking else None
    context = {
        "asking": asking and taken_step(asking),
        "page": page, "report": report, "form": form,
        "heading": report_heading(report, page_language()),
        "title": report_title(report, page_language()),
    }  # fmt: skip
    return render(request, "workspace/editor.html", context)


def _saved(request: HttpRequest, report: Report) -> HttpResponse:
    form = EditorForm(request.POST, report=report)
    if not form.is_valid():
        return _again(request, report)
    if unanswered(request.POST):
        return _conflict(request, report, form)
    return _kept(request, report, form, form.cleaned_data["revision"])


def _kept(request: HttpRequest, report: Report, form: EditorForm, revision: int) -> HttpResponse:
    try:
        save(report, by=request.user, revision=revision, content=form.draft())
    except Stale as stale:
        return _conflict(request, stale.current, form)
    except NotAllowed:
        return _conflict(request, report, form, locked=True)
    except OutOfScope:
        return _again(request, report, _out_of_scope())
    return _next_step(request, report, form)


def _again(request: HttpRequest, report: Report, message: str = "") -> HttpResponse:
    """The form as it was typed, with its errors."""
    whole(report)
    lines = offered_to(report, page_language())
    form = EditorForm(request.POST, report=report, offered=lines).fill()
    form.is_valid()
    if message:
        form.add_error(None, message)
    return _page(request, report, form, lines)


def _next_step(request: HttpRequest, report: Report, form: EditorForm) -> HttpResponse:
    """After a save: what the button that was pressed asks for besides."""
    action = request.POST.get("action", "")
    said = answer(report, form.answers(), by=request.user)
    try:
        if action == "no-change":
            keep_carried(report, by=request.user, revision=report.revision)
        elif action == "take-over":
            tell_of_prefill(request, prefill(report, by=request.user))
    except (Stale, NotAllowed):  # within this very second; the page shows what is there
        messages.warning(request, _("The report was saved elsewhere at the same moment."))
    if action == "check":
        return redirect("workspace:check", report.pk)
    messages.success(request, _("Saved, with your answers.") if said else _("Saved."))
    if action == "leave":
        return redirect("workspace:home")
    return redirect("workspace:editor", report.pk)


def _conflict(
    request: HttpRequest, report: Report, form: EditorForm, *, locked: bool = False
) -> HttpResponse:
    """Nothing was saved: what is there now beside what was typed, and a choice for each part.

    Where both say the same there is nothing to choose, and the form goes on its way.
    """
    current = whole(report_to_write(request, report.pk))
    locked = locked or current.state not in Report.WRITABLE
    found = clashes(form, current)
    if not found and not locked:
        return _kept(request, current, form, current.revision)
    missing = unanswered(request.POST)
    for clash in found:
        clash.missing = clash.part in missing
        clash.chosen = request.POST.get(f"take-{clash.part}", clash.chosen)
    context = {
        "report": current, "clashes": found, "locked": locked, "has_errors": bool(missing),
        "answered": [thread for thread in threads_of(current, form) if thread.typed],
        "title": report_title(current, page_language()),
    }  # fmt: skip
    return render(request, "workspace/conflict.html", context, status=HTTPStatus.CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Saves the parts that are posted: {"revision": …}; 409 when somebody else has saved.

    GET tells the revision, the person and a fresh token, after signing in again elsewhere.
    """
    if request.method != "POST":
        report = report_to_write(request, pk)
        facts = {"revision": report.revision, "person": request.user.pk}
        return JsonResponse({**facts, "token": get_token(request)})
    draft = Report(pk=pk)
    form = EditorForm(request.POST, report=draft)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        if not is_key(pk):
            raise NotAllowed
        revision = form.cleaned_data["revision"]
        new = save(draft, by=request.user, revision=revision, content=form.draft())
    except Stale as stale:
        return JsonResponse({"revision": stale.current.revision}, status=HTTPStatus.CONFLICT)
    except NotAllowed:
        state = report_to_write(request, pk).state
        return JsonResponse({"state": state}, status=HTTPStatus.CONFLICT)
    except OutOfScope:
        return JsonResponse({"errors": {"citations": [_out_of_scope()]}}, status=422)
    return JsonResponse({"revision": new, "bases": form.bases()})


def _out_of_scope() -> str:
    return _("One of the paragraphs is not in this report’s scope.")


@require_POST
def markup_preview(request: HttpRequest) -> HttpResponse:
    """A text as its readers will see it: a fragment of cleaned HTML."""
    field = TextField(required=False)
    try:
        text = field.clean(request.POST.get("text", ""))
    except ValidationError as error:
        return HttpResponseBadRequest(" ".join(error.messages), content_type="text/plain")
    return HttpResponse(rendered(text, Markup.MARKDOWN))
