"""Themes under which mandates and reports are read, and the goals of the 2030 Agenda."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publication.languages import columns, fold
from publication.passages import called
from publication.translated import Translated, TranslatedQuerySet, language_constraints

from .documents import Document


class Goal(Translated):
    """A Sustainable Development Goal (United Nations, A/RES/70/1)."""

    PRIMARY = "title"

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    title = models.CharField(_("title"), max_length=120, null=True)  # noqa: DJ001

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=17),
                name="goal_number_1_to_17",
                violation_error_message=_("The goals are numbered from 1 to 17."),
            ),
            *language_constraints("goal", "title"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("reports:goal", args=[self.number])

    def __str__(self) -> str:
        return f"{self.number}. {called(self, 'title')}"


class ThemeQuerySet(TranslatedQuerySet):
    def counting_documents(self) -> "ThemeQuerySet":
        """With `adopted`: how many documents the linked meeting adopted, where themes are read
        together with their meetings, a row for each."""
        adopted = Document.objects.of_meeting(OuterRef("meetings")).order_by().values("meeting")
        number = Subquery(adopted.annotate(number=Count("pk")).values("number"))
        return self.annotate(adopted=Coalesce(number, 0))

    def with_ids(self, ids: Iterable[int]) -> "ThemeQuerySet":
        return self.filter(pk__in=ids)

    def for_export(self) -> "ThemeQuerySet":
        return self.prefetch_related("goals")

    def of_goal(self, goal: Goal) -> "ThemeQuerySet":
        return self.filter(goals=goal)

    def with_slugs(self, slugs: Iterable[str]) -> "ThemeQuerySet":
        return self.filter(slug__in=slugs)

    def with_slug(self, slug: str) -> "ThemeQuerySet":
        return self.filter(slug=slug)

    def named(self, name: str) -> "list[Theme]":
        """Themes known under `name` in any language, by name or alias."""
        wanted = fold(name)
        return [theme for theme in self.all() if wanted in theme.folded_names()]

    def get_by_natural_key(self, slug: str) -> "Theme":
        return self.get(slug=slug)


class Theme(Translated):
    FOLLOWED = ("description",)

    slug = models.SlugField(_("address part"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120, null=True)  # noqa: DJ001
    description = models.TextField(_("description"), null=True, blank=True)  # noqa: DJ001
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    goals = models.ManyToManyField(
        Goal, blank=True, related_name="themes", verbose_name=_("Sustainable Development Goals")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="theme_slug_not_empty"),
            *language_constraints("theme", "name", "description"),
        ]

    def __str__(self) -> str:
        return called(self, "name")

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return reverse("reports:theme", args=[self.slug])

    def folded_names(self) -> set[str]:
        names = [getattr(self, field) for field in columns("name")] + list(self.aliases)
        return {fold(name) for name in names if name}
