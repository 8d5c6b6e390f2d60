"""A part of a draft, as its contributor writes it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import workspace_page
from accounts.policy import Permission
from accounts.unsent import keeps_what_is_sent, taken

from ... import delegating
from ...delegation_forms import ConflictForm, PartForm
from ...models import Delegation, Report
from ...workflow import Incomplete, NotAllowed, Stale
from .delegations import found_part, part_lines


@keeps_what_is_sent
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """The mandates and what is asked, beside the form; saved, or saved and handed in."""
    found = _own_part(request, pk)
    lines = part_lines(found)
    sent = taken(request)
    form = PartForm(found, lines, sent or request.POST or None)
    if sent:
        form.add_error(None, gettext("Not saved yet"))
    if not form.is_valid():
        return _page(request, found, form)
    try:
        return _keep(request, found, form)
    except Stale:
        return _conflict(request, pk, form)
    except NotAllowed:
        form.add_error(None, gettext("The part is not yours to write any more."))
        return _page(request, found, form)


def _keep(request: HttpRequest, part: Delegation, form: PartForm) -> HttpResponse:
    revision = delegating.save(
        part, by=request.user, revision=form.cleaned_data["revision"], content=form.content()
    )
    if "hand_in" in request.POST:
        try:
            delegating.hand_in(part, by=request.user, revision=revision)
        except Incomplete:
            said = gettext("Write a text or choose a mark before you hand the part in.")
            messages.error(request, said)
        else:
            messages.success(request, gettext("The part was handed in. Thank you."))
    else:
        messages.success(request, gettext("Saved."))
    return redirect("workspace:part", part.pk)


def _conflict(request: HttpRequest, pk: int, written: PartForm) -> HttpResponse:
    """Both texts side by side; what was written in this window stays in its fields."""
    part = _own_part(request, pk)
    data = written.data.copy()
    data["revision"] = part.revision
    form = PartForm(part, written.lines, data)
    form.add_error(None, gettext("The part was saved in another window. Choose what stands."))
    return _page(request, part, form, conflict=ConflictForm(form))


def _own_part(request: HttpRequest, pk: int) -> Delegation:
    """The part of whoever asks, while the role holds. Raises Http404."""
    part = found_part(pk)
    writes = request.rights.may(Permission.WRITE_DELEGATED_PARTS, part.report.entity_id)
    if part.to_id != request.user.pk or not writes:
        raise Http404
    return part


def _page(request: HttpRequest, part: Delegation, form: PartForm, *, conflict=None):
    context = {
        "part": part,
        "report": part.report,
        "form": form,
        "conflict": conflict,
        "is_written": part.is_written and part.report.state in Report.WRITABLE,
    }
    return render(request, "workspace/part.html", context)
