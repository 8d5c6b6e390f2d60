"""The right of reply of the state concerned."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import check, workspace_page
from accounts.policy import Permission
from accounts.unsent import keeps_what_is_sent, taken
from publication.keys import is_key
from publication.languages import page_language

from .. import workflow
from ..forms import ReplyForm
from ..models import Contribution, Reply
from ..page import contribution_page


@keeps_what_is_sent
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The contribution and the state's reply to it, written beside; public when it is sent."""
    found = _concerning(request, pk)
    said = getattr(found, "reply", None)
    form = _form(request, said)
    if not form.is_bound and found.state == Contribution.State.WITHDRAWN:
        return redirect(found)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            workflow.reply(found, by=request.user, **form.cleaned_data)
        except workflow.Stale as stale:
            form, theirs = _again(request, found, stale.current)
        except workflow.NotAllowed:
            form.add_error(None, gettext("Nothing was sent: the contribution is withdrawn."))
            theirs = said
        else:
            messages.success(request, gettext("Your reply is public."))
            return redirect(found)
    context = {
        "page": contribution_page(found, page_language()),
        "form": form,
        "theirs": theirs,
        "has_demonstration": found.is_demonstration,
    }
    is_conflict = request.method == "POST" and (theirs or form.non_field_errors())
    status = HTTPStatus.CONFLICT if is_conflict else 200
    return render(request, "contributions/reply.html", context, status=status)


def _concerning(request: HttpRequest, pk: int) -> Contribution:
    """A public contribution about one of the person's states; 404 for all others alike."""
    public = Contribution.objects.once_public().for_page().with_ids([pk])
    found = public.first() if is_key(pk) else None
    if found is None or found.about_id is None:
        raise Http404
    check(request, Permission.REPLY, found.about_id)
    return found


def _form(request: HttpRequest, said: Reply | None) -> ReplyForm:
    """The form with what was posted, now or before its session ended."""
    sent = taken(request)
    form = ReplyForm(sent or request.POST or None, language=page_language(), reply=said)
    if sent:
        form.add_error(None, gettext("Not saved yet"))
    return form


def _again(
    request: HttpRequest, contribution: Contribution, theirs: Reply
) -> tuple[ReplyForm, Reply]:
    """The form as it was typed, on top of the reply that somebody else has sent meanwhile."""
    typed = request.POST.copy()
    typed["edition"] = theirs.edition
    form = ReplyForm(typed, language=page_language(), reply=theirs)
    form.add_error(None, gettext("Somebody else has sent a reply since you opened this page."))
    return form, theirs
