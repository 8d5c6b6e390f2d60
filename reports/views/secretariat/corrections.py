"""Published reports put right: by a next edition in full, or a typing error by the short path."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import secretariat_page
from accounts.policy import Permission

from ... import workflow
from ...models import Report
from ...review_forms import ReasonForm
from ...reviewing import reviewed
from ...typing_form import TypingForm
from .publishing import refuse, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.CORRECT_REPORTS)
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the next edition: a draft that the Secretariat writes, submits and publishes."""
    report = reviewed(number)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label=gettext("Why it is corrected"),
        hint=gettext("Everybody can read this in the history, once the correction is published."),
    )
    if form.is_valid():
        try:
            draft = workflow.correct(report, by=request.user, note=form.cleaned_data["note"])
            return redirect("workspace:editor", draft.pk)
        except workflow.Taken:
            refuse(form, gettext("Another edition of this report is on its way already."))
        except workflow.NotAllowed:
            refuse(form)
    context = {
        "report": report,
        "form": form,
        "title": gettext("Correct the report"),
        "explanation": gettext(
            "The next edition begins as a copy. It is written and submitted on the entity’s behalf "
            "and replaces the published one only when it is published itself."
        ),
        "button": gettext("Begin the next edition"),
    }
    return render(request, "secretariat/reason.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.CORRECT_REPORTS)
def correct_typing(request: HttpRequest, number: int) -> HttpResponse:
    """Publish the next edition at once with some words put right."""
    report = reviewed(number)
    form = TypingForm(request.POST if request.method == "POST" else None, report=report)
    if form.is_conflict:
        return _typing(request, report, form, status=HTTPStatus.CONFLICT)
    if form.is_valid():
        try:
            edition = workflow.correct_typing(
                report, by=request.user, texts=form.corrected, note=form.cleaned_data["note"]
            )
            messages.success(request, gettext("The corrected edition is published."))
            return redirect("secretariat:review", edition.pk)
        except workflow.Taken:
            refuse(form, gettext("Another edition of this report is on its way already."))
        except workflow.NotAllowed:
            refuse(form)
    return _typing(request, report, form, status=status_of(form))


def _typing(request: HttpRequest, report: Report, form: TypingForm, *, status: int) -> HttpResponse:
    return render(
        request, "secretariat/typing.html", {"report": report, "form": form}, status=status
    )
