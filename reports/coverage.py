"""Who was asked about what, and what is known of it. Silence is a state of its own.

The five states and what counts towards them are those of "How to read these figures".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from countries.models import Entity, EntityQuerySet
from mandates.models import Paragraph, ParagraphTheme, Participation

from .models import Asked, Report
from .models.citations import Citation, CitationQuerySet


class Coverage(models.TextChoices):
    REPORTED = "reported", _("reported")
    UNCITED = "uncited", _("reported without citing")
    NOTHING = "nothing", _("nothing to report")
    SILENT = "silent", _("no report received")
    NOT_ASKED = "not_asked", _("not asked")

    @property
    def symbol(self) -> str:
        """Shown before any colour; the word always stands beside it or in the cell's name."""
        symbols = {"reported": "●", "uncited": "◐", "nothing": "○", "silent": "·"}
        return symbols.get(self.value, "–")


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of the entities asked have reported."""

    asked: int
    reported: int
    reports: int

    @property
    def silent(self) -> int:
        return self.asked - self.reported

    def __add__(self, other: "Figures") -> "Figures":
        """The figures of two groups without a common member or report."""
        return Figures(
            self.asked + other.asked, self.reported + other.reported, self.reports + other.reports
        )


def asked_about(theme) -> EntityQuerySet:
    """Entities asked about the theme, each with its `asked_position` (None outside a cycle).

    Cycles with the theme in scope say who is asked; a legacy page is such a cycle. Without one,
    it is who took part in the meetings that adopted the theme's operative, active paragraphs.
    """
    in_cycles = Asked.objects.filter(cycle__themes=theme)
    asked = Exists(in_cycles.filter(entity=OuterRef("pk")))
    took_part = Exists(_participations(theme).filter(entity=OuterRef("pk")))
    position = in_cycles.filter(entity=OuterRef("pk")).order_by().values("entity")
    return Entity.objects.filter(asked | (~Exists(in_cycles) & took_part)).annotate(
        asked_position=Subquery(position.annotate(first=Min("position")).values("first"))
    )


def asked_by_theme() -> dict[int, set[int]]:
    """Ids of the entities asked about each theme, by the theme's id: `asked_about` in bulk."""
    asked: dict[int, set[int]] = defaultdict(set)
    for theme, entity in Asked.objects.by_theme():
        asked[theme].add(entity)
    in_cycles = set(asked)
    for theme, entity in Participation.objects.by_theme():
        if theme not in in_cycles:
            asked[theme].add(entity)
    return asked


def _participations(theme) -> models.QuerySet:
    adopted = Q(
        meeting__documents__paragraphs__theme_links__theme=theme,
        meeting__documents__paragraphs__nature=Paragraph.Nature.OPERATIVE,
        meeting__documents__paragraphs__life_cycle=Paragraph.LifeCycle.ACTIVE,
    )
    return Participation.objects.filter(adopted)


def coverage_of(reports: Iterable[Report], citing: set[int], asked: bool = True) -> Coverage:
    """The state of one entity on a theme or document.

    `reports`: its published reports there. `citing`: ids of the reports with a citation that
    counts there, certain or ambiguous. A report that came unasked counts all the same.
    """
    reports = list(reports)
    if any(report.pk in citing for report in reports):
        return Coverage.REPORTED
    if any(not report.nothing_to_report for report in reports):
        return Coverage.UNCITED
    if reports:
        return Coverage.NOTHING
    return Coverage.SILENT if asked else Coverage.NOT_ASKED


def counting_citations(theme) -> CitationQuerySet:
    """Citations in published reports on the theme that count: exact ones of its operative, active
    paragraphs, and ambiguous ones with such a candidate."""
    counted = ParagraphTheme.objects.filter(
        theme=theme,
        paragraph__nature=Paragraph.Nature.OPERATIVE,
        paragraph__life_cycle=Paragraph.LifeCycle.ACTIVE,
    ).values("paragraph")
    return (
        Citation.objects.in_published_reports()
        .filter(report__theme_links__theme=theme)
        .filter(Q(paragraph__in=counted) | Q(candidates__in=counted))
        .distinct()
    )
