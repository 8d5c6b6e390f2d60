"""The workspace's first page: what is due."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import workspace_page
from accounts.policy import Permission
from countries.models import Entity

from ...workspace_home import home as home_page


@require_safe
@workspace_page
def home(request: HttpRequest) -> HttpResponse:
    """What is due of one of the person's entities, named by `?entity=`, and where reports stand."""
    slug = request.GET.get("entity", "")
    try:
        page = home_page(request.user, request.rights, slug, timezone.now())
    except Entity.DoesNotExist as absent:
        raise Http404 from absent
    granted = request.rights.entities.get(page.entity.pk, frozenset()) if page.entity else ()
    context = {
        "home": page,
        "may_write": Permission.WRITE_REPORTS in granted,
        "may_approve": Permission.APPROVE_REPORTS in granted,
        "has_demonstration": bool(page.entity and page.entity.is_demonstration),
    }
    return render(request, "workspace/home.html", context)
