"""How often mails may be asked for. Counted in the cache, before anything is done.

By network address, so that one place cannot write to many; by mail address, so that nobody is
written to again and again from many places.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

WAIT = 3600  # seconds
RATES = {"ask_from": "20/1h/ip", "ask_for": "5/1h/key", "ask_for_long": "15/7d/key"}


def may_ask(request: HttpRequest) -> bool:
    """Count an attempt from this network address; False when it is one too many."""
    return _counted(request, "ask_from")


def may_write(request: HttpRequest, address: str) -> bool:
    """Count a mail to the address; False when it had enough. Whoever asks is not told."""
    return _counted(request, "ask_for", address) and _counted(request, "ask_for_long", address)


def _counted(request: HttpRequest, action: str, key: str | None = None) -> bool:
    usage = ratelimit.consume(request, app="following", action=action, config=RATES, key=key)
    return usage is not None
