"""Reports, one row per edition."""

import datetime
from itertools import product

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from publication.dates import PartialDate, Precision
from publication.languages import LANGUAGES, column

from .sections import Section


class ReportQuerySet(models.QuerySet):
    def published(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.PUBLISHED)

    def once_public(self) -> "ReportQuerySet":
        """Editions that the public can or could read: published, superseded, withdrawn."""
        return self.filter(state__in=Report.ONCE_PUBLIC)

    def of_lineage(self, first: int) -> "ReportQuerySet":
        """All editions of the report whose first edition has the id `first`."""
        return self.filter(Q(pk=first) | Q(lineage=first)).order_by("edition")

    def in_lineages(self, firsts: list[int]) -> "ReportQuerySet":
        """All editions of the reports whose first editions have these ids."""
        return self.filter(Q(pk__in=firsts) | Q(lineage__in=firsts))

    def later_editions(self) -> "ReportQuerySet":
        return self.filter(edition__gt=1)

    def with_ids(self, ids: list[int]) -> "ReportQuerySet":
        return self.filter(pk__in=ids)

    def with_texts(self) -> "ReportQuerySet":
        return self.select_related("entity").prefetch_related("sections")

    def for_page(self) -> "ReportQuerySet":
        """All that a report's own page shows of each edition, citations apart."""
        return self.select_related("entity", "cycle").prefetch_related("sections", "themes")

    def real(self) -> "ReportQuerySet":
        return self.filter(is_demonstration=False)

    def demonstrations(self) -> "ReportQuerySet":
        return self.filter(is_demonstration=True)

    def for_theme(self, theme) -> "ReportQuerySet":
        return self.filter(theme_links__theme=theme)

    def by_entity(self, entity) -> "ReportQuerySet":
        return self.filter(entity=entity)

    def by_kind(self, kinds) -> "ReportQuerySet":
        return self.filter(entity__kind__in=kinds)

    def from_subregion(self, subregion: str) -> "ReportQuerySet":
        return self.filter(entity__subregion=subregion)

    def by_states(self) -> "ReportQuerySet":
        return self.by_kind([Entity.Kind.STATE])

    def by_institutions(self) -> "ReportQuerySet":
        """By everybody who reports and is not a state."""
        return self.exclude(entity__kind=Entity.Kind.STATE)

    def citing(self, paragraph) -> "ReportQuerySet":
        """Reports that cite the paragraph for certain."""
        return self.filter(_citation_exists(paragraph=paragraph))

    def perhaps_citing(self, paragraph) -> "ReportQuerySet":
        """Reports with a number that may mean the paragraph, or another one."""
        return self.filter(_perhaps_exists(candidates=paragraph))

    def citing_address(self, document: str, paragraph: str) -> "ReportQuerySet":
        """Reports that cite the paragraph for certain or perhaps, named by its two slugs."""
        named = {"document__slug": document, "slug": paragraph}
        return self.filter(
            _citation_exists(**{f"paragraph__{part}": value for part, value in named.items()})
            | _perhaps_exists(**{f"candidates__{part}": value for part, value in named.items()})
        )

    def about_document(self, document) -> "ReportQuerySet":
        return self.filter(
            _citation_exists(paragraph__document=document)
            | _perhaps_exists(candidates__document=document)
        )

    def about_meeting(self, meeting) -> "ReportQuerySet":
        """Reports that cite a document of the meeting, for certain or perhaps."""
        return self.filter(
            _citation_exists(paragraph__document__meeting=meeting)
            | _perhaps_exists(candidates__document__meeting=meeting)
        )

    def citing_as(self, state: str) -> "ReportQuerySet":
        """Reports with a citation in the state, such as *document not stated*."""
        return self.filter(_citation_exists(state=state))

    def written_in(self, language: str) -> "ReportQuerySet":
        """Reports whose original is in the language."""
        return self.filter(original_language=language)

    def in_language(self, language: str) -> "ReportQuerySet":
        """Reports that can be read in the language: a text exists in it, original or translated."""
        text = Section.objects.existing_in(language).filter(report=OuterRef("pk"))
        return self.filter(Exists(text))

    def awaiting_text(self) -> "ReportQuerySet":
        """Stubs: the source says that a text exists, and it has not reached the portal."""
        return self.filter(original_language__isnull=True, nothing_to_report=False)

    def of_year(self, year: int) -> "ReportQuerySet":
        return self.filter(date__year=year)

    def between_years(self, first: int | None, last: int | None) -> "ReportQuerySet":
        found = self if first is None else self.filter(date__year__gte=first)
        return found if last is None else found.filter(date__year__lte=last)

    def mentioning(self, words: str) -> "ReportQuerySet":
        """Reports with all the words in a text, the entity's name or a theme's name."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(_mentions(word))
        return found

    def newest_of_each_entity(self) -> "ReportQuerySet":
        """The one newest published report of each entity, so that nobody fills a short list."""
        newer = Report.objects.published().filter(
            Q(date__gt=OuterRef("date")) | Q(date=OuterRef("date"), pk__gt=OuterRef("pk")),
            entity=OuterRef("entity"),
        )
        return self.published().filter(~Exists(newer))

    def newest_first(self) -> "ReportQuerySet":
        return self.order_by("-date", "-id")

    def in_order_of(self, entities: list[int]) -> "ReportQuerySet":
        """By entity in the order of these ids, each one's newest first."""
        places = [When(entity=pk, then=Value(place)) for place, pk in enumerate(entities)]
        place = Case(*places, default=Value(len(places)), output_field=IntegerField())
        return self.alias(place=place).order_by("place", "-date", "-id")

    def years(self) -> list[int]:
        """The years in which there are reports, newest first."""
        rows = self.order_by().annotate(year=ExtractYear("date")).values_list("year", flat=True)
        return sorted(rows.distinct(), reverse=True)

    def with_public_number(self) -> "ReportQuerySet":
        """With the number in the report's address: the first edition's id."""
        return self.annotate(public_number=Coalesce("lineage_id", "pk"))

    def last_change(self) -> datetime.datetime | None:
        """When one of the reports last changed; None without any."""
        return self.order_by().aggregate(last=Max("changed_at"))["last"]

    def counts_by_entity(self) -> dict[int, int]:
        """How many reports each entity has, by the entity's id; none is left out of the dict."""
        rows = self.order_by().values_list("entity").annotate(reports=Count("id"))
        return dict(rows)

    def counts_by_language(self) -> dict[str | None, int]:
        """How many reports are written in each language; None for those without a text."""
        rows = self.order_by().values_list("original_language").annotate(reports=Count("id"))
        return dict(rows)

    def years_by_entity(self) -> "ReportQuerySet":
        """Rows of entity, year, precision of the dates, number of reports, date of the latest."""
        years = self.order_by().annotate(year=ExtractYear("date"))
        rows = years.values_list("entity", "year", "date_precision")
        return rows.annotate(reports=Count("id"), last=Max("date"))


def _citation_exists(**which) -> Exists:
    from .citations import Citation

    return Exists(Citation.objects.filter(report=OuterRef("pk"), **which))


def _perhaps_exists(**which) -> Exists:
    """A citation not settled yet; a settled one keeps its candidates and no longer means them."""
    return _citation_exists(state="ambiguous", **which)


def _mentions(word: str) -> Q:
    """A word in any language's text of a report or the names around it.

    SQLite folds the case of ASCII letters only, so the usual spellings are all asked for.
    """
    texts, names = Q(), Q()
    spellings = {word, word.lower(), word.upper(), word.capitalize()}
    for code, spelling in product(LANGUAGES, spellings):
        texts |= Q(**{f"{column('text', code)}__icontains": spelling})
        names |= Q(**{f"entity__{column('name', code)}__icontains": spelling})
        names |= Q(**{f"entity__{column('acronym', code)}__iexact": spelling})
    return names | Q(Exists(Section.objects.filter(texts, report=OuterRef("pk"))))


class Report(models.Model):
    """One edition of one entity's report on one or more themes.

    `lineage` points from later editions to the first one and is empty on the first; the first
    edition's id is the report's public number for good.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ONCE_PUBLIC = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)

    entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, related_name="reports", verbose_name=_("entity")
    )
    themes = models.ManyToManyField(
        "mandates.Theme", through="reports.ReportTheme", related_name="reports"
    )
    cycle = models.ForeignKey(
        "reports.Cycle", models.PROTECT, null=True, blank=True, related_name="reports",
        verbose_name=_("cycle"),
    )  # fmt: skip
    date = models.DateField(_("date"))
    date_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    lineage = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later_editions",
        verbose_name=_("first edition"),
    )  # fmt: skip
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    original_language = models.CharField(  # noqa: DJ001  null: no text yet
        _("written in"), max_length=5, choices=settings.LANGUAGES, null=True, blank=True
    )
    available_in = models.JSONField(
        _("said to exist in"), default=list, blank=True,
        help_text=_("Languages in which the source says that a text exists."),
    )  # fmt: skip
    nothing_to_report = models.BooleanField(_("nothing to report"), default=False)
    filed_by_secretariat = models.BooleanField(_("filed by the Secretariat"), default=False)
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-date", "-id"]
        indexes = [
            models.Index(fields=["entity", "state", "-date", "-id"], name="report_by_entity"),
            models.Index(fields=["state", "-date", "-id"], name="report_by_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(edition=1, lineage__isnull=True)
                | Q(edition__gt=1, lineage__isnull=False),
                name="report_first_edition_is_lineage",
            ),
            models.UniqueConstraint(fields=["lineage", "edition"], name="report_edition_once"),
            models.UniqueConstraint(
                Coalesce("lineage", "id"),
                condition=Q(state="published"),
                name="report_one_published_edition",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "superseded", "withdrawn"],
                            published_at__isnull=False)
                | Q(state__in=["draft", "submitted", "returned"], published_at__isnull=True),
                name="report_published_has_date",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn") & ~Q(withdrawal_reason=""))
                | (~Q(state="withdrawn") & Q(withdrawal_reason="")),
                name="report_withdrawal_has_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.entity} {self.dated.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.public_id])

    @property
    def public_id(self) -> int:
        """The number in the address: the first edition's id."""
        return self.lineage_id or self.pk

    @property
    def dated(self) -> PartialDate:
        return PartialDate(self.date, self.date_precision)

    @property
    def is_stub(self) -> bool:
        """True when the source says that a text exists and it has not reached the portal."""
        return self.original_language is None and not self.nothing_to_report
