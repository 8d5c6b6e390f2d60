"""The board of a cycle: who has not reported, and reminding them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

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


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.REMIND)
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has reported, and the form that reminds; when nobody was, it keeps what was typed."""
    cycle = get_object_or_404(Cycle.objects.announced(), slug=slug)
    only_silent = request.GET.get("show") == "silent"
    typed = request.POST if request.method == "POST" else None
    form = NudgeForm(typed, rows=Asked.objects.in_cycle(cycle).with_all())
    if form.is_valid() and _reminded(request, cycle, form):
        return redirect("secretariat:board", slug)
    context = {
        "board": read_board(cycle, timezone.now(), only_silent=only_silent),
        "others": Cycle.objects.announced().real_rounds(),
        "only_silent": only_silent,
        "form": form,
    }
    return render(request, "secretariat/board.html", context)


def _reminded(request: HttpRequest, cycle: Cycle, form: NudgeForm) -> bool:
    """Remind the chosen, or all who are silent. False when nobody was: the form says why."""
    chosen, note = form.cleaned_data["asked"], form.cleaned_data["note"]
    if form.everybody:
        found = read_board(cycle, timezone.now(), only_silent=True).rows
        chosen = [row.asked for row in found if row.can_be_reminded]
    done, refusals = remind(chosen, by=request.user, note=note)
    said = ngettext("%(n)d entity was reminded.", "%(n)d entities were reminded.", len(done))
    said %= {"n": len(done)}
    if not done:
        form.add_error("asked", [said, *refusals])
        return False
    messages.success(request, said)
    for refusal in refusals:
        messages.warning(request, refusal)
    return True
