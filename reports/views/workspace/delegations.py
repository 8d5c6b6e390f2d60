"""Parts of a draft, as coordinators hand them over and take them back in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import check, workspace_page
from accounts.policy import Permission
from publication.keys import is_key
from publication.languages import page_language

from ... import delegating
from ...delegation_forms import DelegateForm, ReturnForm, TakeOverForm
from ...editing import OutOfScope
from ...models import Delegation
from ...scope import lines_of, paragraphs_for
from ...workflow import NotAllowed, Stale
from .getting import own_report

P = Permission


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts of a draft, and the form that hands over further ones."""
    report = own_report(request, pk, P.DELEGATE)
    ids = paragraphs_for(report.pk).counted().order_by().values("pk")
    form = DelegateForm(request.POST or None, report=report, lines=lines_of(ids, page_language()))
    if form.is_valid():
        paragraphs = paragraphs_for(report.pk).with_ids(form.cleaned_data.pop("paragraphs"))
        try:
            parts = delegating.delegate(
                report, by=request.user, paragraphs=paragraphs, **form.cleaned_data
            )
        except NotAllowed:
            form.add_error(None, _not_now())
        else:
            n = len(parts)
            said = ngettext("%(n)d part was handed over.", "%(n)d parts were handed over.", n)
            messages.success(request, said % {"n": n})
            return redirect("workspace:delegate", report.pk)
    context = {"report": report, "form": form, "parts": Delegation.objects.of_report(report)}
    return render(request, "workspace/delegate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """A part beside the draft, to be taken over. Its contributor is led to where it is written."""
    part = found_part(pk)
    if _is_only_theirs(request, part):
        return redirect("workspace:part", part.pk)
    check(request, P.DELEGATE, part.report.entity_id)
    lines = part_lines(part)
    form = TakeOverForm(part, lines, request.POST or None)
    if form.is_valid():
        try:
            delegating.take_over(
                part, by=request.user, revision=form.cleaned_data["revision"], how=form.how,
                marks=form.cleaned_data["marks"],
            )  # fmt: skip
        except Stale as stale:
            form = _looked_at_again(part, lines, form, stale)
        except NotAllowed:
            form.add_error(None, _not_now())
        except OutOfScope:
            said = gettext("One of the paragraphs is not in this report’s scope.")
            form.add_error("marks", said)
        else:
            messages.success(request, gettext("The part was taken over into the draft."))
            return redirect("workspace:delegate", part.report_id)
    return _part_page(request, part, lines, form=form)


def _looked_at_again(part, lines, form: TakeOverForm, stale: Stale) -> TakeOverForm:
    """The same choices beside the draft as it is now."""
    part.report.refresh_from_db()
    data = form.data.copy()
    data["revision"] = stale.current.revision
    again = TakeOverForm(part, lines, data)
    again.add_error(None, gettext("The draft was saved since. Look at its texts and choose again."))
    return again


@require_POST
@workspace_page
def return_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a part back for more."""
    part = found_part(pk)
    check(request, P.DELEGATE, part.report.entity_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        lines = part_lines(part)
        return _part_page(request, part, lines, returning=form, form=TakeOverForm(part, lines))
    return _done(request, part, delegating.return_part, note=form.cleaned_data["note"])


@require_POST
@workspace_page
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    """End a part without taking it over."""
    part = found_part(pk)
    check(request, P.DELEGATE, part.report.entity_id)
    return _done(request, part, delegating.call_back)


def _done(request: HttpRequest, part: Delegation, verb, **said) -> HttpResponse:
    try:
        verb(part, by=request.user, **said)
    except NotAllowed:
        messages.error(request, _not_now())
    else:
        messages.success(request, gettext("Saved."))
    return redirect("workspace:delegation", part.pk)


def found_part(pk: int) -> Delegation:
    """The part with what its pages show. Raises Http404."""
    part = Delegation.objects.for_page(pk).first() if is_key(pk) else None
    if part is None:
        raise Http404
    return part


def part_lines(part: Delegation) -> list:
    """The part's mandates as the reader reads them."""
    ids = [row.paragraph_id for row in part.delegated_paragraphs.all()]
    return lines_of(ids, page_language())


def _is_only_theirs(request: HttpRequest, part: Delegation) -> bool:
    entity, may = part.report.entity_id, request.rights.may
    writes = part.to_id == request.user.pk and may(P.WRITE_DELEGATED_PARTS, entity)
    return writes and not may(P.DELEGATE, entity)


def _not_now() -> str:
    return gettext("This is not possible any more: the report or the part has moved on.")


def _part_page(request: HttpRequest, part: Delegation, lines, *, form, returning=None):
    context = {
        "part": part,
        "report": part.report,
        "lines": lines,
        "takeover": form,
        "form": returning or form,
        "returning": returning or ReturnForm(initial={"note": part.note}),
        "is_written": part.report.state in part.report.WRITABLE,
    }
    return render(request, "workspace/delegation.html", context)
