"""The page of the link in a mail with which a person has no more reminders."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..unsubscribing import person_of, want_reminders


@csrf_exempt  # mail programs post it by one click; the signed address is what allows it
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, key: str = "") -> HttpResponse:
    """GET asks, and only POST acts; the same link takes reminders up again."""
    person = person_of(key or request.GET.get("key", ""))
    if person is None:
        raise Http404
    if request.method == "POST":
        want_reminders(person, request.POST.get("wants") == "yes")
    return render(request, "account/unsubscribe.html", {"person": person})
