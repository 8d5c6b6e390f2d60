"""The themes of each report in a list that spans themes."""

from collections.abc import Iterable
from dataclasses import dataclass

from publication.languages import columns, fold
from publication.passages import Passage, pick

from .addresses import Addresses
from .entries import Entry, entries
from .models import ReportTheme
from .models.reports import ReportQuerySet


@dataclass(frozen=True, slots=True)
class ThemeLink:
    id: int
    slug: str
    name: Passage | None
    url: str


def themed_entries(reports: ReportQuerySet, language: str) -> list[Entry]:
    """The reports in their order, each with its themes in `extra["themes"]`; one query more."""
    found = entries(reports, language)
    themes = themes_by_report([entry.id for entry in found], language)
    for entry in found:
        entry.extra["themes"] = themes.get(entry.id, [])
    return found


def themes_by_report(reports: Iterable[int], language: str) -> dict[int, list[ThemeLink]]:
    """Themes of each report, A to Z in the reader's language. `reports`: ids or a subquery."""
    addresses, found = Addresses(), {}
    rows = ReportTheme.objects.of_reports(reports)
    for report, number, slug, *names in rows.values_list(
        "report", "theme", "theme__slug", *(f"theme__{name}" for name in columns("name"))
    ):
        link = ThemeLink(number, slug, pick(names, language), addresses.theme(slug))
        found.setdefault(report, []).append(link)
    return {report: sorted(links, key=by_name) for report, links in found.items()}


def by_name(link: ThemeLink) -> str:
    """Sort key: A to Z, accents aside."""
    return fold(str(link.name or link.slug))
