"""Reporting cycles: who is asked, about what, from when until when."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from publication.passages import called
from publication.rendering import Markup
from publication.translated import Translated, TranslatedQuerySet, language_constraints

from .in_review import OverdueQuerySet


def known_time_zone(name: str) -> None:
    """Raises ValidationError unless the time-zone database knows `name`."""
    if name not in available_timezones():
        raise ValidationError(_("No time zone has this name."), code="time_zone")


class CycleQuerySet(TranslatedQuerySet):
    def announced(self) -> "CycleQuerySet":
        """Those that entities were told of; what is in preparation changes no figure."""
        return self.filter(announced_at__isnull=False, is_legacy=False)

    def real_rounds(self) -> "CycleQuerySet":
        """Rounds of reporting here, without the pages of the legacy site; the latest first."""
        return self.filter(is_legacy=False).order_by("-opens_at", "-id")

    def with_figures(self) -> "CycleQuerySet":
        """How many entities are asked, and how many of them wait for an answer about time."""
        waiting = Q(asked__extension_requests__granted__isnull=True)
        waiting &= Q(asked__extension_requests__isnull=False)
        return self.annotate(
            number_asked=Count("asked", distinct=True),
            number_waiting=Count("asked", filter=waiting, distinct=True),
        )

    def in_preparation(self) -> "CycleQuerySet":
        return self.filter(announced_at__isnull=True, is_legacy=False)

    def open(self, at: datetime) -> "CycleQuerySet":
        """In which an entity may still submit."""
        return self.filter(pk__in=Asked.objects.open(at).values("cycle"))

    def open_to(self, entities, at: datetime) -> "CycleQuerySet":
        """In which one of these entities may still submit."""
        asked = Asked.objects.of_entities(entities).open(at)
        return self.filter(pk__in=asked.values("cycle"))

    def asking(self, entities) -> "CycleQuerySet":
        return self.filter(asked__entity__in=entities).distinct()

    def of_slug(self, slug: str) -> "CycleQuerySet":
        return self.filter(slug=slug)

    def public(self) -> "CycleQuerySet":
        """Without those in preparation."""
        return self.filter(Q(is_legacy=True) | Q(announced_at__isnull=False))

    def with_ids(self, ids) -> "CycleQuerySet":
        return self.filter(pk__in=ids)

    def but(self, cycle) -> "CycleQuerySet":
        return self.exclude(pk=cycle.pk)

    def scopes(self) -> "CycleQuerySet":
        """Rows of cycle, theme and document, each with each; None where none is named."""
        return self.order_by().values_list("pk", "themes", "documents").distinct()

    def about(self, theme) -> "CycleQuerySet":
        return self.filter(themes=theme)

    def get_by_natural_key(self, slug: str) -> "Cycle":
        return self.get(slug=slug)


class Cycle(Translated):
    """A round of reporting, with guidance in Markdown for those who write.

    A page of the legacy site is a closed cycle of its own: it asks exactly the entities it lists,
    about exactly the documents it lists, in its own order.
    """

    FOLLOWED = ("guidance",)
    RENDERED = {"guidance": "guidance_html"}
    MARKUP = Markup.MARKDOWN

    slug = models.SlugField(_("address part"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200, null=True)  # noqa: DJ001
    themes = models.ManyToManyField(
        "mandates.Theme", blank=True, related_name="cycles", verbose_name=_("themes")
    )
    documents = models.ManyToManyField(
        "mandates.Document", through="reports.CycleDocument", related_name="cycles"
    )
    entities = models.ManyToManyField(
        "countries.Entity", through="reports.Asked", related_name="cycles"
    )
    guidance = models.TextField(_("guidance"), null=True, blank=True)  # noqa: DJ001
    guidance_html = models.TextField(null=True, editable=False)  # noqa: DJ001
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone of the dates"), max_length=60, default=settings.TIME_ZONE,
        validators=[known_time_zone],
    )  # fmt: skip
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True, editable=False)
    is_legacy = models.BooleanField(_("page of the legacy site"), default=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting cycle")
        verbose_name_plural = _("reporting cycles")
        ordering = ["-due_at", "slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="cycle_slug_not_empty"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True)
                | Q(opens_at__isnull=True)
                | Q(due_at__gte=F("opens_at")),
                name="cycle_due_after_opening",
                violation_error_message=_("The cycle is due before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(due_at__isnull=True)
                | Q(closes_at__gte=F("due_at")),
                name="cycle_closes_after_due",
                violation_error_message=_("The cycle closes before it is due."),
            ),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=True)
                | Q(opens_at__isnull=False, due_at__isnull=False),
                name="cycle_announced_has_dates",
                violation_error_message=_("An announced cycle has an opening and a due date."),
            ),
            *language_constraints("cycle", "name", "guidance", "guidance_html"),
        ]

    def __str__(self) -> str:
        return called(self, "name")

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the cycle's dates are said to people."""
        return ZoneInfo(self.time_zone)


class AskedQuerySet(OverdueQuerySet):
    def public(self) -> "AskedQuerySet":
        """Without cycles in preparation."""
        return self.filter(Q(cycle__is_legacy=True) | Q(cycle__announced_at__isnull=False))

    def about(self, theme) -> "AskedQuerySet":
        """Who is asked about the theme, in the order of the cycles' own lists."""
        found = self.public().filter(cycle__themes=theme)
        return found.order_by("position", "cycle_id", "id")

    def by_theme(self) -> "AskedQuerySet":
        """Rows of theme and entity."""
        rows = self.public().filter(cycle__themes__isnull=False).order_by()
        return rows.values_list("cycle__themes", "entity").distinct()

    def by_cycle(self) -> "AskedQuerySet":
        """Rows of cycle and entity."""
        return self.public().order_by().values_list("cycle", "entity")

    def in_cycles(self, cycles) -> "AskedQuerySet":
        return self.filter(cycle__in=cycles)

    def latest_first(self) -> "AskedQuerySet":
        """Pages of the legacy site, which have no date, last."""
        return self.order_by(F("cycle__due_at").desc(nulls_last=True), "-cycle_id")

    def about_document(self, document) -> set[int]:
        """Ids of the entities asked in a cycle about the document."""
        found = self.public().filter(cycle__documents=document).order_by()
        return set(found.values_list("entity", flat=True))

    def places_about(self, document) -> dict[int, int]:
        """Where each entity stands in the lists of the cycles about the document, by its id."""
        found = self.public().filter(cycle__documents=document).order_by()
        return dict(found.values_list("entity").annotate(place=Min("position")))

    def in_cycle(self, cycle) -> "AskedQuerySet":
        return self.filter(cycle=cycle)

    def with_all(self) -> "AskedQuerySet":
        """In the order of the cycle's own list, with what is shown of each."""
        return self.select_related("cycle", "entity").order_by("position", "id")

    def with_ids(self, ids) -> "AskedQuerySet":
        return self.filter(pk__in=ids)

    def not_of(self, entities) -> "AskedQuerySet":
        return self.exclude(entity__in=entities)

    def of_entity(self, slug: str) -> "AskedQuerySet":
        return self.filter(entity__slug=slug)

    def due_between(self, first: datetime, last: datetime) -> "AskedQuerySet":
        """Of announced cycles, due then by the cycle's date or the extension."""
        by_cycle = Q(cycle__due_at__range=(first, last))
        found = self.filter(by_cycle | Q(extended_until__range=(first, last)))
        found = found.filter(cycle__announced_at__isnull=False, cycle__is_legacy=False)
        return found.select_related("cycle", "entity").order_by("cycle_id", "position", "id")

    def locked(self, pk: int) -> "Asked":
        """The row, kept from other writers until the transaction ends."""
        return self.select_for_update().get(pk=pk)

    def extend(self, asked: "Asked", until: datetime) -> None:
        """Set the date up to which the entity has time; an earlier one changes nothing."""
        shorter = Q(extended_until__isnull=True) | Q(extended_until__lt=until)
        self.filter(shorter, pk=asked.pk).update(extended_until=until)
        asked.refresh_from_db(fields=["extended_until"])

    def in_rounds(self) -> "AskedQuerySet":
        """In cycles that were announced; pages of the legacy site are none."""
        return self.filter(cycle__announced_at__isnull=False, cycle__is_legacy=False)

    def open(self, at: datetime) -> "AskedQuerySet":
        """Who may still submit: `Asked.is_open`, asked of the database."""
        lasts = Q(cycle__closes_at__isnull=True) | Q(cycle__closes_at__gt=at)
        return self.in_rounds().filter(lasts | Q(extended_until__gt=at), cycle__opens_at__lte=at)

    def with_extension_waiting(self) -> "AskedQuerySet":
        """With whether a request for more time waits for its answer."""
        from .extensions import ExtensionRequest

        waiting = ExtensionRequest.objects.waiting().filter(asked=OuterRef("pk"))
        return self.annotate(extension_waits=Exists(waiting))

    def of_entities(self, entities) -> "AskedQuerySet":
        return self.filter(entity__in=entities).select_related("cycle", "entity")


class Asked(models.Model):
    """An entity is asked to report in a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="asked")
    entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, related_name="asked_in", verbose_name=_("entity")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    extended_until = models.DateTimeField(_("extended until"), null=True, blank=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("entity asked")
        verbose_name_plural = _("entities asked")
        ordering = ["cycle", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "entity"], name="asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.entity}"

    @property
    def due_at(self) -> datetime | None:
        """When this entity's reports are due, its extension included."""
        return max(filter(None, (self.cycle.due_at, self.extended_until)), default=None)

    def is_open(self, at: datetime) -> bool:
        """Whether the entity may still submit in the cycle."""
        cycle = self.cycle
        if cycle.announced_at is None or cycle.opens_at is None or at < cycle.opens_at:
            return False
        ends = [cycle.closes_at, self.extended_until]
        return cycle.closes_at is None or at < max(filter(None, ends))


class CycleDocumentQuerySet(models.QuerySet):
    def of_report(self, report) -> "CycleDocumentQuerySet":
        """Documents in the scope of the report's cycle."""
        return self.filter(cycle__reports=report).order_by()

    def about(self, theme) -> "CycleDocumentQuerySet":
        """Documents in the scope of the theme's cycles, in the order of the cycles' own lists.

        Cycles in preparation have none yet.
        """
        found = self.filter(cycle__in=Cycle.objects.public().about(theme))
        return found.order_by("position", "cycle_id", "id")


class CycleDocument(models.Model):
    """A document is in the scope of a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="scope")
    document = models.ForeignKey(
        "mandates.Document", models.PROTECT, related_name="in_scope_of", verbose_name=_("document")
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = CycleDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document in scope")
        verbose_name_plural = _("documents in scope")
        ordering = ["cycle", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "document"], name="cycle_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.document}"
