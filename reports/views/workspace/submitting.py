"""The last look at a report, its submission, and the receipt."""

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import Permission
from publication.keys import is_key
from publication.languages import page_language

from ... import workflow
from ...completeness import problems
from ...models import Attachment, Comment, Delegation, RelatedResource, Report, Transition
from ...near import near_reports
from ...report_page import report_page
from ...report_titles import report_heading, report_title
from ...submitting import AskApprovalForm, SubmitForm
from ...writers import writes
from .getting import own_report, report_to_write


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as everybody will see it, on the public template with a mark."""
    report = _seen(request, pk)
    language = page_language()
    reading = report.original_language or language
    context = {
        "page": report_page(report, [report], language, reading),
        "title": report_title(report, language),
        "heading": report_heading(report, language),
        "is_preview": True,
        "may_write": writes(report, request.rights),
        "has_demonstration": report.is_demonstration,
    }
    return render(request, "reports/report.html", context)


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything on one page to read, print and change, and who will see what when."""
    report = report_to_write(request, pk)
    if report.state not in Report.WRITABLE:
        return redirect("workspace:preview", pk)
    initial = {"revision": report.revision, "token": uuid.uuid4()}
    return _check_page(request, report, SubmitForm(initial=initial))


def _check_page(request: HttpRequest, report: Report, form: SubmitForm) -> HttpResponse:
    language = page_language()
    reading = report.original_language or language
    wanting = problems(report, at=timezone.now(), approval=False)
    context = {
        "report": report,
        "page": report_page(report, [report], language, reading),
        "title": report_title(report, language),
        "heading": report_heading(report, language),
        "files": Attachment.objects.of_report(report),
        "links": RelatedResource.objects.of_report(report),
        "near": near_reports(report, for_staff=request.rights.may(Permission.REVIEW_REPORTS)),
        "wanting": wanting,
        "has_errors": bool(wanting),
        "unanswered": Comment.objects.of_report(report).unanswered(),
        "waiting": _waiting(request, report),
        "may_submit": request.rights.may(Permission.SUBMIT_REPORTS, report.entity_id)
        or report.filed_by_secretariat,
        "form": form,
    }
    return render(request, "workspace/check.html", context)


def _waiting(request: HttpRequest, report: Report) -> Iterable[Delegation]:
    """Parts that have been handed in, for who may take them over."""
    if not request.rights.may(Permission.DELEGATE, report.entity_id):
        return []
    return Delegation.objects.of_report(report).to_take_over()


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the report in; the same form sent again leads to the same receipt."""
    report = report_to_write(request, pk, Permission.SUBMIT_REPORTS)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The page was out of date. Look at the answers once more."))
        return redirect("workspace:check", pk)
    try:
        step = workflow.submit(report, by=request.user, **form.cleaned_data)
    except workflow.Stale:
        message = _("Somebody has changed the report since you looked. Read it once more.")
    except workflow.Incomplete:
        message = _("Something is still wanting.")
    except workflow.NotAllowed:
        message = _("The report was submitted already.")
    else:
        return redirect("workspace:receipt", pk, step.pk)
    messages.warning(request, message)
    return redirect("workspace:check", pk)


@require_POST
def ask_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the entity's approvers to read the text as it was looked at."""
    report = report_to_write(request, pk, Permission.SUBMIT_REPORTS)
    form = AskApprovalForm(request.POST)
    try:
        if form.is_valid():
            workflow.ask_approval(report, by=request.user, **form.cleaned_data)
            messages.success(request, _("The approvers of your entity are asked."))
            return redirect("workspace:check", pk)
        messages.error(request, _("The page was out of date. Look at the answers once more."))
    except (workflow.Stale, workflow.Incomplete, workflow.NotAllowed):
        messages.warning(request, _("The report has changed meanwhile. Look at it once more."))
    return redirect("workspace:check", pk)


@require_safe
def receipt(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """What was handed in, when and by whom, to print and to come back to."""
    report = _seen(request, pk)
    steps = Transition.objects.of_reports([report.pk]).of_verb("submit").newest_first()
    found = next((one for one in steps if one.pk == step), None)
    if found is None:
        raise Http404
    context = {
        "report": report,
        "step": found,
        "heading": report_heading(report, page_language()),
        "title": report_title(report, page_language()),
    }
    return render(request, "workspace/receipt.html", context)


def _seen(request: HttpRequest, pk: int) -> Report:
    """For whoever sees the entity's reports, and the Secretariat that filed this one."""
    if is_key(pk) and request.rights.may(Permission.FILE_ON_BEHALF):
        return report_to_write(request, pk)
    return own_report(request, pk, Permission.SEE_OWN_REPORTS)
