"""The themes a report is on, and where it stands among its entity's reports there."""

from django.db import models
from django.db.models import (
    Count,
    Prefetch,
)
from django.utils.translation import gettext_lazy as _

from mandates.models import Paragraph

from .reports import Report
from .sections import Section


class ReportThemeQuerySet(models.QuerySet):
    def published(self) -> "ReportThemeQuerySet":
        return self.filter(report__state=Report.State.PUBLISHED)

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

    def of_reports(self, reports) -> "ReportThemeQuerySet":
        return self.filter(report__in=reports).select_related("theme").order_by("theme__slug")

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
    theme = models.ForeignKey("mandates.Theme", models.PROTECT, related_name="report_links")
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = ReportThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme of a report")
        verbose_name_plural = _("themes of reports")
        ordering = ["theme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "theme"], name="report_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.theme}"
