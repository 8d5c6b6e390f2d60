"""The themes a report is on, and where it stands among its entity's reports there."""

from django.db import models
from django.db.models import (
    Count,
    Prefetch,
    Q,
)
from django.utils.translation import gettext_lazy as _

from mandates.models import Paragraph

from .reports import Report
from .sections import Section


class ReportThemeQuerySet(models.QuerySet):
    def published(self) -> "ReportThemeQuerySet":
        return self.filter(report__state=Report.State.PUBLISHED)

    def in_reports(self, reports) -> "ReportThemeQuerySet":
        return self.filter(report__in=reports)

    def in_cycles(self, cycles) -> "ReportThemeQuerySet":
        """With their reports, whatever their state."""
        return self.filter(report__cycle__in=cycles).select_related("report").order_by("id")

    def of_theme(self, theme) -> "ReportThemeQuerySet":
        """In the order of the theme's page."""
        return self.filter(theme=theme).order_by("position", "id")

    def reporters(self) -> "ReportThemeQuerySet":
        """Rows of theme, entity and the number of its reports there."""
        rows = self.order_by().values_list("theme", "report__entity")
        return rows.annotate(reports=Count("report"))

    def counts_by_theme(self) -> dict[int, int]:
        """How many reports each theme has, by the theme's id."""
        return dict(self.order_by().values_list("theme").annotate(reports=Count("report")))

    def reporting_entities(self, themes) -> dict[int, set[int]]:
        """Ids of the entities with a report on each of the themes, by the theme's id."""
        found: dict[int, set[int]] = {theme.pk: set() for theme in themes}
        rows = self.order_by().filter(theme__in=themes).values_list("theme", "report__entity")
        for theme, entity in rows.distinct():
            found[theme].add(entity)
        return found

    def of_reports(self, reports) -> "ReportThemeQuerySet":
        return self.filter(report__in=reports).select_related("theme").order_by("theme__slug")

    def places(self, cycle, entity) -> "ReportThemeQuerySet":
        """Where open reports of the entity have its places in the cycle."""
        return self.filter(open_cycle=cycle, open_entity=entity)

    def but_on(self, themes) -> "ReportThemeQuerySet":
        return self.exclude(theme__in=themes)

    def pairs(self) -> "ReportThemeQuerySet":
        """Rows of report and theme, by their ids."""
        return self.order_by().values_list("report", "theme")

    def by_entity(self, entity) -> "ReportThemeQuerySet":
        return self.filter(report__entity=entity)

    def with_all(self) -> "ReportThemeQuerySet":
        """The reports whole: entity, sections, citations with their paragraphs and documents."""
        from .citations import Citation

        return self.select_related("report__entity").prefetch_related(
            Prefetch("report__sections", Section.objects.order_by("position", "id")),
            Prefetch("report__citations", Citation.objects.with_paragraphs()),
            Prefetch("report__citations__candidates", Paragraph.objects.with_document()),
        )


class ReportTheme(models.Model):
    """A report is on a theme, at a place among the entity's reports on the theme's page."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(
        "mandates.Theme", models.PROTECT, related_name="report_links", verbose_name=_("theme")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    # Both set while the report is open in a cycle: nobody begins the same report twice.
    open_cycle = models.ForeignKey(
        "reports.Cycle", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    open_entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ReportThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme of a report")
        verbose_name_plural = _("themes of reports")
        ordering = ["theme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "theme"], name="report_theme_once"),
            models.UniqueConstraint(
                fields=["open_cycle", "open_entity", "theme"], name="report_theme_open_once"
            ),
            models.CheckConstraint(
                condition=Q(open_cycle__isnull=True, open_entity__isnull=True)
                | Q(open_cycle__isnull=False, open_entity__isnull=False),
                name="report_theme_open_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.theme}"
