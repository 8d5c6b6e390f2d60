"""Themes under which mandates and reports are read, and the goals of the 2030 Agenda."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publication.languages import columns, fold
from publication.passages import passage
from publication.translated import Translated, TranslatedQuerySet, language_constraints


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

    def __str__(self) -> str:
        return f"{self.number}. {passage(self, 'title', 'en')}"


class ThemeQuerySet(TranslatedQuerySet):
    def with_ids(self, ids: Iterable[int]) -> "ThemeQuerySet":
        return self.filter(pk__in=ids)

    def with_slug(self, slug: str) -> "ThemeQuerySet":
        return self.filter(slug=slug)

    def named(self, name: str) -> "list[Theme]":
        """Themes known under `name` in any language, by name or alias."""
        wanted = fold(name)
        return [theme for theme in self.all() if wanted in theme.folded_names()]

    def get_by_natural_key(self, slug: str) -> "Theme":
        return self.get(slug=slug)


class Theme(Translated):
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
        return str(passage(self, "name", "en") or self.slug)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return reverse("reports:theme", args=[self.slug])

    def folded_names(self) -> set[str]:
        names = [getattr(self, field) for field in columns("name")] + list(self.aliases)
        return {fold(name) for name in names if name}
