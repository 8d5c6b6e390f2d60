"""One report under review: read, compared, noted on, returned, published."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import secretariat_page
from accounts.policy import Permission
from publication.keys import is_key

from ... import commenting, folding, workflow
from ...inbox import reviewers
from ...models import Comment, Report
from ...near import near_reports
from ...review_forms import PUBLISH, RETURN, DecisionForm, NoteForm
from ...reviewing import review_page, reviewed

ASKED = ("csrfmiddlewaretoken", "action", "revision", "mark")
"""Fields that the question about merging has itself; all others are carried through it."""


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.REVIEW_REPORTS)
def review(request: HttpRequest, number: int) -> HttpResponse:
    """The screen, and what its one form does: `action` says which of the buttons was pressed."""
    report = reviewed(number)
    if request.method != "POST":
        return _page(request, report)
    action, _dash, which = request.POST.get("action", "decide").partition("-")
    return ACTIONS.get(action, _decide)(request, report, which)


def _decide(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    form = DecisionForm(request.POST, report=report)
    note = NoteForm(request.POST, is_needed=False)
    if not all([form.is_valid(), note.is_valid()]):
        return _page(request, report, form, note)
    try:
        said = _carry_out(request, report, form, note.cleaned_data["internal"])
    except (workflow.Stale, workflow.NotAllowed):
        return _conflict(request, report.pk)
    except workflow.Passed:  # since the form was looked at
        form.add_error("day", gettext("This moment has passed."))
        return _page(request, report, form, note)
    messages.success(request, said)
    return redirect("secretariat:review", report.pk)


@transaction.atomic
def _carry_out(request: HttpRequest, report: Report, form: DecisionForm, note: str) -> str:
    """Take the decision, keep the note typed beside it; answers with what happened, in words."""
    given, by = form.cleaned_data, request.user
    seen = {"by": by, "revision": given["revision"], "token": given["token"]}
    if given["decision"] == RETURN:
        said = gettext("The report is returned. The entity is told by mail.")
        step = commenting.return_with_comments(
            report, note=given["note"], remarks=form.remarks, **seen
        )
    elif given["decision"] == PUBLISH:
        said = gettext("The report is published.")
        step = workflow.publish(report, **seen)
    else:
        said = gettext("The time of publication is set.")
        step = workflow.schedule(report, at=form.moment, **seen)
    commenting.add_note_beside(step, text=note)
    return said


def _conflict(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing was done: the report as it is now, and everything that was typed."""
    report = reviewed(number)
    typed = request.POST.copy()
    typed["revision"] = report.revision
    form = DecisionForm(typed, report=report)
    form.is_valid()
    return _page(request, report, form, is_conflict=True, status=HTTPStatus.CONFLICT)


def _unschedule(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    try:
        workflow.unschedule(report, by=request.user)
    except workflow.NotAllowed:
        return _conflict(request, report.pk)
    return _with_typed(request, report.pk, gettext("The time of publication is taken back."))


def _note(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    note = NoteForm(request.POST)
    if not note.is_valid():
        return _page(request, report, _typed(request, report), note)
    commenting.add_note(report, by=request.user, text=note.cleaned_data["internal"])
    return _with_typed(request, report.pk, gettext("The note is kept."), note=NoteForm())


def _settle(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    commenting.settle(_comment(report, which), by=request.user)
    return _with_typed(request, report.pk, gettext("The comment is settled."))


def _reopen(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    commenting.reopen(_comment(report, which))
    return _with_typed(request, report.pk, gettext("The comment is open again."))


def _link(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    other = _near(report, which)
    if other is None or request.POST.get("revision") != str(report.revision):
        return _conflict(request, report.pk)
    given = {"by": request.user, "other": other, "revision": report.revision}
    try:
        workflow.link_languages(report, **given)
    except (workflow.Stale, workflow.NotAllowed, workflow.Taken):
        return _conflict(request, report.pk)
    said = gettext("It is the next edition of that report now, with the texts of both. Publish it.")
    return _with_typed(request, report.pk, said)


def _ask_merge(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    """What the two would say as one, by section; nothing is done yet."""
    other = _near(report, which)
    seen = request.POST.get("revision")
    if other is None or seen != str(report.revision) or not folding.can_fold(report, other):
        return _conflict(request, report.pk)
    rows = folding.folds(report, other)
    context = {
        "report": report,
        "other": other,
        "rows": rows,
        "mark": folding.mark(rows),
        "typed": [(name, text) for name, text in request.POST.items() if name not in ASKED],
    }
    return render(request, "secretariat/merge_reports.html", context)


def _merge(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    other = _near(report, which)
    if other is None or request.POST.get("revision") != str(report.revision):
        return _conflict(request, report.pk)
    given = {"by": request.user, "other": other, "revision": report.revision}
    given["mark"] = request.POST.get("mark", "")
    try:
        if report.state == Report.State.PUBLISHED:
            return _made_one(request, workflow.merge_published(report, **given))
        workflow.merge(report, **given)
    except (workflow.Stale, workflow.NotAllowed, workflow.Taken):
        return _conflict(request, report.pk)
    said = gettext("It is the next edition of that report now, with what both say. Publish it.")
    return _with_typed(request, report.pk, said)


def _made_one(request: HttpRequest, edition: Report) -> HttpResponse:
    note = NoteForm(request.POST)
    if note.is_valid():
        commenting.add_note(edition, by=request.user, text=note.cleaned_data["internal"])
    said = gettext("The two are one report now, published with what both said.")
    messages.success(request, said)
    return redirect("secretariat:review", edition.pk)


def _leave(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    """Back from the question, with what was typed."""
    return _page(request, report, _typed(request, report))


def _near(report: Report, which: str) -> Report | None:
    """The report with this public number, if it is shown as very like this one."""
    near = near_reports(report, for_staff=True)
    return next((one.other for one in near if str(one.other.public_id) == which), None)


def _keep_both(request: HttpRequest, report: Report, which: str) -> HttpResponse:
    other = _near(report, which)
    if other is None:
        return _conflict(request, report.pk)
    try:
        workflow.keep_both(report, by=request.user, other=other)
    except workflow.NotAllowed:
        return _conflict(request, report.pk)
    return _with_typed(request, report.pk, gettext("Both reports stay; this is not asked again."))


ACTIONS: dict[str, Callable[[HttpRequest, Report, str], HttpResponse]] = {
    "decide": _decide,
    "unschedule": _unschedule,
    "note": _note,
    "settle": _settle,
    "reopen": _reopen,
    "keep_both": _keep_both,
    "link": _link,
    "merge": _ask_merge,
    "merged": _merge,
    "leave": _leave,
}


def _comment(report: Report, which: str) -> Comment:
    """The report's own comment with this id. Raises Http404 for another's."""
    number = int(which) if is_key(which) else 0
    found = Comment.objects.of_report(report).for_the_entity().with_id(number)
    return get_object_or_404(found)


def _typed(request: HttpRequest, report: Report) -> DecisionForm:
    """What stands in the decision's fields, not yet judged."""
    typed = {name: text for name, text in request.POST.items() if name != "revision"}
    return DecisionForm(initial=typed, report=report)


def _with_typed(
    request: HttpRequest, number: int, said: str, note: NoteForm | None = None
) -> HttpResponse:
    """The page again after a small step, with what was typed beside it still there."""
    messages.success(request, said)
    report = reviewed(number)
    return _page(request, report, _typed(request, report), note)


def _page(
    request: HttpRequest,
    report: Report,
    form: DecisionForm | None = None,
    note: NoteForm | None = None,
    *,
    is_conflict: bool = False,
    status: int = 200,
) -> HttpResponse:
    """With `note`, or else the note that is being typed."""
    against = request.POST.get("against") or request.GET.get("against", "")
    note = note or NoteForm(initial={"internal": request.POST.get("internal", "")})
    page = review_page(report, form or DecisionForm(report=report), note, against)
    context = {
        "page": page,
        "report": report,
        "form": page.note_form if page.note_form.errors else page.form,
        "people": reviewers(),
        "is_conflict": is_conflict,
        "last": page.history[0] if page.history else None,
    }
    return render(request, "secretariat/review.html", context, status=status)
