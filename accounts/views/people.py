"""The Secretariat's screens about people: the list, one person, what is done about them."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publication.paging import page_numbers

from .. import granting, sessions, viewing
from ..access import confirmed, secretariat_page
from ..filters import PeopleFilter
from ..forms import RoleForm
from ..models import Invitation, Membership, SecondFactorReset, User
from ..policy import GRANTS, Permission

PER_PAGE = 50
MANAGES_PEOPLE = secretariat_page(Permission.MANAGE_PEOPLE)


@require_safe
@MANAGES_PEOPLE
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, found by words, role and entity."""
    form = PeopleFilter(request.GET)
    page = Paginator(form.people(), PER_PAGE).get_page(request.GET.get("page"))
    waiting = Invitation.objects.open(timezone.now()).count()
    context = {"form": form, "page": page, "pages": page_numbers(page), "waiting": waiting}
    return render(request, "secretariat/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES_PEOPLE
@confirmed
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person; posting the form gives a role."""
    shown = get_object_or_404(User.objects.with_roles(), pk=pk)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        granting.grant(shown, given["role"], entity=given["entity"], by=request.user)
        messages.success(request, _("The role was given."))
        return redirect("people:person", pk)
    return render(request, "secretariat/person.html", {"form": form} | about(request, shown))


def about(request: HttpRequest, shown: User) -> dict:
    """All that the page of a person needs."""
    memberships = Membership.objects.of_person(shown).newest_first()
    held = {one.role for one in shown.standing_roles}
    return {
        "person": shown,
        "memberships": memberships,
        "acts_for_entities": any(one.entity_id for one in shown.standing_roles),
        "can": [GRANTS[role].says for role in GRANTS if role in held],
        "invitations": Invitation.objects.to_address(shown.email).newest_first(),
        "now": timezone.now(),
        "resets": SecondFactorReset.objects.of_person(shown).with_people(),
        "sessions": len(sessions.open_sessions(shown, this="")),
        "may_be_viewed": viewing.may_be_viewed(shown, by=request.user),
    }


@require_POST
@MANAGES_PEOPLE
@confirmed
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.newest_first(), pk=pk)
    act = partial(granting.end, membership, by=request.user)
    return done(request, membership.user_id, act, _("The role has ended."))


@require_POST
@MANAGES_PEOPLE
@confirmed
def close(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User, pk=pk)
    act = partial(granting.close, shown, by=request.user)
    return done(request, pk, act, _("The account is closed and signed out everywhere."))


@require_POST
@MANAGES_PEOPLE
@confirmed
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User, pk=pk)
    act = partial(granting.reopen, shown, by=request.user)
    return done(request, pk, act, _("The account is open again."))


def done(request: HttpRequest, pk: int, act: Callable[[], None], says: str) -> HttpResponse:
    """Act, say so, and show the person again."""
    try:
        act()
        messages.success(request, says)
    except granting.LastAdministrator:
        messages.error(request, _("Nothing was changed: nobody would be left to manage people."))
    # One who has just ended their own role cannot see the page any more.
    return redirect("people:person", pk) if pk != request.user.pk else redirect("account_home")
