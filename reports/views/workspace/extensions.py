"""Asking for more time in a cycle."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import check, workspace_page
from accounts.policy import Permission

from ...cycles import CannotDo, ask_extension
from ...extension_forms import ExtensionForm
from ...models import Asked, Cycle, ExtensionRequest


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def ask(request: HttpRequest, slug: str, entity: str) -> HttpResponse:
    """The form of one entity in an announced cycle; an answer that is awaited stands there too."""
    cycle = get_object_or_404(Cycle.objects.announced(), slug=slug)
    asked = get_object_or_404(Asked.objects.in_cycle(cycle).of_entity(entity).with_all())
    check(request, Permission.ASK_FOR_EXTENSION, asked.entity_id)
    form = ExtensionForm(request.POST or None, asked=asked)
    if form.is_valid():
        try:
            ask_extension(asked, **form.cleaned_data, by=request.user)
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("Your request is on its way to the Secretariat."))
            return redirect("workspace:home")
    requests = list(ExtensionRequest.objects.of_asked(asked).with_all())
    waits = any(wanted.granted is None for wanted in requests)
    context = {"form": form, "asked": asked, "requests": requests, "waits": waits}
    return render(request, "workspace/extension.html", context)
