"""Begin to follow something, with an address or an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.second_factor import was_used
from publication.languages import page_language
from summits_portal.errors import too_many_requests

from .. import asking, limits
from ..forms import FollowForm, LinkForm
from ..models import Kind
from ..owning import send_link
from ..targets import Asked, asked, said


def person_of(request: HttpRequest) -> User | None:
    """Who is signed in, second factor included; half of that counts for nothing here."""
    user = request.user
    return user if user.is_authenticated and was_used(request) else None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """What the address names, and a form to follow it; without a name, what can be followed."""
    found = asked(request.GET)
    if found.target is None:
        context = {"ignored": found.ignored, "form": LinkForm(), "person": person_of(request)}
        return render(request, "following/ways.html", context)
    person, language = person_of(request), page_language()
    form = FollowForm(
        request.POST if request.method == "POST" else None,
        language=language, known=bool(person), is_list=found.target["kind"] == Kind.LIST,
        is_regular=found.target["kind"] == Kind.NEWSLETTER,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return _begin(request, found, form, person)
    what = said(found.target, language)
    context = {"form": form, "what": what, "ignored": found.ignored, "person": person}
    return render(request, "following/follow.html", context)


def _begin(
    request: HttpRequest, found: Asked, form: FollowForm, person: User | None
) -> HttpResponse:
    given = form.cleaned_data
    if person:
        asking.follow(found.target, user=person, frequency=form.chosen_frequency)
        messages.success(request, _("You follow this now."))
        return redirect("my_following:own")
    if not limits.may_ask(request):
        return too_many_requests(request, limits.WAIT)
    if limits.may_write(request, given["address"]):
        asking.ask(
            found.target, address=given["address"], language=given["language"],
            frequency=form.chosen_frequency,
        )  # fmt: skip
    return redirect("following:sent")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest) -> HttpResponse:
    """The same page whoever asked for whatever."""
    return render(request, "following/sent.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Send the link to one's own page once more, if anything is followed at the address."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not limits.may_ask(request):
            return too_many_requests(request, limits.WAIT)
        if limits.may_write(request, form.cleaned_data["address"]):
            send_link(form.cleaned_data["address"], page_language())
        return redirect("following:sent")
    return render(request, "following/link.html", {"form": form})
