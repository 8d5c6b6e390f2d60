"""The page with what one follower follows."""

from dataclasses import dataclass

from .models import Follow, Follower, Frequency
from .owning import frequencies
from .targets import Said, say_all


@dataclass(frozen=True)
class Row:
    """One thing that is followed, and how often it may be told."""

    follow: Follow
    what: Said
    choices: list[tuple[str, str]]

    @property
    def can_stop(self) -> bool:
        return self.follow.kind != "cited"


@dataclass(frozen=True)
class OwnPage:
    follower: Follower
    rows: list[Row]
    kept: list[Row]


def own_page(follower: Follower, language: str) -> OwnPage:
    """One query beside those of `say_all`; lists only kept stand apart."""
    follows = list(Follow.objects.of(follower).shown().in_order())
    words = say_all([follow.target for follow in follows], language)
    rows = [
        Row(follow, what, [(one, Frequency(one).label) for one in frequencies(follow, follower)])
        for follow, what in zip(follows, words, strict=True)
    ]
    is_kept = [row.can_stop and row.follow.frequency == Frequency.NEVER for row in rows]
    return OwnPage(
        follower,
        [row for row, kept in zip(rows, is_kept, strict=True) if not kept],
        [row for row, kept in zip(rows, is_kept, strict=True) if kept],
    )
