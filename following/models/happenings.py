"""What happened to published reports, and who is to be told of it."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .followers import Follower
from .follows import Follow


class HappeningQuerySet(models.QuerySet):
    def waiting(self) -> "HappeningQuerySet":
        """Not looked at yet, the oldest first."""
        return self.filter(taken_at=None).order_by("id")

    def with_ids(self, ids: list[int]) -> "HappeningQuerySet":
        return self.filter(pk__in=ids)

    def before(self, moment: datetime.datetime) -> "HappeningQuerySet":
        return self.filter(taken_at__lt=moment)


class Happening(models.Model):
    """A step in a report's history that followers are told of.

    Written in the transaction of the step. Report and step are numbers, not keys: a report of an
    import that is taken back goes, whatever was to be told of it.
    """

    step = models.PositiveBigIntegerField(_("step"), unique=True)
    report = models.PositiveBigIntegerField(_("report"))
    verb = models.CharField(_("what happened"), max_length=24)
    at = models.DateTimeField(_("at"))
    taken_at = models.DateTimeField(_("followers found"), null=True, blank=True)

    objects = HappeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("happening")
        verbose_name_plural = _("happenings")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(taken_at__isnull=True), name="happening_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.verb}"


class NoticeQuerySet(models.QuerySet):
    def due(self, at: datetime.datetime) -> "NoticeQuerySet":
        """To be told by the moment, of follows that still stand."""
        return self.filter(queued_at=None, due_at__lte=at, follow__ended_at=None)

    def followers(self) -> list[int]:
        return list(self.order_by("follower").values_list("follower", flat=True).distinct())

    def of(self, follower: Follower) -> "NoticeQuerySet":
        return self.filter(follower=follower)

    def held(self) -> "NoticeQuerySet":
        """Locked until the transaction ends, in the order in which things happened."""
        return self.select_for_update(of=["self"]).order_by("happening__at", "happening")

    def with_all(self) -> "NoticeQuerySet":
        return self.select_related("follow", "happening")

    def with_ids(self, ids: list[int]) -> "NoticeQuerySet":
        return self.filter(pk__in=ids)


class Notice(models.Model):
    """A follower is told of a happening, once, whichever follows it falls under."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="notices")
    follow = models.ForeignKey(Follow, models.CASCADE, related_name="notices")
    happening = models.ForeignKey(Happening, models.CASCADE, related_name="notices")
    due_at = models.DateTimeField(_("due"))
    queued_at = models.DateTimeField(_("put into a mail"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(queued_at__isnull=True), name="notice_due")
        ]
        constraints = [
            models.UniqueConstraint(fields=["follower", "happening"], name="notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id}: {self.happening_id}"
