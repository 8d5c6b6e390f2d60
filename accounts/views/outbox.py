"""Mails as they would arrive, on a developer's machine; elsewhere there is no such page."""

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..access import public_page
from ..models import Mail

SHOWN = 50


def only_with_debug(view: Callable) -> Callable:
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@public_page
@only_with_debug
def outbox(request: HttpRequest) -> HttpResponse:
    return render(request, "outbox/list.html", {"mails": Mail.objects.newest_first()[:SHOWN]})


@public_page
@only_with_debug
@csp_update({"sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"]})
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of one mail, as a page that may run nothing."""
    return HttpResponse(get_object_or_404(Mail, pk=pk).html)
