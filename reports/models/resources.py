"""Links that an entity names beside its reports."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RelatedResourceQuerySet(models.QuerySet):
    def public(self) -> "RelatedResourceQuerySet":
        """Those named beside no report, or beside a published one."""
        return self.filter(Q(report__isnull=True) | Q(report__state="published"))

    def for_theme(self, theme) -> "RelatedResourceQuerySet":
        return self.public().filter(theme=theme).order_by("entity_id", "position", "id")

    def of_entity(self, entity) -> "RelatedResourceQuerySet":
        return self.public().filter(entity=entity).order_by("position", "id")

    def of_report(self, report) -> "RelatedResourceQuerySet":
        return self.filter(report=report).order_by("position", "id")

    def of_reports(self, reports) -> "RelatedResourceQuerySet":
        return self.filter(report__in=reports)

    def with_ids(self, ids) -> "RelatedResourceQuerySet":
        return self.filter(pk__in=ids)

    def for_export(self) -> "RelatedResourceQuerySet":
        return self.select_related("entity", "theme", "report")

    def with_id(self, pk: int) -> "RelatedResourceQuerySet":
        return self.filter(pk=pk)

    def copied_from(self, report) -> "RelatedResourceQuerySet":
        return self.of_report(report)


class RelatedResource(models.Model):
    """A title in one language, with an address where one is known (legacy pages give none)."""

    entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, related_name="resources", verbose_name=_("entity")
    )
    theme = models.ForeignKey(
        "mandates.Theme", models.PROTECT, null=True, blank=True, related_name="resources",
        verbose_name=_("theme"),
    )  # fmt: skip
    report = models.ForeignKey(
        "reports.Report", models.CASCADE, null=True, blank=True, related_name="resources",
        verbose_name=_("named in the report"),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=500)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    url = models.URLField(_("address"), max_length=500, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = RelatedResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("related resource")
        verbose_name_plural = _("related resources")
        ordering = ["entity", "position"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="resource_title_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title
