"""Public pages of indicators, and of the Sustainable Development Goals."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.access import public_page
from mandates.models import Goal, Indicator
from publication.languages import page_language
from publication.passages import passage

from ..figures import alphabetical
from ..goal_page import goal_page, goal_rows
from ..indicator_page import indicator_page


@public_page
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators, A to Z in the reader's language."""
    language = page_language()
    found = Indicator.objects.with_numbers().read_in(language, "name", "unit")
    rows = alphabetical(found, "name", language)
    context = {"rows": rows, "has_demonstration": any(row.is_demonstration for row in rows)}
    return render(request, "reports/indicators.html", context)


@public_page
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Indicator.objects.with_targets(), slug=slug)
    page = indicator_page(found, page_language())
    context = {
        "page": page,
        "has_demonstration": page.has_demonstration,
        "changed_at": page.changed_at,
    }
    return render(request, "reports/indicator.html", context)


@public_page
def goals(request: HttpRequest) -> HttpResponse:
    """The goals with how many mandates and indicators are linked to each."""
    return render(request, "reports/goals.html", {"rows": goal_rows(page_language())})


@public_page
def goal(request: HttpRequest, number: int) -> HttpResponse:
    """Mandates linked to the goal, the reports that cite them, and the indicators."""
    if number > 17:
        raise Http404
    found = get_object_or_404(Goal, pk=number)
    page = goal_page(found, page_language())
    context = {
        "page": page,
        "title": passage(found, "title", page_language()),
        "has_demonstration": page.has_demonstration,
        "changed_at": page.changed_at,
    }
    return render(request, "reports/goal.html", context)
