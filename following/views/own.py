"""What somebody follows: confirmed, seen, changed, ended, forgotten."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from publication.languages import page_language

from .. import asking, links, mails, owning
from ..forms import ChangeForm, LanguageForm
from ..models import Follower
from ..own_page import own_page
from ..pruning import erase
from ..targets import said

View = Callable[..., HttpResponse]


def open_page(view: View) -> View:
    """A page reached by a link in a mail: shown and acted on without signing in, never kept."""
    return login_not_required(
        never_cache(require_http_methods(["GET", "HEAD", "POST"])(view))
    )  # fmt: skip


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "following/gone.html", status=410)


@open_page
@sensitive_post_parameters("token")
def confirm(request: HttpRequest) -> HttpResponse:
    """GET shows what was asked for; only POST begins it, as mail scanners open links."""
    token = (request.POST if request.method == "POST" else request.GET).get("token", "")
    try:
        if request.method == "POST":
            follow = asking.confirm(token)
            key = links.own_key(follow.follower)
            what = said(follow.target, page_language())
            return render(request, "following/confirmed.html", {"what": what, "key": key})
        asked = asking.found(token, timezone.now())
    except asking.NotOpen:
        return gone(request)
    context = {"asked": asked, "what": said(asked.target, page_language()), "token": token}
    return render(request, "following/confirm.html", context)


def of_key(view: View) -> View:
    """Hand over the follower whose link it is; another link is gone."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        key = request.POST.get("key") or request.GET.get("key", "")
        follower = links.owner_of(key)
        return view(request, follower, key) if follower else gone(request)

    return guarded


@open_page
@of_key
def own(request: HttpRequest, follower: Follower, key: str) -> HttpResponse:
    """What is followed at an address, to look at and to change."""
    done = None
    if request.method == "POST":
        if request.POST.get("do") == "erase":
            erase(follower)
            return render(request, "following/erased.html")
        done = act(request, follower)
    context = {
        "page": own_page(follower, page_language()), "key": key, "done": done,
        "form": LanguageForm(initial={"language": follower.language}),
    }  # fmt: skip
    return render(request, "following/own.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What somebody with an account follows, and the lists they keep."""
    follower = Follower.objects.of_user(request.user).select_related("user").first()
    if request.method == "POST":
        if follower and act(request, follower):
            messages.success(request, _("Saved."))
        return redirect("my_following:own")
    page = own_page(follower, page_language()) if follower else None
    return render(request, "following/mine.html", {"page": page})


def act(request: HttpRequest, follower: Follower) -> bool:
    """Do what a form of the page asks for; False when it is nothing that can be done."""
    form, language = ChangeForm(request.POST), LanguageForm(request.POST)
    asked_to = request.POST.get("do")
    if asked_to == "language" and language.is_valid() and follower.user is None:
        follower.language = language.cleaned_data["language"]
        follower.save(update_fields=["language"])
        return True
    if form.is_valid() and asked_to == "stop":
        return owning.stop(follower, form.cleaned_data["follow"])
    if form.is_valid() and asked_to == "change":
        return owning.change(follower, **form.cleaned_data)
    return False


@csrf_exempt  # mail programs post it by one click; the signed key is what allows it
@open_page
def end(request: HttpRequest) -> HttpResponse:
    """GET asks, and only POST ends; the same page takes it up again."""
    follower, what = links.ender_of(request.GET.get("key", ""))
    if follower is None:
        return gone(request)
    state = "asked"
    if request.method == "POST":
        act = owning.take_up if request.POST.get("again") == "yes" else mails.end
        act(follower, what)
        state = "taken up" if mails.gets(what, follower) else "ended"
    context = {"follower": follower, "what": what, "state": state}
    return render(request, "following/end.html", context)
