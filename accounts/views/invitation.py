"""The page behind the link of an invitation. GET shows it; only POST takes it up."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import invitations
from ..forms import AcceptForm
from ..models import Invitation, User

KEPT = "invitation"  # the hash of the token, in the session
LONGEST_TOKEN = 100


def with_invitation(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand over the open invitation of this session; without one the page is gone."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            found = invitations.found(request.session.get(KEPT, ""), timezone.now())
            return view(request, found)
        except invitations.NotOpen:
            return render(request, "account/invitation_gone.html", status=410)

    return guarded


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Take the token out of the address, then show who invites to what, or make the account."""
    if token := request.GET.get("token", "")[:LONGEST_TOKEN]:
        request.session[KEPT] = invitations.hash_of(token)
        return redirect("invitation")
    return show(request)


@with_invitation
def show(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """A form for who has no account, a button for the one it is for, the way in for others."""
    account = User.objects.with_email(invitation.email).first()
    form = None
    if account is None and request.user.is_anonymous:
        start = {"language": invitation.language}
        form = AcceptForm(request.POST or None, initial=start, email=invitation.email)
        if form.is_valid():
            return take_up(request, form)
    context = {"invitation": invitation, "account": account, "form": form}
    return render(request, "account/invitation.html", context)


def take_up(request: HttpRequest, form: AcceptForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        invitations.accept_as_new(
            request.session[KEPT],
            name=given["name"],
            language=given["language"],
            password=given["password"],
        )
    except invitations.AnotherPerson:  # made at the same moment: sign in to accept
        return redirect("invitation")
    del request.session[KEPT]
    messages.success(request, _("Your account is ready. Sign in and set up a second factor."))
    return redirect("account_login")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in, second factor included, takes the invitation up."""
    if request.method != "POST":
        return redirect("invitation")
    return take_role(request)


@with_invitation
def take_role(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        invitations.accept(invitation.token_hash, by=request.user)
    except invitations.AnotherPerson:
        return redirect("invitation")
    del request.session[KEPT]
    messages.success(request, _("The role is yours."))
    return redirect("workspace:home" if invitation.entity_id else "account_home")
