"""Every step of all reports of one of one's entities."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import check, workspace_page
from accounts.policy import Permission
from countries.models import Entity
from publication.paging import page_numbers

from ...history import Taken, taken
from ...models import Transition

PER_PAGE = 25


@require_safe
@workspace_page
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest step first, a page at a time."""
    entity = Entity.objects.of_slug(slug).first()
    if entity is None:
        raise Http404
    check(request, Permission.SEE_OWN_REPORTS, entity.pk)
    found = Transition.objects.of_entity(entity)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    steps: list[Taken] = [taken(step) for step in page]
    numbers = page_numbers(page)
    context = {"entity": entity, "steps": steps, "page": page, "numbers": numbers}
    return render(request, "workspace/history.html", context)
