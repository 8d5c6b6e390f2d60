"""The people of any entity, for the Secretariat, and whether a second one of them approves."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.models import Entity
from publication.changes import changed

from ..models import Membership
from .people import MANAGES_PEOPLE


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES_PEOPLE
def entity(request: HttpRequest, slug: str) -> HttpResponse:
    """Who acts and has acted for the entity; posting sets whether approval is needed."""
    shown = get_object_or_404(Entity, slug=slug)
    if request.method == "POST":
        ask_for_approval(shown, request.POST.get("needs_approval") == "yes")
        messages.success(request, _("Saved."))
        return redirect("people:entity", slug)
    memberships = Membership.objects.of_entity(shown).newest_first()
    context = {"entity": shown, "memberships": memberships}
    return render(request, "secretariat/entity_people.html", context)


@transaction.atomic
def ask_for_approval(entity: Entity, is_needed: bool) -> None:
    """Kept in the entity's history, with who did it."""
    entity.needs_approval = is_needed
    entity.save(update_fields=["needs_approval", "changed_at"])
    changed([entity])
