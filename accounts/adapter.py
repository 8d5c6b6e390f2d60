"""What the login library asks of us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now
from django.utils.translation import override

from . import encryption, limits
from .desks import own_desk
from .local_paths import is_local
from .mailing import queue
from .models import User
from .rights import current_rights
from .second_factor import is_set_up

PASSWORD_SEAL = "sign_in_password_seal"  # noqa: S105  a name in the session
NOTICES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_changed",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/webauthn_added": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/webauthn_removed": "factor_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only; attempts are limited; mails go through our queue."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Our screens are pages; the library's second way to talk to them is closed."""
        return False

    # Signing in

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; the library takes it back when the password is right."""
        self._login_failed_rl_usage = limits.count_password(request, credentials.get("email", ""))

    def pre_login(self, request: HttpRequest, user: User, **hints: Any):
        request.session[PASSWORD_SEAL] = user.get_session_auth_hash()
        return super().pre_login(request, user, **hints)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, unless account or password changed while the second step was waiting."""
        seal = request.session.pop(PASSWORD_SEAL, "")
        if not user.is_active or not constant_time_compare(seal, user.get_session_auth_hash()):
            clear_login(request)
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        super().login(request, user)

    # Where it leads

    def is_safe_url(self, url: str | None) -> bool:
        """A path of this portal, and nothing else."""
        return is_local(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return own_desk(current_rights(request.user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    # Asking again before something sensitive

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within minutes of signing in; the library looks at later confirmations itself."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0)
        return now().timestamp() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: User) -> list[dict]:
        """Whoever has a second factor confirms with it: the password alone would be a step back."""
        methods = super().get_reauthentication_methods(user)
        if is_set_up(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    # Mails

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link without the request's host: BASE_ADDRESS is the only one we send people to."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.BASE_ADDRESS + path

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        with override(user.language):
            link = self.get_reset_password_from_key_url(f"{context['uid']}-{context['key']}")
        queue(to=user, kind="password_reset", context={"link": link})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        queue(to=user, kind=NOTICES[template_prefix], context={"at": now()})


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted in the database, and named after the portal in people's apps."""

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = context.request.get_host().partition(":")[0]
        return {"id": host, "name": settings.MFA_TOTP_ISSUER}
