"""The first page: what the portal is, what it holds, and who has not reported."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from accounts.access import public_page
from mandates.models import Meeting
from reports.coverage import asked_by_theme
from reports.entry_themes import themed_entries
from reports.figures import figures_by_kind, site_figures, theme_rows
from reports.meeting_rows import meeting_rows
from reports.models import Report
from reports.strips import strip

LATEST = 5


@public_page
def home(request: HttpRequest) -> HttpResponse:
    language = get_language()
    summits = Meeting.objects.summits().begun_by(timezone.localdate()).newest_first()
    asked = asked_by_theme()
    states, institutions = figures_by_kind(asked)
    everybody = states + institutions
    figures, newest = site_figures(), Report.objects.newest_of_each_entity().newest_first()
    context = {
        "figures": figures,
        "themes": theme_rows(asked, language),
        "summit": next(iter(meeting_rows(summits[:1], language)), None),
        "latest": themed_entries(newest[:LATEST], language),
        "states": states,
        "institutions": institutions,
        "asked": everybody,
        "strip": strip(everybody),
        "has_demonstration": figures.demonstrations > 0,
    }
    return render(request, "reports/home.html", context)
