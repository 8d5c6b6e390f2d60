"""An administrator sees the portal as somebody else sees it, and changes nothing there."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .audit import record, record_denied
from .models import AuditEvent, User
from .policy import Permission
from .rights import current_rights, may

KEPT = "view_as"  # the person's id, in the administrator's session
# What is seen with the other person's eyes. Their account and the administration stay closed.
SHOWN = frozenset({
    "contributing", "contributions", "data", "drafts", "files", "following", "moderation",
    "newsletters", "newsroom", "opendata", "pages", "reports", "search", "secretariat", "sheets",
    "team", "workspace",
})  # fmt: skip
CLOSED = frozenset({"admin", "my_following", "people"})
ENDING = frozenset({"view_as_end", "account_logout"})


def may_be_viewed(person: User, *, by: User) -> bool:
    """Whether `by` may see what the person sees: never what another administrator sees."""
    others = person.is_active and person.pk != by.pk
    hidden = may(person, Permission.MANAGE_PEOPLE) or person.is_superuser
    return others and not hidden and may(by, Permission.VIEW_AS)


def start(request: HttpRequest, person: User) -> None:
    """See what the person sees from the next request on. Raises PermissionDenied."""
    if not may_be_viewed(person, by=request.user):
        raise PermissionDenied
    record(AuditEvent.Kind.VIEWED_AS, by=request.user, about=person, step="start")
    request.session[KEPT] = person.pk


def end(request: HttpRequest) -> int | None:
    """See as oneself again; returns the id of the person who was viewed, if any."""
    pk = request.session.pop(KEPT, None)
    if pk is not None:
        person = User.objects.with_id(pk).first()
        record(AuditEvent.Kind.VIEWED_AS, by=request.user, about=person, step="end")
    return pk


class ViewAs:
    """Middleware: puts the viewed person in the place of the administrator, for reading alone.

    It stands after everything that looks at the session or the second factor, which stay the
    administrator's; `request.viewer` is the administrator.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or KEPT not in request.session:
            return
        if request.resolver_match.view_name in ENDING:
            return
        person = User.objects.with_id(request.session[KEPT]).first()
        if person is None or not may_be_viewed(person, by=request.user):
            end(request)  # one of the two has other rights by now
            return
        if request.method not in ("GET", "HEAD") or not is_shown(request):
            record_denied(request)
            raise PermissionDenied
        request.viewer, request.user = request.user, person
        request.rights = SimpleLazyObject(lambda: current_rights(person))


def is_shown(request: HttpRequest) -> bool:
    spaces = request.resolver_match.namespaces
    return bool(spaces) and spaces[0] in SHOWN
