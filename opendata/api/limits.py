"""How often one network address may ask the API.

Counted in the shared cache, in windows of a minute. When the cache cannot be reached nothing is
refused: what is read is public.
"""

import ipaddress
import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger("portal.api")
WINDOW = 60  # seconds


class PerAddress(BaseThrottle):
    """Lets API_REQUESTS_PER_MINUTE of an address through; 0 is no limit."""

    def allow_request(self, request: HttpRequest, view: object) -> bool:
        most = settings.API_REQUESTS_PER_MINUTE
        return not most or _count(key_of(request.META.get("REMOTE_ADDR", ""))) <= most

    def wait(self) -> float:
        """Seconds until the next window."""
        return WINDOW - time.time() % WINDOW


def key_of(address: str) -> str:
    """An IPv6 network of 64 bits counts as one: it is one household or office."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if known.version == 6:
        known = ipaddress.ip_network((known, 64), strict=False).network_address
    return str(known)


def _count(address: str) -> int:
    key = f"api:{address}:{int(time.time() // WINDOW)}"
    try:
        seen = cache.get(key, 0) + 1
        cache.set(key, seen, timeout=2 * WINDOW)
    except Exception as problem:  # noqa: BLE001  whatever the cache is built on
        logger.warning("requests not counted: %s", problem)
        return 0
    return seen
