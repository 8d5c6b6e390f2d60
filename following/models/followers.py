"""Who follows: a person with an account, or an address whose owner has confirmed."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .follows import Follow, Frequency, Target


class FollowerQuerySet(models.QuerySet):
    def at_address(self, address: str) -> "FollowerQuerySet":
        """The follower without an account at this address."""
        return self.filter(address=address, user=None)

    def of_user(self, user) -> "FollowerQuerySet":
        return self.filter(user=user)

    def with_id(self, pk: int) -> "FollowerQuerySet":
        return self.filter(pk=pk).select_related("user")

    def with_ids(self, ids: list[int]) -> "FollowerQuerySet":
        return self.filter(pk__in=ids).select_related("user")

    def following_nothing(self) -> "FollowerQuerySet":
        return self.filter(~Exists(Follow.objects.of(OuterRef("pk"))))

    def of_newsletter(self) -> "FollowerQuerySet":
        """Who gets the newsletter now."""
        wanted = Follow.objects.of_newsletter().with_mails().of(OuterRef("pk"))
        return self.filter(Exists(wanted)).select_related("user").order_by("pk")


class Follower(models.Model):
    """An address is kept only while something is followed, and a month after; see `pruning`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="follower",
        verbose_name=_("person"),
    )  # fmt: skip
    address = models.EmailField(_("address"), max_length=254, blank=True)
    language = models.CharField(_("language of mails"), max_length=5, choices=settings.LANGUAGES)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, address=Lower("address")) & ~Q(address="")
                | Q(user__isnull=False, address=""),
                name="follower_is_user_or_address",
            ),
            models.UniqueConstraint(
                fields=["address"], condition=~Q(address=""), name="follower_address_once"
            ),
        ]

    def __str__(self) -> str:
        return self.mailed_to

    @property
    def mailed_to(self) -> str:
        return self.user.email if self.user else self.address

    @property
    def reads(self) -> str:
        """The language that mails are written in."""
        return self.user.language if self.user else self.language

    @property
    def may_be_written_to(self) -> bool:
        return self.user is None or self.user.is_active


class AskingQuerySet(models.QuerySet):
    def open(self, at: datetime.datetime) -> "AskingQuerySet":
        return self.filter(expires_at__gt=at)

    def lapsed(self, at: datetime.datetime) -> "AskingQuerySet":
        return self.filter(expires_at__lte=at)

    def with_id(self, pk: int) -> "AskingQuerySet":
        return self.filter(pk=pk)

    def with_token_hash(self, token_hash: str) -> "AskingQuerySet":
        return self.filter(token_hash=token_hash)

    def of_address(self, address: str) -> "AskingQuerySet":
        return self.filter(address=address)

    def of_target(self, target: dict[str, object]) -> "AskingQuerySet":
        return self.filter(**target)

    def held(self) -> "AskingQuerySet":
        """Locked until the transaction ends."""
        return self.select_for_update()


class Asking(Target):
    """Somebody typed an address to be told there. It counts once its owner confirms.

    The token stands in the mail alone; the database keeps its SHA-256.
    """

    address = models.EmailField(_("address"), max_length=254)
    language = models.CharField(_("language of mails"), max_length=5, choices=settings.LANGUAGES)
    frequency = models.CharField(_("how often"), max_length=7, choices=Frequency)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("expires"))

    objects = AskingQuerySet.as_manager()
    link = ""  # the whole address; known only to whoever has just made it

    class Meta:
        verbose_name = _("request to follow")
        verbose_name_plural = _("requests to follow")
        ordering = ["-asked_at", "-id"]
        constraints = [
            *Target.Meta.constraints,
            models.CheckConstraint(
                condition=Q(address=Lower("address")) & ~Q(address=""),
                name="asking_address_lower_case",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("asked_at")), name="asking_expires_later"
            ),
            models.CheckConstraint(
                condition=~Q(frequency=Frequency.NEVER), name="asking_is_for_mails"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or self.query}"
