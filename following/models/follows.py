"""What is followed, and how often it is told.

A follow names its record by kind and number, without a foreign key: what readers follow must not
keep an import from being taken back.
"""

import datetime
from collections.abc import Iterable, Mapping

from django.db import models
from django.db.models import Case, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    THEME = "theme", _("Theme")
    ENTITY = "entity", _("Entity")
    MEETING = "meeting", _("Meeting")
    DOCUMENT = "document", _("Document")
    PARAGRAPH = "paragraph", _("Paragraph")
    LIST = "list", _("List of reports")
    ALL = "all", _("All reports")
    NEWSLETTER = "newsletter", _("Newsletter")
    CITED = "cited", _("Documents of an entity’s meetings")


RECORDS = (Kind.THEME, Kind.ENTITY, Kind.MEETING, Kind.DOCUMENT, Kind.PARAGRAPH)
LONGEST_QUERY = 1000


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", pgettext_lazy("how often mails come", "At once")
    WEEKLY = "weekly", pgettext_lazy("how often mails come", "Once a week")
    NEVER = "never", pgettext_lazy("how often mails come", "No mails")


class Target(models.Model):
    """What is followed: a record (its number), a list of reports (its query), or neither."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    number = models.PositiveBigIntegerField(_("record"), default=0)
    query = models.CharField(_("filters"), max_length=LONGEST_QUERY, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[*RECORDS, Kind.CITED], number__gt=0, query="")
                | (Q(kind=Kind.LIST, number=0) & ~Q(query=""))
                | Q(kind__in=[Kind.ALL, Kind.NEWSLETTER], number=0, query=""),
                name="%(class)s_names_its_target",
            ),
        ]

    @property
    def target(self) -> dict[str, object]:
        """The three fields, to find or make the same target."""
        return {"kind": self.kind, "number": self.number, "query": self.query}


class FollowQuerySet(models.QuerySet):
    def standing(self) -> "FollowQuerySet":
        return self.filter(ended_at=None)

    def ended_before(self, moment: datetime.datetime) -> "FollowQuerySet":
        return self.filter(ended_at__lt=moment)

    def ended_last(self) -> "FollowQuerySet":
        """Those that ended at the last moment at which any did: by one click, all of them."""
        moments = self.exclude(ended_at=None).order_by("-ended_at").values("ended_at")
        return self.filter(ended_at=Subquery(moments[:1]))

    def shown(self) -> "FollowQuerySet":
        """On one's own page: what stands, and of delegations what was ended, too, as there alone
        it can be taken up again later.
        """
        return self.filter(Q(ended_at=None) | Q(kind=Kind.CITED))

    def with_mails(self) -> "FollowQuerySet":
        """Standing, and not only kept to be looked at."""
        return self.standing().exclude(frequency=Frequency.NEVER)

    def of(self, follower) -> "FollowQuerySet":
        return self.filter(follower=follower)

    def with_id(self, pk: int) -> "FollowQuerySet":
        return self.filter(pk=pk)

    def of_target(self, target: Mapping[str, object]) -> "FollowQuerySet":
        return self.filter(**target)

    def of_records(self, numbers: Mapping[str, Iterable[int]]) -> "FollowQuerySet":
        """Follows of the records, given as numbers by kind."""
        asked = Q(kind=Kind.ALL)
        for kind, chosen in numbers.items():
            asked |= Q(kind=kind, number__in=list(chosen))
        return self.filter(asked)

    def of_lists(self) -> "FollowQuerySet":
        return self.filter(kind=Kind.LIST)

    def of_newsletter(self) -> "FollowQuerySet":
        return self.filter(kind=Kind.NEWSLETTER)

    def of_alerts(self) -> "FollowQuerySet":
        """All but the newsletter."""
        return self.exclude(kind=Kind.NEWSLETTER)

    def most_urgent_first(self) -> "FollowQuerySet":
        place = Case(When(frequency=Frequency.AT_ONCE, then=Value(0)), default=Value(1))
        return self.alias(place=place).order_by("place", "id")

    def naming(self, kinds: Iterable[str], number: int) -> "FollowQuerySet":
        """Follows of the record with this number, of any of the kinds."""
        return self.filter(kind__in=list(kinds), number=number)

    def of_query(self, query: str) -> "FollowQuerySet":
        return self.filter(query=query)

    def of_delegations(self) -> "FollowQuerySet":
        """Of coordinators, who are told of citations without asking for it."""
        return self.filter(kind=Kind.CITED)

    def of_readers(self) -> "FollowQuerySet":
        """What people chose to follow themselves."""
        return self.exclude(kind=Kind.CITED)

    def pairs(self) -> "FollowQuerySet":
        """Rows of the follower's account and the record."""
        return self.order_by().values_list("follower__user", "number")

    def queries(self) -> list[str]:
        return list(self.order_by("query").values_list("query", flat=True).distinct())

    def in_order(self) -> "FollowQuerySet":
        return self.order_by("kind", "id")

    def end(self, at: datetime.datetime) -> int:
        """No more mails from now on; returns how many follows stood."""
        return self.standing().update(ended_at=at)


class Follow(Target):
    """One follower's wish to be told, or (`never`) a list kept to be looked at."""

    follower = models.ForeignKey(
        "following.Follower", models.CASCADE, related_name="follows", verbose_name=_("follower")
    )
    frequency = models.CharField(
        _("how often"), max_length=7, choices=Frequency, default=Frequency.WEEKLY
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["kind", "number"], name="follow_of_record")]
        constraints = [
            *Target.Meta.constraints,
            models.UniqueConstraint(
                fields=["follower", "kind", "number", "query"], name="follow_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.CITED, frequency=Frequency.AT_ONCE),
                name="follow_cited_at_most_weekly",
            ),
            models.CheckConstraint(
                condition=~Q(frequency=Frequency.NEVER) | Q(kind__in=[Kind.LIST, Kind.CITED]),
                name="follow_never_keeps_a_list_or_citations",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id}: {self.kind} {self.number or self.query}"
