"""What a month's newsletter says before anybody edits it: the reports published, by theme."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from mandates.models import Theme
from publication.dates import PartialDate, Precision, written
from publication.languages import fold
from publication.passages import passage
from publication.templatetags.passages import language_word
from reports.coverage import asked_by_theme
from reports.models import Report, ReportTheme

MARKED = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>#|"})


@dataclass(frozen=True)
class Draft:
    title: str
    body: str


def published_in(month: datetime.date) -> list[Report]:
    """What was published in the month and is public now, as its pages show it."""
    return list(Report.objects.published().published_in_month(month).newest_first().for_page())


def draft(month: datetime.date, reports: Iterable[Report], language: str) -> Draft:
    """Title and text (Markdown of an editable page) in the language."""
    with override(language):
        name = written(PartialDate(month, Precision.MONTH), language)
        title = gettext("Summits of the Americas: %(month)s") % {"month": name}
        parts = [_figures(list(reports)), *_themes(list(reports), language), _ending()]
        return Draft(title, "\n\n".join(parts))


def _figures(reports: list[Report]) -> str:
    if not reports:
        return gettext("No report was published in this month.")
    entities = {report.entity_id for report in reports}
    said = ngettext(
        "%(reports)s report was published in this month.",
        "%(reports)s reports were published in this month.", len(reports),
    ) % {"reports": len(reports)}  # fmt: skip
    by = ngettext(
        "It comes from %(entities)s entity.", "They come from %(entities)s entities.", len(entities)
    ) % {"entities": len(entities)}  # fmt: skip
    return f"{said} {by}"


def _themes(reports: list[Report], language: str) -> list[str]:
    """A heading for each theme, its reports, and how many of those asked have reported so far."""
    by_theme: dict[Theme, list[Report]] = defaultdict(list)
    for report in reports:
        for theme in report.themes.all():
            by_theme[theme].append(report)
    named = {theme: str(passage(theme, "name", language) or theme.slug) for theme in by_theme}
    asked = asked_by_theme()
    reported = ReportTheme.objects.published().reporting_entities(list(by_theme))
    found = []
    for theme in sorted(by_theme, key=lambda one: fold(named[one])):
        found.append(f"## {escaped(named[theme])}")
        found.append("\n".join(_line(report, language) for report in by_theme[theme]))
        whole = asked.get(theme.pk, set())
        if whole:
            found.append(_silence(len(whole), len(whole & reported[theme.pk])))
    return found


def _line(report: Report, language: str) -> str:
    entity = escaped(str(passage(report.entity, "name", language) or report.entity))
    address = settings.BASE_ADDRESS + report.get_absolute_url()
    facts = [written(report.dated, language)]
    if report.original_language and report.original_language != language:
        facts.append(gettext("in %(language)s") % {
            "language": language_word(report.original_language)
        })  # fmt: skip
    if report.is_demonstration:
        facts.append(gettext("demonstration"))
    return f"- [{entity}]({address}), {', '.join(facts)}"


def _silence(asked: int, reported: int) -> str:
    """Neutral: who has not reported is counted, not named."""
    return ngettext(
        "%(reported)s of %(asked)s entity asked has reported on this theme so far.",
        "%(reported)s of the %(asked)s entities asked have reported on this theme so far.", asked,
    ) % {"asked": asked, "reported": reported}  # fmt: skip


def _ending() -> str:
    figures = settings.BASE_ADDRESS + reverse("pages:figures")
    everything = settings.BASE_ADDRESS + reverse("reports:reports")
    return (
        f"[{gettext('All reports')}]({everything}) · "
        f"[{gettext('How to read these figures')}]({figures})"
    )


def escaped(text: str) -> str:
    """A name as Markdown shows it, letter by letter."""
    return " ".join(text.split()).translate(MARKED)
