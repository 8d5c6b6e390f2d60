"""The Secretariat's first page: what waits for somebody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import secretariat_page
from accounts.local_paths import is_local
from accounts.policy import Permission
from publication.languages import page_language

from ... import workflow
from ...assigning import AssignForm
from ...inbox import inbox as waiting


@require_safe
@secretariat_page(Permission.SEE_INBOX)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits, by the tab and filters that the address asks for."""
    found = waiting(request, page_language(), timezone.now())
    return render(request, "secretariat/inbox.html", {"inbox": found})


@require_POST
@secretariat_page(Permission.REVIEW_REPORTS)
def assign(request: HttpRequest) -> HttpResponse:
    """Give the chosen reports to one of the Secretariat, or to nobody."""
    form = AssignForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose reports, and who looks after them."))
        return redirect(_back(request))
    given = 0
    for report in form.cleaned_data["report"]:
        try:
            workflow.assign(report, by=request.user, to=form.person(request.user))
            given += 1
        except workflow.NotAllowed:
            messages.warning(
                request,
                gettext("%(report)s is no longer waiting for a review.") % {"report": report},
            )
    if given:
        said = ngettext("%(n)d report assigned.", "%(n)d reports assigned.", given)
        messages.success(request, said % {"n": given})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page of this site that the form stood on, else the inbox."""
    back = request.POST.get("back", "")
    return back if is_local(back) else "secretariat:inbox"
