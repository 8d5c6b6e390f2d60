"""Writing a contribution, handing it in, and what becomes of it."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import check, workspace_page
from accounts.policy import Permission
from accounts.unsent import keeps_what_is_sent, taken
from countries.models import Entity
from publication.keys import is_key
from publication.languages import page_language

from .. import workflow
from ..drafts import says
from ..editing import save
from ..forms import ContributionForm, ReasonForm, SubmitForm
from ..models import Contribution, Step
from ..page import contribution_page
from ..picking import picking
from ..work import work


def own(request: HttpRequest, pk: int) -> Contribution:
    """One of the person's own contributions; 404 for a missing one and another's alike."""
    found = Contribution.objects.for_page().with_ids([pk]).first() if is_key(pk) else None
    if found is None:
        raise Http404
    check(request, Permission.CONTRIBUTE, found.entity_id)
    return found


@require_safe
@workspace_page
def home(request: HttpRequest) -> HttpResponse:
    """What the person's organizations have written, and what concerns the person's states."""
    found = work(request.rights, page_language())
    if not found:
        raise Http404
    return render(request, "contributions/home.html", {"work": found})


@keeps_what_is_sent
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def new(request: HttpRequest) -> HttpResponse:
    """A new contribution for one of the person's organizations, `?entity=` or the only one."""
    entities = Entity.objects.with_ids(request.rights.entities_with(Permission.CONTRIBUTE))
    asked = request.GET.get("entity")
    entity = get_object_or_404(entities.of_slug(asked)) if asked else entities.first()
    if entity is None:
        raise Http404
    form = _form(request)
    if request.method == "POST" and form.is_valid() and not _finds(request):
        try:
            token = form.cleaned_data["token"]
            draft = form.draft()
            begun = workflow.start(entity=entity, draft=draft, by=request.user, token=token)
        except workflow.NotAllowed as refused:
            raise Http404 from refused
        if not says(begun, draft):  # the form sent before, changed and sent once more
            return _both_texts(request, own(request, begun.pk))
        return _next_step(request, begun)
    return _form_page(request, form, entity)


@keeps_what_is_sent
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; saves what is posted and goes on to what is asked."""
    found = own(request, pk)
    form = _form(request, found)
    if request.method != "POST":
        if not found.is_writable:
            if form.is_bound:
                return _both_texts(request, found)
            return redirect("contributing:preview", pk)
        return _form_page(request, form, found.entity, found)
    if not form.is_valid() or _finds(request):
        return _form_page(request, form, found.entity, found)
    try:
        revision = form.cleaned_data["revision"] or 0
        save(found, form.draft(), by=request.user, revision=revision)
    except workflow.Stale as stale:
        return _both_texts(request, stale.current)
    except workflow.NotAllowed:
        return _both_texts(request, own(request, pk))
    return _next_step(request, found)


def _form(request: HttpRequest, contribution: Contribution | None = None) -> ContributionForm:
    """The form with what was posted, now or before its session ended."""
    if sent := taken(request):
        request.POST = sent
    form = ContributionForm(
        request.POST or None, language=page_language(), contribution=contribution
    )
    if sent:
        form.add_error(None, gettext("Not saved yet"))
    return form


def _finds(request: HttpRequest) -> bool:
    """The button that only looks for paragraphs was pressed."""
    return request.POST.get("action") == "find"


def _form_page(
    request: HttpRequest, form: ContributionForm, entity: Entity,
    contribution: Contribution | None = None, **more,
) -> HttpResponse:  # fmt: skip
    form.is_valid()  # of a form with errors, too, what is right is shown again
    cleaned = form.cleaned_data if form.is_bound else {}
    context = {
        "form": form,
        "entity": entity,
        "contribution": contribution,
        "picking": picking(
            form.chosen(),
            cleaned.get("theme"),
            cleaned.get("words", ""),
            page_language(),
            asked=form.is_bound,
        ),
        "returned": Step.objects.last_returns([contribution.pk]).get(contribution.pk)
        if contribution and contribution.state == Contribution.State.RETURNED
        else None,
        "has_demonstration": entity.is_demonstration,
        **more,
    }
    status = HTTPStatus.CONFLICT if "theirs" in more else 200
    return render(request, "contributions/form.html", context, status=status)


def _both_texts(request: HttpRequest, current: Contribution) -> HttpResponse:
    """Nothing was saved: what is there now above what was typed, which the next save keeps."""
    typed = request.POST.copy()
    typed["revision"] = current.revision
    form = ContributionForm(typed, language=page_language(), contribution=current)
    theirs = contribution_page(current, page_language())
    return _form_page(request, form, current.entity, current, theirs=theirs)


def _next_step(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    action = request.POST.get("action", "")
    if action == "check":
        return redirect("contributing:check", contribution.pk)
    messages.success(request, gettext("Saved. Only your organization can see it."))
    return redirect("contributing:edit", contribution.pk)


@require_safe
@workspace_page
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The contribution as everybody will see it, on the public template with a mark."""
    found = own(request, pk)
    context = {
        "page": contribution_page(found, page_language()),
        "steps": Step.objects.of_contribution(found),
        "is_preview": True,
        "has_demonstration": found.is_demonstration,
    }
    return render(request, "contributions/contribution.html", context)


@require_safe
@workspace_page
def check_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything on one page to read, print and change, and who will see what when."""
    found = own(request, pk)
    if not found.is_writable:
        return redirect("contributing:preview", pk)
    wanting = workflow.problems(found)
    context = {
        "page": contribution_page(found, page_language()),
        "wanting": wanting,
        "has_errors": bool(wanting),
        "form": SubmitForm(initial={"revision": found.revision, "token": uuid.uuid4()}),
    }
    return render(request, "contributions/check.html", context)


@require_POST
@workspace_page
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it in; the same form sent again leads to the same receipt."""
    found = own(request, pk)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("The page was out of date. Look at your text once more."))
        return redirect("contributing:check", pk)
    try:
        step = workflow.submit(found, by=request.user, **form.cleaned_data)
    except workflow.Stale:
        message = gettext("Somebody has changed the text since you looked. Read it once more.")
    except workflow.Incomplete:
        message = gettext("Something is still wanting.")
    except workflow.NotAllowed:
        message = gettext("The contribution was submitted already.")
    else:
        return redirect("contributing:receipt", pk, step.pk)
    messages.warning(request, message)
    return redirect("contributing:check", pk)


@require_safe
@workspace_page
def receipt(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """What was handed in, when and by whom, to print and to come back to."""
    found = own(request, pk)
    taken = Step.objects.of_contribution(found).of_verb(Step.Verb.SUBMIT)
    handed_in = taken.with_id(step).first() if is_key(step) else None
    if handed_in is None:
        raise Http404
    context = {"contribution": found, "step": handed_in}
    return render(request, "contributions/receipt.html", context)


@require_POST
@workspace_page
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the Secretariat's hands again, as long as it has not decided."""
    found = own(request, pk)
    try:
        workflow.take_back(found, by=request.user)
    except workflow.NotAllowed:
        message = gettext("Nothing was done: it is not with the Secretariat any more.")
        messages.warning(request, message)
        return redirect("contributing:preview", pk)
    messages.success(request, gettext("You have taken it back. It is a draft again."))
    return redirect("contributing:edit", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then delete a draft."""
    found = own(request, pk)
    if request.method == "POST":
        try:
            workflow.discard(found, by=request.user)
        except workflow.NotAllowed:
            messages.error(request, gettext("Only a draft can be deleted."))
            return redirect("contributing:preview", pk)
        messages.success(request, gettext("The draft is deleted."))
        return redirect("contributing:home")
    if found.state != Contribution.State.DRAFT:
        raise Http404
    return render(request, "contributions/discard.html", {"contribution": found})


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The author takes a published contribution back, with a reason that everybody reads."""
    found = own(request, pk)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            reason, side = form.cleaned_data["note"], Contribution.Side.AUTHOR
            workflow.withdraw(found, by=request.user, side=side, reason=reason)
            messages.success(request, gettext("The contribution is withdrawn."))
            return redirect("contributing:home")
        except workflow.NotAllowed:
            message = gettext("Nothing was done: the contribution is not published, or no longer.")
            form.add_error(None, message)
            status = HTTPStatus.CONFLICT
    context = {"contribution": found, "form": form, "area": "workspace/base.html"}
    return render(request, "contributions/withdraw.html", context, status=status)
