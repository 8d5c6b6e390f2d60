"""The buttons that begin and end seeing the portal as somebody else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from .. import viewing
from ..access import confirmed, secretariat_page
from ..desks import own_desk
from ..models import User
from ..policy import Permission
from ..rights import current_rights


@require_POST
@secretariat_page(Permission.VIEW_AS)
@confirmed
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Raises PermissionDenied for other administrators and for closed accounts."""
    person = get_object_or_404(User, pk=pk)
    viewing.start(request, person)
    rights = current_rights(person)
    return redirect("reports:home" if rights.none else own_desk(rights))


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """See as oneself again, where the person is shown."""
    pk = viewing.end(request)
    return redirect("people:person", pk) if pk else redirect("account_home")
