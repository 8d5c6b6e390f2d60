"""Beginning to follow: an address is asked to confirm, somebody with an account is believed."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import override

from accounts import mailing
from accounts.models import User
from accounts.tokens import hash_of, new_token

from .models import Asking, Follow, Follower
from .targets import said

LASTS = timedelta(hours=72)


class NotOpen(Exception):
    """Confirmed already, asked again since, expired or never asked."""


@transaction.atomic
def ask(target: dict[str, Any], *, address: str, language: str, frequency: str) -> Asking:
    """Send a link to the address; until it is used nothing is followed.

    The same is done for an address that follows it already. The result's `link` is known this once.
    """
    now, token = timezone.now(), new_token()
    Asking.objects.of_address(address).of_target(target).delete()
    asking = Asking.objects.create(
        **target, address=address, language=language, frequency=frequency,
        token_hash=hash_of(token), asked_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    with override(language):
        path = reverse("following:confirm")
        what = said(target, language)
    asking.link = f"{settings.BASE_ADDRESS}{path}?{urlencode({'token': token})}"
    mailing.queue(
        to=None, address=address, language=language, kind="follow_confirm",
        context={"asking": asking, "what": what}, condition={"asking": asking.pk},
    )  # fmt: skip
    return asking


def found(token: str, at: datetime) -> Asking:
    """The open request with the token. Raises NotOpen, whatever the reason."""
    asking = Asking.objects.open(at).with_token_hash(hash_of(token)).first()
    if asking is None:
        raise NotOpen
    return asking


@transaction.atomic
def confirm(token: str) -> Follow:
    """Begin to follow, and forget the request. Raises NotOpen."""
    asked = Asking.objects.open(timezone.now()).with_token_hash(hash_of(token)).held().first()
    if asked is None:
        raise NotOpen
    follower, _is_new = Follower.objects.get_or_create(
        address=asked.address, defaults={"language": asked.language}
    )
    if follower.language != asked.language:
        follower.language = asked.language
        follower.save(update_fields=["language"])
    asked.delete()
    return _begin(follower, asked.target, asked.frequency)


@transaction.atomic
def follow(target: dict[str, Any], *, user: User, frequency: str) -> Follow:
    """Somebody who is signed in follows at once; the address is known."""
    follower, _is_new = Follower.objects.get_or_create(
        user=user, defaults={"language": user.language}
    )
    return _begin(follower, target, frequency)


def _begin(follower: Follower, target: dict[str, Any], frequency: str) -> Follow:
    """One follow for each target; one that had ended begins anew."""
    begun, is_new = Follow.objects.get_or_create(
        follower=follower, **target, defaults={"frequency": frequency}
    )
    if not is_new:
        if begun.ended_at:
            begun.since = timezone.now()
        begun.frequency, begun.ended_at = frequency, None
        begun.save(update_fields=["frequency", "since", "ended_at"])
    return begun
