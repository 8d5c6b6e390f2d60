"""Reports, one row per edition."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import (
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from publication.dates import PartialDate, Precision
from publication.languages import LANGUAGES, column

from ..wording import ids_of_reports_with
from .in_editing import InEditingQuerySet
from .in_review import InReviewQuerySet
from .in_workspace import InWorkspaceQuerySet
from .sections import Section


class ReportQuerySet(InReviewQuerySet, InWorkspaceQuerySet, InEditingQuerySet):
    def published(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.PUBLISHED)

    def once_public(self) -> "ReportQuerySet":
        """Editions that the public can or could read: published, superseded, withdrawn."""
        return self.filter(state__in=Report.ONCE_PUBLIC)

    def unpublished(self) -> "ReportQuerySet":
        """Editions on their way: draft, submitted, returned."""
        return self.filter(state__in=Report.OPEN)

    def in_state(self, *states: str) -> "ReportQuerySet":
        return self.filter(state__in=states)

    def by_entities(self, entities) -> "ReportQuerySet":
        """Reports of any of the entities, given as ids or records."""
        return self.filter(entity__in=entities)

    def in_cycle(self, cycle) -> "ReportQuerySet":
        return self.filter(cycle=cycle)

    def last_dates(self) -> "dict[int, datetime.date]":
        """The date of each entity's newest report, by the entity's id."""
        return dict(self.order_by().values_list("entity").annotate(last=Max("date")))

    def entities_and_themes(self) -> tuple[set[int], set[int]]:
        """Ids of who reports, and on what."""
        rows = list(self.order_by().values_list("entity", "theme_links__theme"))
        return {entity for entity, _theme in rows}, {theme for _entity, theme in rows if theme}

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

    def for_sheet(self) -> "ReportQuerySet":
        """All that an edit from a sheet is compared with."""
        return self.with_texts().prefetch_related("citations")

    def for_results(self, languages: Iterable[str]) -> "ReportQuerySet":
        """What results of a search show of reports, whose texts matched in these languages."""
        texts = [column("html", language) for language in languages]
        sections = Section.objects.as_written().only("report", "position", *texts)
        return self.only(
            "lineage", "entity", "date", "date_precision", "symbol", "is_demonstration"
        ).prefetch_related("theme_links", models.Prefetch("sections", sections))

    def for_page(self) -> "ReportQuerySet":
        """All that a report's own page shows of each edition, citations apart."""
        return self.select_related("entity", "cycle").prefetch_related("sections", "themes")

    def real(self) -> "ReportQuerySet":
        return self.filter(is_demonstration=False)

    def demonstrations(self) -> "ReportQuerySet":
        return self.filter(is_demonstration=True)

    def for_theme(self, theme) -> "ReportQuerySet":
        return self.filter(theme_links__theme=theme)

    def on_themes(self, themes) -> "ReportQuerySet":
        """Reports on any of the themes, each once."""
        return self.filter(theme_links__theme__in=themes).distinct()

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

    def citing_any(self, paragraphs) -> "ReportQuerySet":
        """Reports that cite one of the paragraphs, for certain or perhaps."""
        return self.filter(
            _citation_exists(paragraph__in=paragraphs) | _perhaps_exists(candidates__in=paragraphs)
        )

    def about_documents(self, documents) -> "ReportQuerySet":
        """Reports that cite any of the documents, for certain or perhaps."""
        return self.filter(
            _citation_exists(paragraph__document__in=documents)
            | _perhaps_exists(candidates__document__in=documents)
        )

    def citing_address(self, document: str, paragraph: str) -> "ReportQuerySet":
        """Reports that cite the paragraph for certain or perhaps, named by its two slugs."""
        named = {"document__slug": document, "slug": paragraph}
        return self.filter(
            _citation_exists(**{f"paragraph__{part}": value for part, value in named.items()})
            | _perhaps_exists(**{f"candidates__{part}": value for part, value in named.items()})
        )

    def for_programme(self, document) -> "ReportQuerySet":
        """Reports that cite an activity of the programme, or were asked for in a cycle about it."""
        in_cycle = Q(cycle__documents=document, cycle__isnull=False)
        return self.filter(_citation_exists(paragraph__document=document) | in_cycle).distinct()

    def reporting_entities(self) -> set[int]:
        return set(self.order_by().values_list("entity", flat=True))

    def symbols(self) -> dict[int, str]:
        """The symbols of those that have one, by the report's id."""
        return dict(self.order_by().exclude(symbol="").values_list("pk", "symbol"))

    def of_action(self, action) -> "ReportQuerySet":
        """The current editions of the reports linked to the action, whichever edition was."""
        linked = action.reports.order_by()
        firsts = [first or pk for pk, first in linked.values_list("pk", "lineage")]
        return self.in_lineages(firsts)

    def about_goal(self, goal) -> "ReportQuerySet":
        """Reports that cite a paragraph linked to the goal for certain."""
        return self.filter(_citation_exists(paragraph__goals=goal))

    def in_one_place(self, one, other) -> "ReportQuerySet":
        """Current reports of either entity where the other has one, too: same cycle, same theme.

        Pages of the legacy site hold several reports of an entity on a theme.
        """
        current = self.filter(cycle__isnull=False, cycle__is_legacy=False).exclude(
            state__in=[Report.State.SUPERSEDED, Report.State.WITHDRAWN]
        )
        rows = list(
            current.filter(entity__in=[one, other])
            .order_by()
            .values_list("entity", "cycle", "theme_links__theme", "pk")
        )
        places = [{row[1:3] for row in rows if row[0] == who.pk} for who in (one, other)]
        return self.with_ids([row[3] for row in rows if row[1:3] in places[0] & places[1]])

    def to_link(self, entity, most: int) -> "ReportQuerySet":
        """The entity's newest published reports, to be linked to an action."""
        newest = self.published().by_entity(entity).newest_first().values("pk")[:most]
        return self.with_ids(newest).select_related("entity").newest_first()

    def about_meeting(self, meeting) -> "ReportQuerySet":
        """Reports that cite a document of the meeting, for certain or perhaps."""
        return self.filter(
            _citation_exists(paragraph__document__meeting=meeting)
            | _perhaps_exists(candidates__document__meeting=meeting)
        )

    def with_mark(self, mark: str) -> "ReportQuerySet":
        """Reports that say of a paragraph they cite that it is so far."""
        return self.filter(_citation_exists(mark=mark))

    def with_funding(self) -> "ReportQuerySet":
        """Reports that say how what they did is paid for."""
        return self.filter(Exists(Section.objects.on_funding().filter(report=OuterRef("pk"))))

    def standing_on(self, themes, name: str, record) -> "ReportQuerySet":
        """What a cell of coverage counts: for a theme its reports; for a document or paragraph
        those that cite it or may mean it, and those on its `themes` that cite none of theirs."""
        from .standings import Standing

        on_themes = Standing.objects.filter(report=OuterRef("pk"), theme__in=themes)
        if name == "theme":
            return self.filter(Exists(on_themes))
        path = {"document": "paragraph__document", "paragraph": "paragraph"}[name]
        maybe = path.replace("paragraph", "candidates", 1)
        citing = _citation_exists(**{path: record}) | _perhaps_exists(**{maybe: record})
        return self.filter(citing | Exists(on_themes.exclude(state=Standing.State.CITED)))

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

    def of_year(self, year: int) -> "ReportQuerySet":
        return self.filter(date__year=year)

    def dated_between(self, first: datetime.date, before: datetime.date | None) -> "ReportQuerySet":
        """Reports dated from the first day on, and before the other one where there is one."""
        found = self.filter(date__gte=first)
        return found if before is None else found.filter(date__lt=before)

    def published_in_month(self, month: datetime.date) -> "ReportQuerySet":
        """Reports that reached the public in the month of this first day, by the portal's zone."""
        first = datetime.datetime.combine(month, datetime.time())
        after = (first + datetime.timedelta(days=32)).replace(day=1)
        begin, end = timezone.make_aware(first), timezone.make_aware(after)
        return self.filter(published_at__gte=begin, published_at__lt=end)

    def between_years(self, first: int | None, last: int | None) -> "ReportQuerySet":
        found = self if first is None else self.filter(date__year__gte=first)
        return found if last is None else found.filter(date__year__lte=last)

    def mentioning(self, words: str) -> "ReportQuerySet":
        """Reports that the words ask for: in a text, the entity's name or a theme's name."""
        return self.filter(pk__in=ids_of_reports_with(words))

    def newest_of_each_entity(self) -> "ReportQuerySet":
        """The one newest published report of each entity, so that nobody fills a short list."""
        newer = Report.objects.published().filter(
            Q(date__gt=OuterRef("date")) | Q(date=OuterRef("date"), pk__gt=OuterRef("pk")),
            entity=OuterRef("entity"),
        )
        return self.published().filter(~Exists(newer))

    def newest_first(self) -> "ReportQuerySet":
        return self.order_by("-date", "-id")

    def first_and_last_year(self) -> tuple[int, int] | None:
        """None without any report."""
        ends = self.order_by().aggregate(first=Min("date"), last=Max("date"))
        return (ends["first"].year, ends["last"].year) if ends["last"] else None

    def years(self) -> list[int]:
        """The years in which there are reports, newest first."""
        rows = self.order_by().annotate(year=ExtractYear("date")).values_list("year", flat=True)
        return sorted(rows.distinct(), reverse=True)

    def newly_published(self) -> "ReportQuerySet":
        """By the moment of publication, the latest first."""
        return self.order_by("-published_at", "-id")

    def with_public_number(self) -> "ReportQuerySet":
        """With the number in the report's address: the first edition's id."""
        return self.annotate(public_number=Coalesce("lineage_id", "pk"))

    def counts_by_year(self) -> list[tuple[int, int, int]]:
        """Rows of year, number of reports and of entities, the earliest year first."""
        years = self.order_by().annotate(year=ExtractYear("date")).values_list("year")
        rows = years.annotate(reports=Count("id"), entities=Count("entity", distinct=True))
        return sorted(rows)

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
    OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED)
    WRITABLE = (State.DRAFT, State.RETURNED)
    REPORTED = (State.SUBMITTED, State.PUBLISHED)  # its entity has reported in the cycle
    # What a return, a refusal and an edit of the text leave of an approval.
    UNAPPROVED = {"approval_asked_at": None, "approved_by": None, "approved_revision": None}

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
    # The first edition of the report that says what this one did; its address leads there.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
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
    no_report_reason = models.TextField(_("reason for nothing to report"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("begun by"),
    )  # fmt: skip
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
        related_name="assigned_reports", verbose_name=_("assigned to"),
    )  # fmt: skip
    approval_asked_at = models.DateTimeField(_("approval asked for"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    # What was approved is this revision; an edit afterwards needs approval again.
    approved_revision = models.PositiveIntegerField(null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    publish_at = models.DateTimeField(_("to be published at"), null=True, blank=True)
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
            # All that a list knows of each of its reports: filters and counts read no row.
            models.Index(
                fields=["state", "-date", "-id", "entity", "original_language"],
                name="report_by_date",
            ),
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
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state="withdrawn"),
                name="report_merged_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_revision__isnull=True)
                | Q(approved_by__isnull=False, approved_revision__isnull=False),
                name="report_approved_by_and_revision",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(state="submitted"),
                name="report_scheduled_is_submitted",
            ),
            models.CheckConstraint(
                condition=Q(no_report_reason="") | Q(nothing_to_report=True),
                name="report_reason_for_nothing",
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
    def may_have_asking(self) -> bool:
        """False where there cannot be a `last_asking`: in a first draft that nobody approves."""
        return self.edition > 1 or self.state != self.State.DRAFT or self.entity.needs_approval

    @property
    def dated(self) -> PartialDate:
        return PartialDate(self.date, self.date_precision)

    @property
    def written_in(self) -> str:
        """The language of its texts; a report without any is written in the first of the four."""
        return self.original_language or LANGUAGES[0]

    @property
    def awaits_approval(self) -> bool:
        """True while the entity asks for a second person's approval and this text has none."""
        if not self.entity.needs_approval or self.filed_by_secretariat:
            return False
        return self.approved_revision != self.revision
