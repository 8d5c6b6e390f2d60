"""Reporting cycles: who is asked, about what, from when until when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publication.passages import passage
from publication.translated import Translated, TranslatedQuerySet, language_constraints


class CycleQuerySet(TranslatedQuerySet):
    def of_slug(self, slug: str) -> "CycleQuerySet":
        return self.filter(slug=slug)

    def about(self, theme) -> "CycleQuerySet":
        return self.filter(themes=theme)

    def get_by_natural_key(self, slug: str) -> "Cycle":
        return self.get(slug=slug)


class Cycle(Translated):
    """A round of reporting.

    A page of the legacy site is a closed cycle of its own: it asks exactly the entities it lists,
    about exactly the documents it lists, in its own order.
    """

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
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
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
            *language_constraints("cycle", "name"),
        ]

    def __str__(self) -> str:
        return str(passage(self, "name", "en") or self.slug)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class AskedQuerySet(models.QuerySet):
    def about(self, theme) -> "AskedQuerySet":
        """Who is asked about the theme, in the order of the cycles' own lists."""
        return self.filter(cycle__themes=theme).order_by("position", "cycle_id", "id")

    def by_theme(self) -> "AskedQuerySet":
        """Rows of theme and entity."""
        rows = self.filter(cycle__themes__isnull=False).order_by()
        return rows.values_list("cycle__themes", "entity").distinct()


class Asked(models.Model):
    """An entity is asked to report in a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="asked")
    entity = models.ForeignKey("countries.Entity", models.PROTECT, related_name="asked_in")
    position = models.PositiveIntegerField(_("position"), default=0)

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


class CycleDocumentQuerySet(models.QuerySet):
    def about(self, theme) -> "CycleDocumentQuerySet":
        """Documents in the scope of the theme's cycles, in the order of the cycles' own lists."""
        return self.filter(cycle__themes=theme).order_by("position", "cycle_id", "id")


class CycleDocument(models.Model):
    """A document is in the scope of a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="scope")
    document = models.ForeignKey("mandates.Document", models.PROTECT, related_name="in_scope_of")
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
