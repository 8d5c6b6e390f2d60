"""Writing the audit log. Each line names the request it came from; none holds a secret."""

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from countries.models import Entity

from .models import AuditEvent, User

LONGEST_PATH = 200
# What is answered now, so that the verbs need not be handed the request.
_answered: ContextVar[HttpRequest | None] = ContextVar("answered", default=None)


class Foreign(Http404):
    """Something that is there, for others. The answer is that of a missing page."""


def record(
    kind: str,
    *,
    by: User | None,
    about: User | None = None,
    entity: Entity | int | None = None,
    request: HttpRequest | None = None,
    **details: Any,
) -> AuditEvent:
    """Add an event. `details` are plain values, never a password, token or code.

    Address and id are those of `request`, else of the request that is answered now, if any.
    """
    request = request or _answered.get()
    return AuditEvent.objects.create(
        kind=kind, by=by, about=about, entity_id=getattr(entity, "pk", entity), details=details,
        address=address_of(request) if request else None,
        request_id=request.META.get("portal.request_id", "") if request else "",
    )  # fmt: skip


def address_of(request: HttpRequest) -> str | None:
    """The network address a request comes from; a proxy's word counts with TRUST_PROXY alone."""
    with suppress(PermissionDenied):
        return get_adapter().get_client_ip(request)
    return None


def record_denied(request: HttpRequest) -> None:
    """Note that the person who is signed in was refused; what nobody asked for is not noted."""
    person = getattr(request, "viewer", None) or request.user
    if person.is_authenticated:
        record(
            AuditEvent.Kind.DENIED,
            by=person,
            request=request,
            method=request.method,
            path=request.path[:LONGEST_PATH],
        )


class Trail:
    """Middleware: lets events name the request, and records what it was refused, once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _answered.set(request)
        try:
            return self.get_response(request)
        finally:
            _answered.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Of the 404s only those that hide something from its reader: others are typing errors."""
        if isinstance(exception, PermissionDenied | Foreign):
            record_denied(request)
