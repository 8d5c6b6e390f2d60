"""Typed e-mail addresses in the one form in which followers are kept and told apart."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from accounts.models import normalise_email


class FollowerAddressField(forms.EmailField):
    """An address without quotes, its domain as the mail servers know it.

    "ANA@Ñandú.example" and "ana@xn--and-6ma2c.example" are one address. Quoted local parts, which
    may hold anything, are refused, as are control characters.
    """

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if any(c in '"\\' or unicodedata.category(c)[0] == "C" for c in typed):
            raise ValidationError(EmailValidator.message, code="invalid")
        return normalised(typed)


def normalised(address: str) -> str:
    """Compatibility forms made equal, lower case, the domain in ASCII; "" stays empty.

    What has no such form is given back as it is, for the validator to refuse.
    """
    address = normalise_email(unicodedata.normalize("NFKC", address))
    name, at, domain = address.rpartition("@")
    try:
        return f"{name}{at}{domain.encode('idna').decode()}" if at else address
    except UnicodeError:
        return address
