"""People without a role here to whom an application writes, such as followers.

A mail to them names them in its condition: {"follower": 7}. Before it is sent, whoever registered
the word is asked whether they still want it, and how they end it.
"""

from typing import Protocol

from .models import Mail


class Recipients(Protocol):
    def still_want(self, mail: Mail) -> bool:
        """Whether the mail may go out; asked at the moment of sending."""

    def unsubscribe_address(self, mail: Mail) -> str:
        """The whole address that ends such mails by one POST; "" for a mail asked for once."""


_known: dict[str, Recipients] = {}


def write_to(word: str, recipients: Recipients) -> None:
    """Register the people whom a condition names by the word; an application does when ready."""
    _known[word] = recipients


def recipients_of(mail: Mail) -> Recipients | None:
    return next((_known[word] for word in mail.condition if word in _known), None)
