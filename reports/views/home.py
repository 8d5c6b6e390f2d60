"""The first page: what the portal is, what it holds, and who has not reported."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import public_page
from mandates.models import Meeting
from publication.languages import page_language

from ..coverage import asked_by_theme
from ..entry_themes import themed_entries
from ..figures import figures_by_kind, site_figures, theme_rows
from ..meeting_rows import meeting_rows
from ..models import Report
from ..strips import strip

LATEST = 5


@public_page
def home(request: HttpRequest) -> HttpResponse:
    language = page_language()
    summits = Meeting.objects.summits().begun_by(timezone.localdate()).newest_first()
    asked = asked_by_theme()
    states, institutions = figures_by_kind(asked)
    everybody = states + institutions
    figures, newest = site_figures(), Report.objects.newest_of_each_entity().newest_first()
    context = {
        "figures": figures,
        "themes": sorted(theme_rows(asked, language), key=lambda row: row.is_empty),
        "summit": next(iter(meeting_rows(summits[:1], language)), None),
        "latest": themed_entries(newest[:LATEST], language),
        "states": states,
        "institutions": institutions,
        "asked": everybody,
        "strip": strip(everybody),
        "has_demonstration": figures.demonstrations > 0,
    }
    return render(request, "reports/home.html", context)
