from .followers import Asking, Follower
from .follows import Follow, Frequency, Kind
from .happenings import Happening, Notice
from .newsletters import Delivery, Newsletter, NewsletterText

__all__ = [
    "Asking", "Delivery", "Follow", "Follower", "Frequency", "Happening", "Kind", "Newsletter",
    "NewsletterText", "Notice",
]  # fmt: skip
