"""What followers do on their own page, reached by a signed link or by signing in."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts import mailing

from .links import own_address
from .mails import follows_of, gets
from .models import Follow, Follower, Frequency, Kind


@transaction.atomic
def send_link(address: str, language: str) -> None:
    """Send the link to the follower at the address. For nobody's the mail is written in vain, so
    that the answer takes as long.
    """
    follower = Follower.objects.at_address(address).first()
    if follower is None:
        nobody = Follower(pk=0, address=address, language=language)
        mailing.written("follow_link", language, {"own": own_address(nobody, language)})
        return
    with override(follower.reads):
        context = {"own": own_address(follower, follower.reads)}
    mailing.queue(
        to=None, address=follower.address, language=follower.reads, kind="follow_link",
        context=context, condition={"follower": follower.pk},
    )  # fmt: skip


def change(follower: Follower, follow: int, frequency: str) -> bool:
    """Be told more or less often; False when it is not this follower's, or cannot be."""
    mine = Follow.objects.of(follower).shown().with_id(follow).first()
    if mine is None or frequency not in frequencies(mine, follower):
        return False
    mine.frequency, mine.ended_at = frequency, None
    mine.save(update_fields=["frequency", "ended_at"])
    return True


def frequencies(follow: Follow, follower: Follower) -> list[str]:
    """What may be chosen: lists can be kept without mails, citations are told weekly at most."""
    if follow.kind == Kind.NEWSLETTER:
        return [Frequency.AT_ONCE]
    if follow.kind == Kind.CITED:
        return [Frequency.WEEKLY, Frequency.NEVER]
    kept = follow.kind == Kind.LIST and follower.user is not None
    return [Frequency.AT_ONCE, Frequency.WEEKLY, *([Frequency.NEVER] if kept else [])]


def stop(follower: Follower, follow: int) -> bool:
    """Follow this no more; False when it is not this follower's."""
    mine = Follow.objects.of(follower).standing().of_readers().with_id(follow)
    return bool(mine.end(timezone.now()))


@transaction.atomic
def take_up(follower: Follower, what: str) -> None:
    """Follow again what the last click has ended, and nothing that was ended before it; once it
    is done there is nothing to take up.
    """
    if gets(what, follower):
        return
    ended = follows_of(what, follower).ended_last()
    ended.of_delegations().update(frequency=Frequency.WEEKLY)
    ended.update(ended_at=None)
