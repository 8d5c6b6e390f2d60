"""Lost second factors: one member of the staff asks, another one confirms."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import factor_resets
from ..access import confirmed, secretariat_page
from ..forms import ResetForm
from ..models import SecondFactorReset, User
from ..policy import Permission

RESETS_FACTORS = secretariat_page(Permission.RESET_SECOND_FACTORS)


@require_http_methods(["GET", "HEAD", "POST"])
@RESETS_FACTORS
@confirmed
def resets(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and a form to ask."""
    start = {"email": request.GET.get("email", "")[:254]}
    form = ResetForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and ask(request, form):
        return redirect("people:resets")
    waiting = [
        (reset, factor_resets.is_second(reset, request.user))
        for reset in SecondFactorReset.objects.waiting().with_people()
    ]
    return render(request, "secretariat/resets.html", {"form": form, "waiting": waiting})


def ask(request: HttpRequest, form: ResetForm) -> bool:
    given = form.cleaned_data
    person = User.objects.with_email(given["email"]).first()
    if person is None:
        form.add_error("email", _("Nobody has an account with this address."))
        return False
    try:
        factor_resets.ask(person, by=request.user, reason=given["reason"])
    except factor_resets.NotAllowed:
        form.add_error("email", _("Two others have to do this for you."))
    except factor_resets.NotWaiting:
        form.add_error("email", _("It has been asked for already."))
    else:
        messages.success(request, _("A second member of the staff has to confirm it now."))
        return True
    return False


@require_POST
@RESETS_FACTORS
@confirmed
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, factor_resets.confirm, _("The second factor is taken away."))


@require_POST
@RESETS_FACTORS
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, factor_resets.drop, _("The second factor stays as it is."))


def decide(request: HttpRequest, pk: int, act: Callable[..., None], says: str) -> HttpResponse:
    reset = get_object_or_404(SecondFactorReset.objects.with_people(), pk=pk)
    try:
        act(reset, by=request.user)
        messages.success(request, says)
    except factor_resets.NotAllowed:
        raise PermissionDenied from None
    except factor_resets.NotWaiting:
        messages.error(request, _("Somebody was faster: this is decided already."))
    return redirect("people:resets")
