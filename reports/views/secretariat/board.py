"""The board of a cycle: who has not reported, and reminding them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission

from ...board import board as read_board
from ...cycles import nudge as remind
from ...extension_forms import NudgeForm
from ...models import Asked, Cycle


@require_safe
@secretariat_page(Permission.REMIND)
def latest(request: HttpRequest) -> HttpResponse:
    """The board of the cycle that opened last, else the list of cycles."""
    cycle = Cycle.objects.announced().real_rounds().first()
    return redirect("secretariat:board", cycle.slug) if cycle else redirect("secretariat:cycles")


@require_safe
@secretariat_page(Permission.REMIND)
def board(request: HttpRequest, slug: str) -> HttpResponse:
    cycle = get_object_or_404(Cycle.objects.announced(), slug=slug)
    only_silent = request.GET.get("show") == "silent"
    context = {
        "board": read_board(cycle, timezone.now(), only_silent=only_silent),
        "others": Cycle.objects.announced().real_rounds(),
        "only_silent": only_silent,
    }
    return render(request, "secretariat/board.html", context)


@require_POST
@secretariat_page(Permission.REMIND)
def nudge(request: HttpRequest, slug: str) -> HttpResponse:
    """Remind the chosen entities, or with `all` every one that is silent."""
    cycle = get_object_or_404(Cycle.objects.announced(), slug=slug)
    rows = Asked.objects.in_cycle(cycle).with_all()
    everybody = "all" in request.POST
    if everybody and "sure" not in request.POST:
        messages.error(request, gettext("Nobody was reminded: first say that all are to be."))
        return redirect("secretariat:board", slug)
    form = NudgeForm(request.POST, rows=rows, everybody=everybody)
    if not form.is_valid():
        for error in form.errors.values():
            messages.error(request, error[0])
        return redirect("secretariat:board", slug)
    chosen, note = form.cleaned_data["asked"], form.cleaned_data["note"]
    if everybody:
        found = read_board(cycle, timezone.now(), only_silent=True).rows
        chosen = [row.asked for row in found if row.can_be_reminded]
    done, refusals = remind(chosen, by=request.user, note=note)
    _say(request, len(done), refusals)
    return redirect("secretariat:board", slug)


def _say(request: HttpRequest, done: int, refusals: list[str]) -> None:
    said = ngettext("%(n)d entity was reminded.", "%(n)d entities were reminded.", done)
    (messages.success if done else messages.warning)(request, said % {"n": done})
    for refusal in refusals:
        messages.warning(request, refusal)
