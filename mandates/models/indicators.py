"""Indicators: how progress on paragraphs is measured."""

from django.core.validators import DecimalValidator
from django.db import models
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publication.passages import called
from publication.translated import Translated, TranslatedQuerySet, language_constraints

CERTAIN = DecimalValidator(15, None)
"""SQLite keeps decimals as floating points and cannot read a longer one back."""


class IndicatorQuerySet(TranslatedQuerySet):
    def of_slug(self, slug: str) -> "IndicatorQuerySet":
        return self.filter(slug=slug)

    def with_slugs(self, slugs) -> "IndicatorQuerySet":
        return self.filter(slug__in=slugs)

    def on_paragraph(self, paragraph) -> "IndicatorQuerySet":
        return self.filter(paragraphs=paragraph).order_by("slug")

    def for_theme(self, theme) -> "IndicatorQuerySet":
        """Indicators of the theme's paragraphs."""
        return self.filter(paragraphs__theme_links__theme=theme).distinct().order_by("slug")

    def of_document(self, document) -> "IndicatorQuerySet":
        return self.filter(paragraphs__document=document).distinct().order_by("slug")

    def measured_by(self, entity) -> "IndicatorQuerySet":
        """Indicators of which the entity has stated values."""
        return self.filter(values_by_entity__entity=entity).distinct().order_by("slug")

    def of_goal(self, goal) -> "IndicatorQuerySet":
        return self.filter(targets__goal=goal).distinct().order_by("slug")

    def counts_by_goal(self) -> dict[int, int]:
        """How many indicators measure each goal, by its number; none is left out."""
        rows = self.order_by().filter(targets__isnull=False).values_list("targets__goal")
        return dict(rows.annotate(indicators=Count("id", distinct=True)))

    def with_numbers(self) -> "IndicatorQuerySet":
        """With how many entities have stated values, and the last year of one."""
        return self.annotate(
            measuring=Count("values_by_entity__entity", distinct=True),
            last_year=Max("values_by_entity__year"),
        )

    def with_targets(self) -> "IndicatorQuerySet":
        return self.prefetch_related("targets")

    def for_export(self) -> "IndicatorQuerySet":
        return self.prefetch_related("targets", "paragraphs__document")

    def in_order(self) -> "IndicatorQuerySet":
        return self.order_by("slug")

    def with_ids(self, ids) -> "IndicatorQuerySet":
        return self.filter(pk__in=ids)

    def real(self) -> "IndicatorQuerySet":
        return self.filter(is_demonstration=False)

    def get_by_natural_key(self, slug: str) -> "Indicator":
        return self.get(slug=slug)


class Indicator(Translated):
    """A figure that entities state by year, with where it started and where it should arrive."""

    FOLLOWED = ("definition", "unit", "source")
    RENDERED = {"definition": "definition_html"}

    slug = models.SlugField(_("address part"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200, null=True)  # noqa: DJ001
    definition = models.TextField(_("definition"), null=True, blank=True)  # noqa: DJ001
    definition_html = models.TextField(null=True, editable=False)  # noqa: DJ001
    unit = models.CharField(_("unit"), max_length=80, null=True, blank=True)  # noqa: DJ001
    source = models.CharField(_("source"), max_length=300, null=True, blank=True)  # noqa: DJ001
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=0)
    baseline = models.DecimalField(
        _("baseline"), max_digits=20, decimal_places=4, null=True, blank=True, validators=[CERTAIN]
    )
    baseline_year = models.PositiveSmallIntegerField(
        _("year of the baseline"), null=True, blank=True
    )
    target = models.DecimalField(
        _("target"), max_digits=20, decimal_places=4, null=True, blank=True, validators=[CERTAIN]
    )
    target_year = models.PositiveSmallIntegerField(_("year of the target"), null=True, blank=True)
    by_sex = models.BooleanField(_("by sex"), default=False)
    by_age = models.BooleanField(_("by age"), default=False)
    by_territory = models.BooleanField(_("by territory"), default=False)
    paragraphs = models.ManyToManyField(
        "mandates.Paragraph", blank=True, related_name="indicators", verbose_name=_("paragraphs")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="indicator_slug_not_empty"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_year__isnull=True)
                | Q(baseline__isnull=False, baseline_year__isnull=False),
                name="indicator_baseline_has_year",
                violation_error_message=_("A baseline has a year, and only a baseline has one."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True, target_year__isnull=True)
                | Q(target__isnull=False, target_year__isnull=False),
                name="indicator_target_has_year",
                violation_error_message=_("A target has a year, and only a target has one."),
            ),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="indicator_decimals"),
            *language_constraints(
                "indicator", "name", "definition", "definition_html", "unit", "source"
            ),
        ]

    def __str__(self) -> str:
        return called(self, "name")

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return reverse("reports:indicator", args=[self.slug])


class IndicatorTarget(models.Model):
    """An indicator measures a goal of the 2030 Agenda, or one of its targets ("10.7", "16.a")."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    goal = models.ForeignKey(
        "mandates.Goal", models.PROTECT, related_name="indicator_targets", verbose_name=_("goal")
    )
    part = models.CharField(
        _("target"), max_length=2, blank=True,
        help_text=_("What stands behind the dot: 7 in 10.7; empty for the goal as a whole."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("goal of an indicator")
        verbose_name_plural = _("goals of indicators")
        ordering = ["indicator", "goal", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "goal", "part"], name="indicator_target_once"
            ),
            models.CheckConstraint(
                condition=Q(part="") | Q(part__regex=r"^([1-9]|1[0-9]|[a-d])$"),
                name="indicator_target_part",
                violation_error_message=_("A target is a number or a letter from a to d."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """As the United Nations write it: "10.7", "16.a", "4"."""
        return f"{self.goal_id}.{self.part}" if self.part else str(self.goal_id)
