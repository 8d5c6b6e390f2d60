"""Pages of themes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import public_page
from mandates.models import Indicator, Theme
from publication.languages import page_language

from .. import demonstrations
from ..chart_page import years_of
from ..contents import theme_figures, theme_jump, theme_selects
from ..coverage import asked_by_theme
from ..figures import theme_rows
from ..filters import chips
from ..followed import followed
from ..models import Action
from ..theme_page import theme_page


@public_page
def themes(request: HttpRequest) -> HttpResponse:
    """All themes, A to Z in the reader's language."""
    rows = theme_rows(asked_by_theme(), page_language())
    context = {"rows": rows, "has_demonstration": demonstrations.are_published()}
    return render(request, "reports/themes.html", context)


@public_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything agreed on a theme, and everything reported about it."""
    try:
        page = theme_page(slug, request.GET, page_language())
    except Theme.DoesNotExist as absent:
        raise Http404 from absent
    selects = theme_selects(page)
    found = followed(
        Action.objects.for_theme(page.head.id),
        Indicator.objects.for_theme(page.head.id),
        f"theme={slug}",
        language=page_language(),
        today=timezone.localdate(),
    )
    context = {
        "slug": slug,
        "page": page,
        "figures": theme_figures(page),
        "followed": found,
        "jump": theme_jump(page, found.jumps),
        "chart": years_of((entry.when for entry in page.entries), "theme-years"),
        "selects": selects,
        "chips": chips(selects, request.GET),
        "has_demonstration": page.has_demonstration,
        "changed_at": page.changed_at,
    }
    return render(request, "reports/theme.html", context)
