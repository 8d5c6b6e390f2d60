"""Who may open a page. Login is the default; pages for everybody say so.

A page of the workspace or the Secretariat states its permission. Whoever holds no role in that area
gets 404, as if the page did not exist; whoever holds one without the permission gets 403.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from .audit import Foreign
from .policy import Permission
from .rights import current_rights

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """A page anybody may read: GET and HEAD only, no login."""
    return login_not_required(require_safe(view))


def rights(get_response: View) -> View:
    """Middleware: `request.rights`, worked out by one query when it is first asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.rights = SimpleLazyObject(
            lambda: current_rights(request.user if request.user.is_authenticated else None)
        )
        return get_response(request)

    return middleware


def secretariat_page(permission: Permission) -> Callable[[View], View]:
    """A page of the Secretariat: 404 for outsiders, 403 for staff without the permission."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.rights.secretariat:
                raise Foreign
            if not request.rights.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission
        return guarded

    return decorate


def _changes_something(request: HttpRequest) -> bool:
    return request.method not in ("GET", "HEAD")


confirmed = reauthentication_required(enabled=_changes_something)
"""For pages about rights: whoever posts has signed in or shown the second factor minutes ago.

What was posted is done after the confirmation. Stands below the decorator with the permission.
"""


def workspace_page(view: View) -> View:
    """A page for people who act for an entity; 404 for everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.rights.entities:
            raise Foreign
        return view(request, *args, **kwargs)

    return guarded


def check(request: HttpRequest, permission: Permission, entity: int) -> None:
    """For an object of `entity` (an id).

    Raises Http404 for whoever may not even see the entity's reports, as for a missing object;
    PermissionDenied for whoever sees them and may not do this.
    """
    if request.rights.may(permission, entity):
        return
    if request.rights.may(Permission.SEE_OWN_REPORTS, entity):
        raise PermissionDenied
    raise Foreign
