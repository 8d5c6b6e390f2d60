"""The Secretariat invites people, takes invitations back and hands roles over."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from publication.languages import page_language

from .. import handover, invitations
from ..access import confirmed
from ..forms import HandOverForm, InviteForm
from ..models import Invitation, Membership, User
from ..policy import Role
from .people import MANAGES_PEOPLE


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES_PEOPLE
@confirmed
def invite(request: HttpRequest) -> HttpResponse:
    """Open invitations, and a form for another one."""
    form = InviteForm(request.POST or None, initial={"language": page_language()})
    if request.method == "POST" and form.is_valid() and send(request, form):
        return redirect("people:invitations")
    now = timezone.now()
    waiting = Invitation.objects.open(now).newest_first()
    context = {"form": form, "invitations": waiting, "now": now}
    return render(request, "secretariat/invitations.html", context)


def send(request: HttpRequest, form: forms.Form) -> bool:
    """Send the invitation of a valid form; False, with the error in the form, when it cannot be.

    A form that does not ask for the role invites contributors.
    """
    given = form.cleaned_data
    try:
        invitation = invitations.invite(
            given["email"],
            given.get("role", Role.CONTRIBUTOR),
            entity=given["entity"],
            language=given["language"],
            by=request.user,
        )
    except invitations.AlreadyHeld:
        form.add_error("email", _("This person holds the role already."))
        return False
    messages.success(request, _("The invitation is on its way to %s.") % invitation.email)
    return True


@require_POST
@MANAGES_PEOPLE
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    invitations.revoke(invitation, by=request.user)
    messages.success(request, _("The link of the invitation no longer works."))
    return redirect("people:invitations")


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES_PEOPLE
@confirmed
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """A successor takes over what the person does for entities."""
    person = get_object_or_404(User, pk=pk)
    held = Membership.objects.standing().of_person(person).of_any_entity().newest_first()
    start = {"language": page_language()}
    form = HandOverForm(request.POST or None, initial=start, memberships=held)
    if request.method == "POST" and form.is_valid() and take_over(request, form, held):
        return redirect("people:person", pk)
    return render(request, "secretariat/hand_over.html", {"form": form, "person": person})


def take_over(request: HttpRequest, form: HandOverForm, held) -> bool:
    given = form.cleaned_data
    chosen = [one for one in held if one.pk in given["roles"]]
    try:
        successor = handover.hand_over(
            chosen, to=given["to"], language=given["language"], by=request.user
        )
    except handover.SamePerson:
        form.add_error("to", _("A person cannot take over from themselves."))
    except handover.ClosedAccount:
        form.add_error("to", _("The account with this address is closed. Open it again first."))
    else:
        messages.success(request, said(successor, given["to"]))
        return True
    return False


def said(successor: User | None, address: str) -> str:
    if successor is None:
        return _("The roles have ended; an invitation is on its way to %s.") % address
    return _("The roles are now those of %s.") % successor
