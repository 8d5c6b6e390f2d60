"""Reporting cycles: the list, the form, announcing one, more time for an entity."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission
from publication.languages import page_language

from ... import cycle_writing
from ... import cycles as verbs
from ...cycle_form import CycleForm
from ...extension_forms import DecisionForm, ExtensionForm
from ...models import Asked, Cycle, ExtensionRequest

may_manage = secretariat_page(Permission.MANAGE_CYCLES)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@may_manage
def listed(request: HttpRequest) -> HttpResponse:
    rows = Cycle.objects.real_rounds().with_figures().read_in(page_language(), "name")
    return render(request, "secretariat/cycles.html", {"cycles": rows, "now": timezone.now()})


@get_or_post
@may_manage
def create(request: HttpRequest) -> HttpResponse:
    form = CycleForm(request.POST or None)
    if form.is_valid():
        cycle = cycle_writing.create(form.cleaned_data)
        messages.success(
            request, gettext("The cycle is stored. Nobody is told before you announce it.")
        )
        return redirect("secretariat:cycle", cycle.slug)
    return render(request, "secretariat/cycle.html", {"form": form})


@get_or_post
@may_manage
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    cycle = get_object_or_404(Cycle.objects.real_rounds(), slug=slug)
    form = CycleForm(request.POST or None, cycle=cycle)
    if form.is_valid():
        try:
            cycle_writing.change(cycle, form.cleaned_data)
        except cycle_writing.Changed as meanwhile:
            cycle = meanwhile.cycle
            form.say_changed(cycle)
        else:
            messages.success(request, gettext("The cycle is stored."))
            return redirect("secretariat:cycle", cycle.slug)
    objections = [] if cycle.announced_at else verbs.objections(cycle)
    context = {"form": form, "cycle": cycle, "objections": objections}
    return render(request, "secretariat/cycle.html", context)


@require_POST
@may_manage
def announce(request: HttpRequest, slug: str) -> HttpResponse:
    cycle = get_object_or_404(Cycle.objects.real_rounds(), slug=slug)
    try:
        mails = len(verbs.announce(cycle, by=request.user))
    except verbs.CannotDo as refusal:
        messages.error(request, str(refusal))
        return redirect("secretariat:cycle", slug)
    said = ngettext(
        "The cycle is announced; %(n)d mail is on its way.",
        "The cycle is announced; %(n)d mails are on their way.", mails,
    )  # fmt: skip
    messages.success(request, said % {"n": mails})
    return redirect("secretariat:board", slug)


@get_or_post
@may_manage
def extend(request: HttpRequest, slug: str, entity: str) -> HttpResponse:
    """Give one entity more time, unasked."""
    cycle = get_object_or_404(Cycle.objects.announced(), slug=slug)
    asked = get_object_or_404(Asked.objects.in_cycle(cycle).of_entity(entity).with_all())
    form = ExtensionForm(request.POST or None, asked=asked)
    if form.is_valid():
        try:
            verbs.extend(asked, **form.cleaned_data, by=request.user)
        except verbs.CannotDo as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, gettext("More time is given, and the coordinators are told."))
            return redirect("secretariat:board", slug)
    return render(request, "secretariat/extension.html", {"form": form, "asked": asked})


@get_or_post
@may_manage
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer an entity's request for more time."""
    cycle = get_object_or_404(Cycle.objects.announced(), slug=slug)
    wanted = get_object_or_404(ExtensionRequest.objects.in_cycle(cycle).with_all(), pk=pk)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        try:
            verbs.decide(wanted, **form.cleaned_data, by=request.user)
        except verbs.CannotDo as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, gettext("The answer is on its way to the coordinators."))
        return redirect("secretariat:board", slug)
    return render(request, "secretariat/extension_request.html", {"form": form, "wanted": wanted})
