"""The monthly newsletter: drafted from what was published, edited and sent by staff."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publication.rendering import PAGE, render

from .followers import Follower


class NewsletterQuerySet(models.QuerySet):
    def sent(self) -> "NewsletterQuerySet":
        return self.exclude(sent_at=None)

    def of_month(self, month: datetime.date) -> "NewsletterQuerySet":
        return self.filter(month=month)

    def newest_first(self) -> "NewsletterQuerySet":
        return self.order_by("-month")

    def for_robots(self) -> "NewsletterQuerySet":
        """Rows of month and moment of those sent, without those about the demonstration."""
        found = self.sent().filter(has_demonstration=False).order_by("month")
        return found.values_list("month", "sent_at")

    def with_texts(self) -> "NewsletterQuerySet":
        return self.prefetch_related("texts")

    def with_numbers(self) -> "NewsletterQuerySet":
        """With `number_sent`, how many followers it was written to."""
        return self.annotate(number_sent=models.Count("deliveries"))

    def held(self) -> "NewsletterQuerySet":
        """Locked until the transaction ends."""
        return self.select_for_update()


class Newsletter(models.Model):
    """One month's issue. `revision` counts its edits."""

    month = models.DateField(_("month"), unique=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    has_demonstration = models.BooleanField(_("with demonstration data"), default=False)
    made_at = models.DateTimeField(_("drafted"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("sent by"),
    )  # fmt: skip

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="newsletter_month_first_day"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="newsletter_sent_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return self.address_of(self.month)

    @staticmethod
    def address_of(month: datetime.date) -> str:
        return reverse("newsletters:issue", args=[f"{month:%Y-%m}"])

    @property
    def mark(self) -> str:
        """This draft at this edit, as forms carry it, so that a stale one writes nothing: a month
        that was discarded and drafted anew counts from the start.
        """
        return f"{self.pk}.{self.revision}"

    def text_in(self, language: str) -> "NewsletterText":
        return next(text for text in self.texts.all() if text.language == language)


class NewsletterText(models.Model):
    """An issue in one of the four languages: each issue has all of them."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=150)
    body = models.TextField(_("text"))
    html = models.TextField(editable=False)

    class Meta:
        verbose_name = _("text of a newsletter")
        verbose_name_plural = _("texts of newsletters")
        ordering = ["newsletter", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "language"], name="newsletter_language_once"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body=""), name="newsletter_text_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter_id} {self.language}"

    def save(self, *args, **kwargs) -> None:
        self.html = render(self.body, PAGE)
        super().save(*args, **kwargs)


class DeliveryQuerySet(models.QuerySet):
    def of(self, newsletter: Newsletter) -> "DeliveryQuerySet":
        return self.filter(newsletter=newsletter)

    def followers(self) -> set[int]:
        return set(self.values_list("follower", flat=True))


class Delivery(models.Model):
    """An issue was written to a follower: once each."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="deliveries")
    follower = models.ForeignKey(Follower, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery of a newsletter")
        verbose_name_plural = _("deliveries of newsletters")
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "follower"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter_id}: {self.follower_id}"
