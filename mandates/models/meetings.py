"""Summits and the other meetings that adopt documents, and who took part."""

import datetime

from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publication.dates import PartialDate, Precision
from publication.passages import called
from publication.translated import Translated, TranslatedQuerySet, language_constraints

from .documents import Document
from .themes import Theme


class MeetingQuerySet(TranslatedQuerySet):
    def summits(self) -> "MeetingQuerySet":
        """Summits of the Americas, the special ones too."""
        return self.filter(kind__in=Meeting.SUMMITS)

    def first_day_after(self, day: datetime.date) -> datetime.date | None:
        """When the next of the meetings began after the day."""
        return self.filter(starts_on__gt=day).aggregate(first=Min("starts_on"))["first"]

    def beside_summits(self) -> "MeetingQuerySet":
        """Ministerial meetings, and the regional conferences and assemblies like them."""
        return self.exclude(kind__in=Meeting.SUMMITS)

    def held_in_month(self, month: datetime.date) -> "MeetingQuerySet":
        """Meetings that began in the month of the date."""
        return self.filter(starts_on__year=month.year, starts_on__month=month.month)

    def of_slug(self, slug: str) -> "MeetingQuerySet":
        return self.filter(slug=slug)

    def with_ids(self, ids: list[int]) -> "MeetingQuerySet":
        return self.filter(pk__in=ids)

    def begun_by(self, day: datetime.date) -> "MeetingQuerySet":
        return self.filter(starts_on__lte=day)

    def beginning_after(self, day: datetime.date) -> "MeetingQuerySet":
        return self.filter(starts_on__gt=day)

    def newest_first(self) -> "MeetingQuerySet":
        return self.order_by("-starts_on", "slug")

    def for_theme(self, theme) -> "MeetingQuerySet":
        """Meetings linked to the theme as such, as ministerials are."""
        return self.filter(themes=theme)

    def touching(self, theme) -> "MeetingQuerySet":
        """Meetings linked to the theme, and those that adopted paragraphs on it."""
        adopted = Q(documents__paragraphs__theme_links__theme=theme)
        return self.filter(Q(themes=theme) | adopted).distinct()

    def adopting_on(self, theme) -> "MeetingQuerySet":
        """Meetings that adopted operative, active paragraphs on the theme."""
        from .ties import ParagraphTheme

        counted = ParagraphTheme.objects.counted().filter(theme=theme)
        return self.filter(Exists(counted.filter(paragraph__document__meeting=OuterRef("pk"))))

    def with_documents(self, language: str) -> "MeetingQuerySet":
        """With documents and themes, named for a reader of `language`."""
        documents = Document.objects.read_in(language, "title", "short_title").newest_first()
        return self.prefetch_related(
            Prefetch("documents", documents),
            Prefetch("themes", Theme.objects.read_in(language, "name")),
        )

    def for_export(self) -> "MeetingQuerySet":
        return self.select_related("host").prefetch_related("themes")

    def attended_by(self, entity) -> "MeetingQuerySet":
        return self.filter(participations__entity=entity)

    def get_by_natural_key(self, slug: str) -> "Meeting":
        return self.get(slug=slug)


class Meeting(Translated):
    class Kind(models.TextChoices):
        SUMMIT = "summit", _("Summit")
        SPECIAL_SUMMIT = "special_summit", _("special Summit")
        MINISTERIAL = "ministerial", _("ministerial meeting")
        ASSEMBLY = "assembly", _("assembly")
        REGIONAL_CONFERENCE = "regional_conference", _("regional conference")

    SUMMITS = (Kind.SUMMIT, Kind.SPECIAL_SUMMIT)

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    slug = models.SlugField(_("address part"), max_length=120, unique=True)
    ordinal = models.PositiveSmallIntegerField(_("ordinal"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=255, null=True)  # noqa: DJ001
    short_name = models.CharField(  # noqa: DJ001
        _("short name"), max_length=80, null=True, blank=True
    )
    place = models.CharField(_("place"), max_length=120, null=True, blank=True)  # noqa: DJ001
    host = models.ForeignKey(
        "countries.Entity", models.PROTECT, null=True, blank=True, related_name="hosted",
        verbose_name=_("host"),
    )  # fmt: skip
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    date_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    themes = models.ManyToManyField(
        "mandates.Theme", blank=True, related_name="meetings", verbose_name=_("themes")
    )
    website = models.URLField(_("official page"), blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="meeting_slug_not_empty"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="meeting_ends_after_start",
                violation_error_message=_("The meeting ends before it starts."),
            ),
            *language_constraints("meeting", "name", "short_name", "place"),
        ]

    def __str__(self) -> str:
        return called(self, "name")

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        if self.is_summit:
            return reverse("reports:summit", args=[self.slug])
        kind = "ministerial" if self.kind == self.Kind.MINISTERIAL else "meeting"
        return reverse(f"reports:{kind}", args=[self.slug])

    @property
    def is_summit(self) -> bool:
        return self.kind in self.SUMMITS

    def document_ids(self) -> set[int]:
        """Of what it adopted; no query where the documents were loaded with it."""
        return {document.pk for document in self.documents.all()}

    @property
    def starts(self) -> PartialDate:
        return PartialDate(self.starts_on, self.date_precision)

    @property
    def ends(self) -> PartialDate | None:
        """The last day, where it is known and another one than the first."""
        if self.ends_on in (None, self.starts_on):
            return None
        return PartialDate(self.ends_on, self.date_precision)


class ParticipationQuerySet(models.QuerySet):
    def at(self, meeting: Meeting) -> "ParticipationQuerySet":
        return self.filter(meeting=meeting).select_related("entity")

    def at_any(self, meetings: list[int]) -> "ParticipationQuerySet":
        return self.filter(meeting__in=meetings)

    def pairs(self) -> "ParticipationQuerySet":
        """Rows of meeting and entity, by their ids."""
        return self.order_by().values_list("meeting", "entity")

    def by_theme(self) -> "ParticipationQuerySet":
        """Rows of theme and entity: who took part where operative, active paragraphs on the theme
        were adopted."""
        from .paragraphs import counted

        paragraph = "meeting__documents__paragraphs__"
        adopted = self.filter(
            **counted(paragraph),
            meeting__documents__paragraphs__theme_links__isnull=False,
        )
        return adopted.order_by().values_list(f"{paragraph}theme_links__theme", "entity").distinct()

    def by_document(self) -> "ParticipationQuerySet":
        """Rows of document and entity: who took part where the document was adopted."""
        adopted = self.filter(meeting__documents__isnull=False).order_by()
        return adopted.values_list("meeting__documents", "entity")


class Participation(models.Model):
    """An entity took part in a meeting, and is therefore asked about what was agreed there."""

    entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, related_name="participations", verbose_name=_("entity")
    )
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="participations", verbose_name=_("meeting")
    )
    asked_from = models.DateField(_("asked from"), null=True, blank=True)
    asked_until = models.DateField(_("asked until"), null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "entity"], name="participation_once"),
            models.CheckConstraint(
                condition=Q(asked_from__isnull=True)
                | Q(asked_until__isnull=True)
                | Q(asked_until__gte=F("asked_from")),
                name="participation_until_after_from",
                violation_error_message=_("The last day lies before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.entity}"
