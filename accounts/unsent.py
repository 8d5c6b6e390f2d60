"""What a page sent after its session had ended: kept until the person has signed in again.

Browsers with scripts keep a text themselves; a plain form would lose it to the way in. The text
waits in the new session, and only the page that it was written on takes it out again.
"""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, QueryDict

from . import limits
from .sessions import came_signed_in

KEPT = "unsent"
LONGEST = 500_000  # characters: more than a report has

View = Callable[..., HttpResponse]


def keeps_what_is_sent(view: View) -> View:
    """Mark a page with long texts, which asks `taken` when it is opened."""
    view.keeps_what_is_sent = True
    return view


class LoginRequired(LoginRequiredMiddleware):
    """Login is the default; what was posted to a marked page waits behind the way in."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:
        if request.method == "POST" and getattr(view_func, "keeps_what_is_sent", False):
            sent = request.POST.urlencode()
            if len(sent) <= LONGEST and _may_wait(request):
                request.session[KEPT] = {"path": request.path, "sent": sent}
        return super().handle_no_permission(request, view_func)


def _may_wait(request: HttpRequest) -> bool:
    """For who was signed in until now. A session that was ended elsewhere has left no trace: of
    those few are kept from one network address, or anybody could fill the table."""
    return came_signed_in(request) or limits.may_wait(request)


def taken(request: HttpRequest) -> QueryDict | None:
    """What waits for this page, once; None as a rule."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path or request.method != "GET":
        return None
    del request.session[KEPT]
    return QueryDict(kept["sent"], encoding=request.encoding)
