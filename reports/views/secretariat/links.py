"""Proposed links between paragraphs: looked at, confirmed, rejected."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import secretariat_page
from accounts.policy import Permission
from mandates.models import LinkProposal, ParagraphLink
from mandates.proposing import REJECT, decide, propose_links
from publication.keys import is_key
from publication.paging import page_numbers

PER_PAGE = 20
SHOWN = (LinkProposal.State.OPEN, LinkProposal.State.REJECTED)
CHOICES = (*ParagraphLink.Kind.values, REJECT)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.EDIT_RECORDS)
def proposed(request: HttpRequest) -> HttpResponse:
    """Both texts side by side, the most alike first; what is chosen on a page is carried out."""
    if request.method == "POST":
        return _decide(request)
    state = request.GET.get("state")
    state = state if state in SHOWN else LinkProposal.State.OPEN
    found = LinkProposal.objects.in_state(state).for_page()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "numbers": page_numbers(page),
        "state": state,
    }
    return render(request, "secretariat/links.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    counts = decide(_chosen(request), by=request.user)
    if not any(counts.values()):
        messages.info(request, gettext("Nothing was chosen."))
    if n := counts["linked"]:
        said = ngettext("%(n)d link is made.", "%(n)d links are made.", n)
        messages.success(request, said % {"n": n})
    if n := counts["rejected"]:
        said = ngettext("%(n)d proposal is rejected.", "%(n)d proposals are rejected.", n)
        messages.success(request, said % {"n": n})
    return redirect(request.get_full_path())


def _chosen(request: HttpRequest) -> dict[int, str]:
    """Choices by the id of the proposal; what makes no sense is left out."""
    found = {}
    for name, value in request.POST.items():
        kind, _dash, number = name.partition("-")
        if kind == "choice" and value in CHOICES and is_key(number):
            found[int(number)] = value
    return dict(list(found.items())[:PER_PAGE])


@require_POST
@secretariat_page(Permission.EDIT_RECORDS)
def look(request: HttpRequest) -> HttpResponse:
    """Have a worker compare all paragraphs anew."""
    propose_links.enqueue()
    messages.success(
        request, gettext("The paragraphs are being compared. Look again in a few minutes.")
    )
    return redirect("secretariat:proposed_links")
