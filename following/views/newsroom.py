"""The Secretariat's screens of the newsletter."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission
from publication.languages import LANGUAGES, page_language

from .. import issuing
from ..models import Follower, Newsletter
from ..newsletter_form import MonthForm, NewsletterForm
from ..newsletters import month_of

PUBLISHES = secretariat_page(Permission.PUBLISH_REPORTS)


def with_issue(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand over the issue of the month; 404 without one."""

    @wraps(view)
    def guarded(request: HttpRequest, month: str) -> HttpResponse:
        first = month_of(month)
        issue = first and Newsletter.objects.of_month(first).with_texts().first()
        if not issue:
            raise Http404
        return view(request, issue)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@PUBLISHES
def issues(request: HttpRequest) -> HttpResponse:
    """All issues, and a form that drafts the one of a month."""
    start = {"month": f"{timezone.localdate():%Y-%m}"}
    form = MonthForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        return redirect("newsroom:edit", str(issuing.begin(form.cleaned_data["month"])))
    rows = Newsletter.objects.newest_first().with_texts().with_numbers()
    language = page_language()
    context = {
        "form": form,
        "rows": [(one, one.text_in(language).title) for one in rows],
        "readers": Follower.objects.of_newsletter().count(),
    }
    return render(request, "secretariat/newsletters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@PUBLISHES
@with_issue
def edit(request: HttpRequest, issue: Newsletter) -> HttpResponse:
    """Title and text in the four languages, until it is sent."""
    if issue.sent_at:
        return redirect(issue)
    form = NewsletterForm(request.POST if request.method == "POST" else None, issue=issue)
    is_stale = False
    if request.method == "POST" and form.is_valid():
        try:
            issuing.save(issue, form.texts, mark=form.cleaned_data["mark"])
        except issuing.Stale:
            is_stale = True
        else:
            messages.success(request, _("Saved."))
            return redirect("newsroom:edit", str(issue))
    readers = Follower.objects.of_newsletter().count()
    context = {"issue": issue, "form": form, "is_stale": is_stale, "readers": readers}
    status = HTTPStatus.CONFLICT if is_stale else 200
    return render(request, "secretariat/newsletter.html", context, status=status)


@require_safe
@PUBLISHES
@with_issue
def preview(request: HttpRequest, issue: Newsletter) -> HttpResponse:
    """As the public will see it, in the page's language."""
    text = issue.text_in(page_language())
    # What publication.rendering cleaned when the text was saved.
    context = {"issue": issue, "text": text, "html": mark_safe(text.html),  # noqa: S308
               "is_preview": True, "has_demonstration": issue.has_demonstration}  # fmt: skip
    return render(request, "following/newsletter.html", context)


@require_POST
@PUBLISHES
@with_issue
def try_out(request: HttpRequest, issue: Newsletter) -> HttpResponse:
    language = request.POST.get("language", "")
    if language in LANGUAGES:
        issuing.try_out(issue, to=request.user, language=language)
        messages.success(request, _("It is on its way to %s.") % request.user.email)
    return redirect("newsroom:edit", str(issue))


@require_POST
@PUBLISHES
@with_issue
def draft_again(request: HttpRequest, issue: Newsletter) -> HttpResponse:
    act(request, lambda mark: issuing.draft_again(issue, mark=mark),
        _("Drafted from what is published now."))  # fmt: skip
    return redirect("newsroom:edit", str(issue))


@require_POST
@PUBLISHES
@with_issue
def discard(request: HttpRequest, issue: Newsletter) -> HttpResponse:
    if not is_sure(request, _("Nothing was discarded: first say that the draft is to go.")):
        return redirect("newsroom:edit", str(issue))
    act(request, lambda mark: issuing.discard(issue, by=request.user, mark=mark),
        _("The draft is discarded."))  # fmt: skip
    return redirect("newsroom:issues")


@require_POST
@PUBLISHES
@with_issue
def send(request: HttpRequest, issue: Newsletter) -> HttpResponse:
    if not is_sure(request, _("Nothing was sent: first say that you have read it.")):
        return redirect("newsroom:edit", str(issue))
    act(request, lambda mark: issuing.send(issue, by=request.user, mark=mark),
        _("The newsletter is public and on its way."))  # fmt: skip
    return redirect("newsroom:issues")


def is_sure(request: HttpRequest, otherwise: str) -> bool:
    """Whether the box is ticked that what cannot be undone asks for; says so when it is not."""
    if "sure" in request.POST:
        return True
    messages.error(request, otherwise)
    return False


def act(request: HttpRequest, verb: Callable[[str], None], says: str) -> None:
    """Act on the draft that was looked at, and say so; a stale form changes nothing."""
    try:
        verb(request.POST.get("mark", ""))
    except issuing.Stale:
        messages.warning(request, _("Somebody else has changed or sent it meanwhile."))
    else:
        messages.success(request, says)
