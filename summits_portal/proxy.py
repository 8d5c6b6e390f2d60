"""Where a request comes from when a proxy stands before the portal."""

import ipaddress
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def client_address(get_response: Callable) -> Callable:
    """Middleware: with TRUST_PROXY, the address the proxy names is that of the request.

    The proxy appends the address it saw, so the last one counts; whatever stands before it was
    sent by the client. Without TRUST_PROXY the header changes nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if settings.TRUST_PROXY and forwarded:
            with suppress(ValueError):
                address = ipaddress.ip_address(forwarded.rpartition(",")[2].strip())
                request.META["REMOTE_ADDR"] = str(address)
        return get_response(request)

    return middleware
