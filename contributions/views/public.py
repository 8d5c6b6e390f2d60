"""What everybody reads of contributions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import public_page
from publication.keys import is_key
from publication.languages import page_language
from summits_portal.errors import gone

from ..listing import contribution_list
from ..models import Contribution
from ..page import contribution_page


@public_page
def contributions(request: HttpRequest) -> HttpResponse:
    """All published contributions, by what the address asks for."""
    found = contribution_list(request.GET, page_language())
    context = {"list": found, "has_demonstration": found.has_demonstration}
    return render(request, "contributions/contributions.html", context)


@public_page
def contribution(request: HttpRequest, number: int) -> HttpResponse:
    """One contribution and the reply to it; 410 with the reason once it is withdrawn."""
    public = Contribution.objects.once_public().for_page().with_ids([number])
    found = public.first() if is_key(number) else None
    if found is None:
        raise Http404
    page = contribution_page(found, page_language())
    if found.state == Contribution.State.WITHDRAWN:
        said = {"reason": found.withdrawal_reason, "by": found.get_withdrawn_by_display()}
        return gone(request, title=f"{page.author}: {page.title}", **said)
    context = {
        "page": page,
        "has_demonstration": page.has_demonstration,
        "changed_at": page.changed_at,
    }
    return render(request, "contributions/contribution.html", context)
