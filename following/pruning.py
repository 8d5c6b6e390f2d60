"""What is forgotten, and when: by `manage.py prune`, once a day."""

from datetime import datetime, timedelta

from accounts.models import Mail

from .models import Asking, Follow, Follower, Happening

FOLLOWS_STAY = timedelta(days=30)
MAILS_STAY = timedelta(days=30)
HAPPENINGS_STAY = timedelta(days=90)
MAILS = ("follow_confirm", "follow_link", "followed", "newsletter")


def prune(now: datetime) -> dict[str, int]:
    """Forget ended follows and the addresses left without any, lapsed requests and old mails."""
    ended = Follow.objects.of_readers().ended_before(now - FOLLOWS_STAY).delete()[1]
    return {
        "follows": ended.get("following.Follow", 0),
        "followers": _forget(Follower.objects.following_nothing()),
        "follow_requests": Asking.objects.lapsed(now).delete()[0],
        "follow_mails": Mail.objects.of_kinds(MAILS).over(now - MAILS_STAY).delete()[0],
        "happenings": Happening.objects.before(now - HAPPENINGS_STAY)
        .delete()[1]
        .get("following.Happening", 0),
    }


def _forget(followers) -> int:
    return followers.delete()[1].get("following.Follower", 0)


def erase(follower: Follower) -> None:
    """Forget the follower and the mails to the address at once."""
    if follower.user is None:
        Mail.objects.of_kinds(MAILS).to_address(follower.address).delete()
        Asking.objects.of_address(follower.address).delete()
    follower.delete()
