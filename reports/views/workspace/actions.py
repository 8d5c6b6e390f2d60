"""Actions and figures that an entity keeps by itself."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import check, workspace_page
from accounts.policy import Permission
from countries.models import Entity
from mandates.models import Document, Indicator
from publication.keys import is_key
from publication.languages import page_language
from publication.passages import passage

from ...acting import StaleAction, record, revise
from ...action_form import ActionForm, AdvanceForm, NewActionForm, begun_with
from ...action_rows import action_rows, for_rows
from ...models import Action

P = Permission


def own_entity(request: HttpRequest, slug: str, permission: Permission) -> Entity:
    """One of the person's entities, or 404; 403 without the permission."""
    entity = get_object_or_404(Entity.objects.of_slug(slug))
    check(request, permission, entity.pk)
    return entity


@require_safe
@workspace_page
def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """What the entity has undertaken, those past their day first, and the indicators it states."""
    entity, language = own_entity(request, slug, P.SEE_OWN_REPORTS), page_language()
    found = for_rows(Action.objects.of_entity(entity).in_order(), language)
    rows = action_rows(found, language, timezone.localdate())
    context = {
        "entity": entity,
        "rows": sorted(rows, key=lambda row: not row.is_overdue),
        "indicators": Indicator.objects.in_order().read_in(language, "name", "unit"),
        "may_write": request.rights.may(P.KEEP_ACTIONS, entity.pk),
    }
    return render(request, "workspace/actions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def new_action(request: HttpRequest, slug: str) -> HttpResponse:
    """First the document is chosen, then the paragraph with everything else."""
    entity, language = own_entity(request, slug, P.KEEP_ACTIONS), page_language()
    document = Document.objects.of_slug(request.GET.get("document", "")).first()
    form = None
    if document:
        paragraphs = document.paragraphs.order_by("position", "id").read_in(language, "text")
        given = {"paragraph": paragraphs.of_slug(request.GET.get("paragraph", "")).first()}
        form = NewActionForm(
            request.POST or None, entity=entity, paragraphs=paragraphs, initial=given
        )
    if form is not None and form.is_valid():
        values = form.cleaned_data
        record(values, entity=entity, paragraph=values["paragraph"], by=request.user,
               at=timezone.now(), token=values["token"])  # fmt: skip
        messages.success(request, gettext("The action is recorded and public."))
        return redirect("workspace:actions", slug)
    documents = [
        (one.slug, str(passage(one, "title", language)))
        for one in Document.objects.citable().newest_first().read_in(language, "title")
    ]
    context = {"entity": entity, "form": form, "document": document, "documents": documents}
    return render(request, "workspace/new_action.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def action(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far one action is; its words where they are the entity's own."""
    entity = own_entity(request, slug, P.KEEP_ACTIONS)
    shown = Action.objects.of_entity(entity).for_page().with_ids([pk])
    found = shown.first() if is_key(pk) else None
    if found is None:
        raise Http404
    kind = ActionForm if found.kept_by_id == entity.pk else AdvanceForm
    form = kind(request.POST or None, entity=entity, initial=begun_with(found, entity))
    theirs = None
    if form.is_valid():
        try:
            revise(found, form.cleaned_data, entity=entity, by=request.user, at=timezone.now())
        except StaleAction as stale:
            theirs = stale.action
            form.add_error(
                None, gettext("Somebody else has saved this action since you opened it.")
            )
        else:
            messages.success(request, gettext("The action is saved and public."))
            return redirect("workspace:actions", slug)
    context = {"entity": entity, "form": form, "action": found, "theirs": theirs}
    status = HTTPStatus.CONFLICT if theirs else 200
    return render(request, "workspace/action.html", context, status=status)
