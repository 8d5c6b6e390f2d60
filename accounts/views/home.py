"""People's own pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import second_factor, sessions
from ..models import Membership
from ..policy import GRANTS
from ..preferences import PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """What a person may do here, what mails come, and where to change how they sign in."""
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account_home")
    held = Membership.objects.current().of_person(request.user).with_people()
    content = {
        "form": form,
        "roles": [(membership, GRANTS[membership.role].says) for membership in held],
        "factors": second_factor.factors_of(request.user),
        "places": sessions.open_sessions(request.user, request.session.session_key),
    }
    return render(request, "account/home.html", content)
