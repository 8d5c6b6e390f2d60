"""The second person's approval, where an entity asks for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import workspace_page
from accounts.policy import Permission
from publication.languages import page_language

from ... import workflow
from ...approval_forms import ApprovalForm
from ...models import Report, Transition
from ...report_page import report_page
from ...workflow import NotAllowed, Stale
from .getting import own_report

P = Permission


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it will be read; its approvers approve it here or give it back."""
    if request.method != "POST":
        report = own_report(request, pk, P.SEE_OWN_REPORTS)
        return _page(request, report, ApprovalForm(initial={"revision": report.revision}))
    report = own_report(request, pk, P.APPROVE_REPORTS)
    form = ApprovalForm(request.POST, is_refusal="refuse" in request.POST)
    if form.is_valid() and _decided(request, report, form):
        return redirect("workspace:approval", pk)
    report = own_report(request, pk, P.APPROVE_REPORTS)
    return _page(request, report, form.on_top_of(report.revision))


def _decided(request: HttpRequest, report: Report, form: ApprovalForm) -> bool:
    """Approve or refuse; the form says why not when that cannot be."""
    verb = workflow.refuse_approval if form.is_refusal else workflow.approve
    try:
        verb(report, by=request.user, **form.said)
    except Stale:
        form.add_error(None, gettext("The report was saved since. Read it again, then decide."))
    except NotAllowed:
        form.add_error(None, gettext("This is not possible now: the report has moved on."))
    else:
        said = gettext("The report is back with its writers.") if form.is_refusal else ""
        messages.success(request, said or gettext("The report is approved."))
    return not form.errors


def _page(request: HttpRequest, report: Report, form: ApprovalForm) -> HttpResponse:
    language, may = page_language(), request.rights.may
    asked = Transition.objects.of_reports([report.pk]).of_verb("ask_approval").newest_first()
    is_open = report.state in Report.WRITABLE and report.awaits_approval
    by = asked.first() if report.approval_asked_at else None
    context = {
        "report": report,
        "page": report_page(report, [report], language, report.original_language or language),
        "form": form,
        "asked": by,
        "may_ask": is_open and by is None and may(P.SUBMIT_REPORTS, report.entity_id),
        "may_approve": is_open and by is not None and by.by_id != request.user.pk
        and may(P.APPROVE_REPORTS, report.entity_id),
    }  # fmt: skip
    return render(request, "workspace/approval.html", context)
