"""Nobody gets past the public pages without a second factor, used in this very session."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from .models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
ALWAYS_OPEN = frozenset({"account_logout", "set_language", "logout"})
OPEN_TO_SET_UP = ALWAYS_OPEN | {
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}
OPEN_TO_USE = ALWAYS_OPEN | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


def was_used(request: HttpRequest) -> bool:
    """Whether the person behind this session has used a second factor in it."""
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in records)


def note_use(request: HttpRequest, authenticator: Authenticator) -> None:
    """A factor that was just set up has been used."""
    record_authentication(
        request, request.user, "mfa", id=authenticator.pk, type=authenticator.type
    )


def forget_use(request: HttpRequest) -> None:
    """Without any factor left the session is one without second factor again."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        one for one in records if one.get("method") != "mfa"
    ]


def is_set_up(user: User) -> bool:
    return is_mfa_enabled(user, FACTORS)


def factors_of(user: User) -> list[Authenticator]:
    """What the person has set up, recovery codes included."""
    return list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))


class SecondFactorMiddleware:
    """Send whoever has signed in without a second factor to set one up, or to use it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        if was_used(request):
            return None
        here = request.resolver_match.url_name
        if not is_set_up(request.user):
            return None if here in OPEN_TO_SET_UP else HttpResponseRedirect(reverse("mfa_index"))
        if here in OPEN_TO_USE:
            return None
        return HttpResponseRedirect(self.way(request))

    def way(self, request: HttpRequest) -> str:
        """The page to use the factor, which leads back."""
        app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        page = reverse("mfa_reauthenticate" if app else "mfa_reauthenticate_webauthn")
        back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        return f"{page}?{urlencode({'next': back})}" if back else page
