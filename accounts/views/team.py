"""The people of an entity, for its coordinators: who holds which role, and who contributes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from countries.models import Entity
from publication.languages import page_language

from .. import granting, invitations
from ..access import check, confirmed, workspace_page
from ..forms import InviteContributorForm
from ..models import Invitation, Membership
from ..policy import Permission, Role
from .inviting import send


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
@confirmed
def team(request: HttpRequest) -> HttpResponse:
    """Everybody who acts for the coordinator's entities; posting the form invites somebody."""
    own = request.rights.entities_with(Permission.INVITE_CONTRIBUTORS)
    if not own:
        raise PermissionDenied
    entities = Entity.objects.with_ids(own)
    start = {"language": page_language()}
    form = InviteContributorForm(request.POST or None, initial=start, entities=entities)
    if request.method == "POST" and form.is_valid() and send(request, form):
        return redirect("team:team")
    context = {
        "form": form,
        "memberships": Membership.objects.current().of_entities(own).with_people(),
        "invitations": Invitation.objects.open(timezone.now()).for_entities(own).newest_first(),
    }
    return render(request, "workspace/people.html", context)


@require_POST
@workspace_page
@confirmed
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """A contributor of one's own entity contributes no more."""
    membership = get_object_or_404(Membership.objects.of_any_entity().newest_first(), pk=pk)
    check(request, Permission.INVITE_CONTRIBUTORS, membership.entity_id)
    if membership.role != Role.CONTRIBUTOR:
        raise PermissionDenied
    granting.end(membership, by=request.user)
    messages.success(request, _("The role has ended."))
    return redirect("team:team")


@require_POST
@workspace_page
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an invitation to contribute to one's own entity."""
    invitation = get_object_or_404(Invitation.objects.for_any_entity(), pk=pk)
    check(request, Permission.INVITE_CONTRIBUTORS, invitation.entity_id)
    if invitation.role != Role.CONTRIBUTOR:
        raise PermissionDenied
    invitations.revoke(invitation, by=request.user)
    messages.success(request, _("The link of the invitation no longer works."))
    return redirect("team:team")
