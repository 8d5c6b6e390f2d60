"""What was sent to whom about a date: reminders by the calendar, nudges by a person."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from .cycles import Asked


class ReminderQuerySet(models.QuerySet):
    def of_asked(self, asked) -> "ReminderQuerySet":
        return self.filter(asked=asked)

    def keys_of(self, asked) -> set[tuple]:
        """Row asked, person, step and due date of every reminder sent to any of the rows."""
        rows = self.filter(asked__in=asked).order_by()
        return set(rows.values_list("asked", "user", "step", "due_at"))


class Reminder(models.Model):
    """One step of the calendar, once to each person: days from the due date, −30 to +14."""

    asked = models.ForeignKey(
        Asked, models.CASCADE, related_name="reminders", verbose_name=_("entity asked")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    step = models.SmallIntegerField(_("days from the due date"))
    # A date moved by an extension starts the steps anew.
    due_at = models.DateTimeField(_("due"))
    at = models.DateTimeField(_("sent"))
    mail = models.ForeignKey("accounts.Mail", models.SET_NULL, null=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked", "user", "step", "due_at"], name="reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked}: {self.step:+d}"


class NudgeQuerySet(models.QuerySet):
    def newest_first(self) -> "NudgeQuerySet":
        found = self.select_related("asked__entity", "asked__cycle", "by")
        return found.order_by("-at", "-id")

    def of_asked(self, asked) -> "NudgeQuerySet":
        return self.filter(asked=asked)

    def of_rows(self, asked) -> "NudgeQuerySet":
        return self.filter(asked__in=asked)

    def since(self, moment: datetime) -> "NudgeQuerySet":
        return self.filter(at__gt=moment)

    def last_by_asked(self) -> dict[int, datetime]:
        """When each row was last nudged, by its id."""
        return dict(self.order_by().values_list("asked").annotate(last=Max("at")))

    def of_cycle(self, cycle) -> "NudgeQuerySet":
        return self.filter(asked__cycle=cycle)


class Nudge(models.Model):
    """A person of the Secretariat reminded an entity, outside the calendar."""

    asked = models.ForeignKey(
        Asked, models.CASCADE, related_name="nudges", verbose_name=_("entity asked")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)
    mails = models.ManyToManyField("accounts.Mail", blank=True, related_name="+")

    objects = NudgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("nudge")
        verbose_name_plural = _("nudges")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.asked}: {self.at:%Y-%m-%d}"
