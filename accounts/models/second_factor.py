"""A lost second factor is taken away by two members of the staff together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SecondFactorResetQuerySet(models.QuerySet):
    def waiting(self) -> "SecondFactorResetQuerySet":
        """Asked for by one person, not yet confirmed by another nor dropped."""
        return self.filter(confirmed_at__isnull=True, dropped_at__isnull=True)

    def with_id(self, pk: int) -> "SecondFactorResetQuerySet":
        return self.filter(pk=pk)

    def of_person(self, user) -> "SecondFactorResetQuerySet":
        return self.filter(user=user)

    def with_people(self) -> "SecondFactorResetQuerySet":
        return self.select_related("user", "asked_by", "confirmed_by")


class SecondFactorReset(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="second_factor_resets",
        verbose_name=_("person"),
    )  # fmt: skip
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("reset of a second factor")
        verbose_name_plural = _("resets of second factors")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                   & ~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("user"))),
                name="second_factor_reset_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")), name="second_factor_reset_of_another"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="second_factor_reset_has_reason"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at__isnull=True, dropped_at__isnull=True),
                name="second_factor_reset_one_waiting",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.user)
