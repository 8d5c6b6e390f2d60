"""Ambiguous citations: the queue, one confirmation for a selection of groups, and decisions."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission
from publication.keys import is_key
from publication.paging import page_numbers

from ...citation_queue import Choice, Group, chosen, documents, obstacles, waiting
from ...decisions import told
from ...models import Resolution
from ...resolving import CannotUndo, Outdated, resolve, undo
from ...workflow import NotAllowed

PER_PAGE = 25
RESOLVE = Permission.RESOLVE_CITATIONS
CHANGED = gettext_lazy("Some of it has changed meanwhile. Look at it again.")


@require_safe
@secretariat_page(RESOLVE)
def queue(request: HttpRequest) -> HttpResponse:
    """The groups that wait, with what each number may mean."""
    found = waiting()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "numbers": page_numbers(page),
        "groups": page.object_list,
        "documents": documents(page.object_list),
        "citations": sum(len(group.reports) for group in found),
    }
    return render(request, "secretariat/citations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(RESOLVE)
def confirm(request: HttpRequest) -> HttpResponse:
    """Show what the choices would change; sent from there, carry them out."""
    if request.method != "POST":
        return redirect("secretariat:citations")
    if "sure" in request.POST:
        return _resolve(request)
    found = waiting()
    choices, unknown = _choices(request, found)
    if unknown:
        messages.warning(request, str(CHANGED))
    if not choices:
        messages.info(request, gettext("Nothing was chosen."))
        return redirect("secretariat:citations")
    return _confirmation(request, choices)


def _choices(request: HttpRequest, found: list[Group]) -> tuple[list[Choice], int]:
    """A choice made for a group, else the document chosen for all that are ticked."""
    ticked, document = set(request.POST.getlist("group")), request.POST.get("document", "")
    number = int(document) if is_key(document) else 0
    tokens, known = [], set()
    for group in found:
        known.add(group.key)
        token = request.POST.get(f"choice-{group.key}", "")
        selected = "all" in request.POST or group.key in ticked
        paragraph = group.of_document(number) if selected else None
        if token:
            tokens.append(token if token.startswith(f"{group.key}:") else "odd")
        elif paragraph is not None:
            tokens.append(Choice(group, paragraph).token)
    choices, unknown = chosen(found, tokens)
    return choices, unknown + len(ticked - known)


def _confirmation(request: HttpRequest, choices: list[Choice], status: int = 200) -> HttpResponse:
    hindered = obstacles(choices)
    stopped = {obstacle.choice for obstacle in hindered}
    ready = [choice for choice in choices if choice not in stopped]
    context = {
        "choices": ready,
        "obstacles": hindered,
        "citations": sum(len(choice.group.reports) for choice in ready),
    }
    return render(request, "secretariat/citations_confirm.html", context, status=status)


def _resolve(request: HttpRequest) -> HttpResponse:
    tokens = request.POST.getlist("choice")
    try:
        resolution = resolve(tokens, by=request.user)
    except (Outdated, NotAllowed):
        messages.error(request, str(CHANGED))
        choices, _unknown = chosen(waiting(), tokens)
        if choices:
            return _confirmation(request, choices, status=HTTPStatus.CONFLICT)
        return redirect("secretariat:citations")
    count = len(resolution.choices)
    text = ngettext("%d citation was made certain.", "%d citations were made certain.", count)
    messages.success(request, text % count)
    return redirect("secretariat:citation_decisions")


@require_safe
@secretariat_page(RESOLVE)
def decisions(request: HttpRequest) -> HttpResponse:
    """Who decided what when, newest first; a decision that stands can be taken back."""
    page = Paginator(Resolution.objects.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "decisions": told(page.object_list),
        "numbers": page_numbers(page),
    }
    return render(request, "secretariat/citation_decisions.html", context)


@require_POST
@secretariat_page(RESOLVE)
def undo_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back as a whole."""
    if not is_key(pk):
        raise Http404
    resolution = get_object_or_404(Resolution.objects.newest_first(), pk=pk)
    try:
        undo(resolution, by=request.user)
    except (CannotUndo, NotAllowed):
        messages.error(request, gettext("The decision stands: it was taken back before, or what "
                                        "it decided has changed since."))  # fmt: skip
    else:
        messages.success(request, gettext("The decision was taken back."))
    return redirect("secretariat:citation_decisions")
