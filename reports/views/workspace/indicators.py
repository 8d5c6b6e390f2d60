"""Values of an indicator that an entity states by itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import workspace_page
from accounts.policy import Permission
from mandates.models import Indicator
from publication.keys import is_key

from ...indicator_chart import in_full
from ...measuring import ValueForm, state_value, withdraw_value
from ...models import IndicatorValue
from .actions import own_entity


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def indicator(request: HttpRequest, slug: str, indicator: str) -> HttpResponse:
    """The values that are there, and a form for one more; one for the same year replaces it."""
    entity = own_entity(request, slug, Permission.KEEP_ACTIONS)
    found = get_object_or_404(Indicator.objects.of_slug(indicator))
    form = ValueForm(request.POST or None, indicator=found)
    if form.is_valid():
        _value, replaced = state_value(
            form.cleaned_data, indicator=found, entity=entity, by=request.user
        )
        said = gettext("The value is replaced.") if replaced else gettext("The value is saved.")
        messages.success(request, said)
        return redirect("workspace:indicator", slug, indicator)
    values = [
        (value, in_full(value.value))
        for value in IndicatorValue.objects.of_indicator(found).by_entity(entity)
    ]
    context = {"entity": entity, "indicator": found, "form": form, "values": values}
    return render(request, "workspace/indicator.html", context)


@require_POST
@workspace_page
def withdraw(request: HttpRequest, slug: str, indicator: str, pk: int) -> HttpResponse:
    entity = own_entity(request, slug, Permission.KEEP_ACTIONS)
    found = get_object_or_404(Indicator.objects.of_slug(indicator))
    values = IndicatorValue.objects.of_indicator(found).by_entity(entity)
    value = values.with_ids([pk]).first() if is_key(pk) else None
    if value is None:
        raise Http404
    withdraw_value(value, by=request.user)
    messages.success(request, gettext("The value is taken back."))
    return redirect("workspace:indicator", slug, indicator)
