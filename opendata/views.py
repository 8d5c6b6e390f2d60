"""What machines read: a theme as JSON, and what search engines may visit."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.access import public_page
from mandates.models import Theme

from .bundles import theme_bundle


@public_page
def theme_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The theme as published. Any site may read it: the data are public."""
    theme = get_object_or_404(Theme, slug=slug)
    answer = JsonResponse(theme_bundle(theme), json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be visited; pages of demonstration records say *noindex* themselves."""
    sitemap = settings.BASE_ADDRESS + reverse("opendata:sitemap")
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
