"""Values of indicators: what an entity measured in a year."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mandates.models.indicators import CERTAIN


class IndicatorValueQuerySet(models.QuerySet):
    def of_indicator(self, indicator) -> "IndicatorValueQuerySet":
        """With their entities, by year, and within it the total before its parts."""
        found = self.filter(indicator=indicator).select_related("entity")
        return found.order_by("entity__slug", "year", "sex", "age", "territory", "id")

    def by_entity(self, entity) -> "IndicatorValueQuerySet":
        found = self.filter(entity=entity)
        return found.order_by("indicator", "year", "sex", "age", "territory", "id")

    def at(self, indicators, entities, years) -> "IndicatorValueQuerySet":
        """Values of these indicators, by address part, these entities and these years."""
        return self.filter(
            indicator__slug__in=indicators, entity__slug__in=entities, year__in=years
        )

    def ids_by_place(self) -> dict[tuple, int]:
        """By indicator and entity (address parts), year, sex, age group and territory."""
        place = ("indicator__slug", "entity__slug", "year", "sex", "age", "territory")
        return {tuple(row): pk for *row, pk in self.order_by().values_list(*place, "pk")}

    def in_order(self) -> "IndicatorValueQuerySet":
        return self.order_by("indicator", "entity", "year", "id")

    def for_export(self) -> "IndicatorValueQuerySet":
        return self.select_related("indicator", "entity")

    def with_ids(self, ids) -> "IndicatorValueQuerySet":
        return self.filter(pk__in=ids).select_related("indicator", "entity")

    def stated_twice(self, one, other) -> "list[IndicatorValue]":
        """Values of the one for which the other has stated a value, too."""
        names = ("indicator", "year", "sex", "age", "territory")
        there = set(self.filter(entity=other).values_list(*names))
        rows = self.filter(entity=one).select_related("indicator", "entity")
        return [
            row for row in rows
            if (row.indicator_id, row.year, row.sex, row.age, row.territory) in there
        ]  # fmt: skip

    def totals(self) -> "IndicatorValueQuerySet":
        """Values for everybody, without those for one sex, age or territory."""
        return self.filter(sex="", age="", territory="")

    def real(self) -> "IndicatorValueQuerySet":
        return self.filter(is_demonstration=False)


class IndicatorValue(models.Model):
    """One number, for everybody or for one sex, age group and territory."""

    class Sex(models.TextChoices):
        FEMALE = "female", pgettext_lazy("statistics", "female")
        MALE = "male", pgettext_lazy("statistics", "male")

    indicator = models.ForeignKey(
        "mandates.Indicator", models.PROTECT, related_name="values_by_entity",
        verbose_name=_("indicator"),
    )  # fmt: skip
    entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, related_name="indicator_values",
        verbose_name=_("entity"),
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(_("year"))
    # Empty means all of them.
    sex = models.CharField(_("sex"), max_length=8, choices=Sex, blank=True)
    age = models.CharField(_("age group"), max_length=40, blank=True)
    territory = models.CharField(_("territory"), max_length=80, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, validators=[CERTAIN])
    evidence_url = models.URLField(_("evidence"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False,
        related_name="+", verbose_name=_("recorded by"),
    )  # fmt: skip
    recorded_at = models.DateTimeField(_("recorded"), auto_now=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["indicator", "entity", "year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "entity", "year", "sex", "age", "territory"],
                name="indicator_value_once",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="indicator_value_year",
                violation_error_message=_("A year between 1990 and 2100 is expected."),
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["", "female", "male"]), name="indicator_value_sex"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator}: {self.entity}, {self.year}"

    @property
    def is_total(self) -> bool:
        return not (self.sex or self.age or self.territory)
