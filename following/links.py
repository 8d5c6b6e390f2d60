"""Links in mails, which are the only key of who follows without an account."""

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import override

from .models import Follower

LASTS = 90 * 24 * 3600  # seconds that the link to one's own page works
ALERTS, NEWSLETTER = "alerts", "newsletter"
_own = TimestampSigner(salt="following.own")
_ending = Signer(salt="following.ending")


def own_address(follower: Follower, language: str) -> str:
    """The whole address of the page with what the follower follows; works for ninety days."""
    return _address("following:own", own_key(follower), language)


def own_key(follower: Follower) -> str:
    return _own.sign(_named(follower))


def ending_address(follower: Follower, what: str, language: str) -> str:
    """The whole address that ends alerts, or the newsletter. It works for good."""
    return _address("following:end", _ending.sign(f"{what}.{_named(follower)}"), language)


def owner_of(key: str) -> Follower | None:
    """Whose own page it is; None when it is nobody's, or the link is too old."""
    try:
        return _found(_own.unsign(key, max_age=LASTS))
    except BadSignature:
        return None


def ender_of(key: str) -> tuple[Follower | None, str]:
    """Whose mails the link ends, and which; (None, "") when it is nobody's."""
    try:
        what, _dot, named = _ending.unsign(key).partition(".")
    except BadSignature:
        return None, ""
    return _found(named), what


def _named(follower: Follower) -> str:
    """Number and beginning: the link of an erased follower opens nothing that comes after."""
    return f"{follower.pk}.{int(follower.since.timestamp())}"


def _found(named: str) -> Follower | None:
    pk, _dot, since = named.partition(".")
    follower = Follower.objects.with_id(int(pk)).first()
    return follower if follower and _named(follower) == named and since else None


def _address(name: str, key: str, language: str) -> str:
    """The key is in the query, which no log keeps."""
    with override(language):
        return f"{settings.BASE_ADDRESS}{reverse(name)}?{urlencode({'key': key})}"
