"""The library's forms in the portal's words; those for codes count attempts and refuse replays."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from . import limits

LONGEST_NAME = 60


class Plain:
    """Labels say what goes where; a placeholder would vanish when it is needed."""

    labels: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class LoginForm(Plain, account.LoginForm):
    labels = {"login": _("E-mail address"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail address")}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    labels = {"oldpassword": _("Password until now"), "password1": _("New password"),
              "password2": _("New password once more")}  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password once more")}


class ConfirmPasswordForm(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class Code(Plain):
    """A code counts as an attempt, and works once."""

    labels = {"code": _("Code")}

    def clean_code(self) -> str:
        usage = limits.count_code(context.request, self.user)
        code = super().clean_code()
        plain = normalize_user_code(code)
        is_demonstration = plain == app_settings.TOTP_INSECURE_BYPASS_CODE
        if not is_demonstration and not limits.use_once(self.user, plain):
            raise get_adapter().validation_error("incorrect_code")
        usage.rollback()
        return code


class AuthenticateForm(Code, base.AuthenticateForm):
    pass


class ConfirmCodeForm(Code, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(Code, totp.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}

    def clean_code(self) -> str:
        if Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).exists():
            raise ValidationError(_("An app is set up already."))
        return super().clean_code()


class Credential:
    """What a key answers comes from the browser: anything may stand there."""

    def _clean_form(self) -> None:
        try:
            super()._clean_form()
        except (AttributeError, KeyError, TypeError, ValueError):
            self.add_error(None, get_adapter().validation_error("incorrect_code"))

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()
        except (AttributeError, KeyError, TypeError, ValueError):
            self.add_error(None, get_adapter().validation_error("incorrect_code"))


class Named(Plain):
    labels = {"name": _("Name of the key or device")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.validators.append(MaxLengthValidator(LONGEST_NAME))
        name.widget.attrs["maxlength"] = LONGEST_NAME


class AddKeyForm(Named, Credential, webauthn.AddWebAuthnForm):
    pass


class AuthenticateKeyForm(Credential, webauthn.AuthenticateWebAuthnForm):
    pass


class ConfirmKeyForm(Credential, webauthn.ReauthenticateWebAuthnForm):
    pass


class RenameKeyForm(Named, webauthn.EditWebAuthnForm):
    pass
