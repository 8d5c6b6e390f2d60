"""Reports taken back from public view."""

from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import secretariat_page
from accounts.policy import Permission

from ... import workflow
from ...review_forms import ReasonForm
from ...reviewing import reviewed


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.WITHDRAW_REPORTS)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the reason, then withdraw; the public page stays and says the reason."""
    report = reviewed(number)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label=gettext("Reason for the withdrawal"),
        hint=gettext("Everybody can read this at the report’s address."),
    )
    if form.is_valid():
        try:
            workflow.withdraw(report, by=request.user, reason=form.cleaned_data["note"])
            messages.success(request, gettext("The report is withdrawn."))
            return redirect("secretariat:review", number)
        except workflow.NotAllowed:
            refuse(form)
    context = {
        "report": report,
        "form": form,
        "title": gettext("Withdraw the report"),
        "explanation": gettext(
            "The report and its earlier editions leave public view for good. Their address says "
            "that they were withdrawn, and why."
        ),
        "button": gettext("Withdraw it for good"),
        "is_danger": True,
    }
    return render(request, "secretariat/reason.html", context, status=status_of(form))


def refuse(form: Form, why: str = "") -> None:
    """Say above the form that somebody was faster; what was typed stays in it."""
    said = gettext("Nothing was done: the report is not published, or no longer.")
    form.add_error(None, why or said)
    form.is_refused = True


def status_of(form: Form) -> int:
    """409 for a form that came too late."""
    return HTTPStatus.CONFLICT if getattr(form, "is_refused", False) else 200
