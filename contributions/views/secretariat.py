"""Moderation: the Secretariat reads, publishes or returns, and withdraws. It edits nothing."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission
from publication.keys import is_key
from publication.languages import page_language

from .. import workflow
from ..forms import RETURN, DecisionForm, ReasonForm
from ..models import Contribution, Step
from ..page import contribution_page
from ..queue import queue as queued


@require_safe
@secretariat_page(Permission.MODERATE_CONTRIBUTIONS)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the longest waiting first; `?state=` shows the others."""
    found = queued(request.GET, page_language())
    return render(request, "contributions/queue.html", {"queue": found})


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.MODERATE_CONTRIBUTIONS)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One contribution as it will be read, and the decision on it."""
    found = reviewed(pk)
    if request.method != "POST":
        return _page(request, found, _decision(found))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        said = _carry_out(request, found, form.cleaned_data)
    except (workflow.Stale, workflow.NotAllowed):
        return _conflict(request, pk)
    messages.success(request, said)
    return redirect("moderation:review", pk)


def reviewed(pk: int) -> Contribution:
    """One that its author has handed in; 404 for drafts, which are their author's alone."""
    there = Contribution.objects.reviewable().for_page().with_ids([pk])
    found = there.first() if is_key(pk) else None
    if found is None:
        raise Http404
    return found


def _decision(contribution: Contribution) -> DecisionForm:
    return DecisionForm(initial={"revision": contribution.revision, "token": uuid.uuid4()})


def _carry_out(request: HttpRequest, contribution: Contribution, given: dict) -> str:
    """Take the decision; answers with what happened, in words."""
    seen = {"by": request.user, "revision": given["revision"], "token": given["token"]}
    if given["decision"] == RETURN:
        workflow.return_(contribution, note=given["note"], **seen)
        return gettext("The contribution is returned. Its author is told by mail.")
    workflow.publish(contribution, **seen)
    return gettext("The contribution is published. Its author and the state concerned are told.")


def _conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing was done: the contribution as it is now, and all that was typed."""
    found = reviewed(pk)
    typed = request.POST.copy()
    typed["revision"] = found.revision
    return _page(request, found, DecisionForm(typed), is_conflict=True)


def _page(
    request: HttpRequest, contribution: Contribution, form: DecisionForm, *,
    is_conflict: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        "page": contribution_page(contribution, page_language()),
        "form": form,
        "can_decide": contribution.state == Contribution.State.SUBMITTED,
        "steps": Step.objects.of_contribution(contribution),
        "is_conflict": is_conflict,
        "has_demonstration": contribution.is_demonstration,
    }
    status = HTTPStatus.CONFLICT if is_conflict else 200
    return render(request, "contributions/review.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.MODERATE_CONTRIBUTIONS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then withdraw; the public page stays and says it."""
    found, form, status = reviewed(pk), ReasonForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            reason, side = form.cleaned_data["note"], Contribution.Side.SECRETARIAT
            workflow.withdraw(found, by=request.user, side=side, reason=reason)
            messages.success(request, gettext("The contribution is withdrawn."))
            return redirect("moderation:review", pk)
        except workflow.NotAllowed:
            message = gettext("Nothing was done: the contribution is not published, or no longer.")
            form.add_error(None, message)
            status = HTTPStatus.CONFLICT
    context = {"contribution": found, "form": form, "area": "secretariat/base.html"}
    return render(request, "contributions/withdraw.html", context, status=status)
