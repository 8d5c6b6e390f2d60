"""The link with which a person has no more reminders, without signing in."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import override

from .models import User

_signer = Signer(salt="accounts.unsubscribing")


def unsubscribe_address(user: User, language: str) -> str:
    """The whole address of the person's link, in the language. It works for good.

    The key is in the query, which no log keeps.
    """
    with override(language):
        path = reverse("account_unsubscribe")
    return f"{settings.BASE_ADDRESS}{path}?{urlencode({'key': _signer.sign(user.pk)})}"


def person_of(key: str) -> User | None:
    """Whose link it is; None when it is nobody's."""
    try:
        return User.objects.filter(pk=int(_signer.unsign(key))).first()
    except (BadSignature, ValueError):
        return None


def want_reminders(user: User, wants: bool) -> None:
    user.wants_reminders = wants
    user.save(update_fields=["wants_reminders"])
