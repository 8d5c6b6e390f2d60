"""The history of a report: one row per change of state, written by the workflow only."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .reports import Report


class TransitionQuerySet(models.QuerySet):
    def of_reports(self, ids: list[int]) -> "TransitionQuerySet":
        return self.filter(report__in=ids)

    def of_public_life(self, ids: list[int]) -> "TransitionQuerySet":
        """Steps that the public saw the result of, without who took them."""
        return self.of_reports(ids).filter(to_state__in=Report.ONCE_PUBLIC).order_by("at", "id")

    def of_import(self, batch: int) -> "TransitionQuerySet":
        return self.filter(note=f"import {batch}", verb__endswith="_imported")

    def after_import(self, batch: int) -> "TransitionQuerySet":
        """Steps that came after the ones of this import, in the same reports."""
        step = Transition.objects.of_import(batch).filter(report=OuterRef("report"))
        return self.filter(Exists(step.filter(id__lt=OuterRef("id"))) & ~Q(note=f"import {batch}"))


class Transition(models.Model):
    report = models.ForeignKey(Report, models.CASCADE, related_name="transitions")
    verb = models.CharField(_("step"), max_length=24)
    from_state = models.CharField(
        pgettext_lazy("state of a report", "from"), max_length=10, choices=Report.State
    )
    to_state = models.CharField(
        pgettext_lazy("state of a report", "to"), max_length=10, choices=Report.State
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)
    snapshot = models.JSONField(_("as it stood"), default=dict)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("step in a report's history")
        verbose_name_plural = _("steps in reports' histories")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.verb}"
