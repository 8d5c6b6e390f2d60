"""More time in a cycle, asked for by an entity and decided by the Secretariat."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .cycles import Asked


class ExtensionRequestQuerySet(models.QuerySet):
    def waiting(self) -> "ExtensionRequestQuerySet":
        return self.filter(granted__isnull=True)

    def with_id(self, pk: int) -> "ExtensionRequestQuerySet":
        return self.filter(pk=pk)

    def of_asked(self, asked) -> "ExtensionRequestQuerySet":
        return self.filter(asked=asked)

    def waiting_twice(self, one, other) -> "ExtensionRequestQuerySet":
        """Requests of both entities that wait in the same cycle."""
        found = waiting = self.waiting().filter(asked__entity__in=[one, other])
        for who in (one, other):
            cycles = waiting.filter(asked__entity=who).values("asked__cycle")
            found = found.filter(asked__cycle__in=cycles)
        return found

    def of_rows(self, asked) -> "ExtensionRequestQuerySet":
        return self.filter(asked__in=asked)

    def in_cycle(self, cycle) -> "ExtensionRequestQuerySet":
        return self.filter(asked__cycle=cycle)

    def with_all(self) -> "ExtensionRequestQuerySet":
        found = self.select_related("asked__cycle", "asked__entity", "asked_by", "decided_by")
        return found.order_by("asked_at", "id")


class ExtensionRequest(models.Model):
    asked = models.ForeignKey(
        Asked, models.CASCADE, related_name="extension_requests", verbose_name=_("entity asked")
    )
    until = models.DateTimeField(_("wanted until"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    granted = models.BooleanField(_("granted"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(granted__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="extension_decided_by_and_when",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
            models.UniqueConstraint(
                fields=["asked"], condition=Q(granted__isnull=True), name="extension_one_waiting"
            ),
        ]

    def __str__(self) -> str:
        return str(self.asked)
