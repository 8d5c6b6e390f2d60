"""Signing out, the list of sessions, and the doors that are closed."""

from urllib.parse import urlencode

from allauth.account import views as library
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from publication.keys import is_key

from .. import sessions
from ..access import public_page
from ..local_paths import is_local

# The browser forgets what it kept of pages that were not public, texts of the editor included.
FORGET = '"cache", "storage"'


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask, then end the session; also gives up a sign-in whose second step is not done."""
    was_signed_in = request.user.is_authenticated
    response = library.logout(request)
    if was_signed_in and request.method == "POST":
        response["Clear-Site-Data"] = FORGET
    return response


@public_page
def by_invitation(request: HttpRequest) -> HttpResponse:
    """Nobody makes an account alone; the page tells how to get one."""
    return render(request, "account/signup_closed.html")


@require_http_methods(["GET", "HEAD", "POST"])
def open_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; each other place can be signed out from here."""
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        number = sessions.end(request, [int(chosen)]) if is_key(chosen) else 0
        if chosen == "others":
            number = sessions.end_others(request)
        said = ngettext("%d session was ended.", "%d sessions were ended.", number)
        messages.success(request, said % number)
        return redirect("usersessions_list")
    places = sessions.open_sessions(request.user, request.session.session_key)
    return render(request, "usersessions/usersession_list.html", {"places": places})


@login_not_required
@never_cache
@require_safe
def admin_door(request: HttpRequest) -> HttpResponse:
    """The administration has no sign-in of its own: this leads to ours, and back.

    Raises PermissionDenied for people who are signed in and may not enter it.
    """
    back = request.GET.get("next", "")
    if not (back.startswith("/admin/") and is_local(back)):
        back = reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect(back)
