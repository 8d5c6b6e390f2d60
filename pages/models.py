"""Pages the Secretariat edits: about, accessibility, privacy, contact, how to read the figures."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publication.passages import passage
from publication.rendering import PAGE
from publication.translated import Translated, TranslatedQuerySet, language_constraints


class PageQuerySet(TranslatedQuerySet):
    def with_slug(self, slug: str) -> "PageQuerySet":
        return self.filter(slug=slug)

    def get_by_natural_key(self, slug: str) -> "Page":
        return self.get(slug=slug)


class Page(Translated):
    PRIMARY = "title"
    FOLLOWED = ("body",)
    RENDERED = {"body": "html"}
    MARKUP = PAGE

    slug = models.SlugField(_("address part"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200, null=True)  # noqa: DJ001
    body = models.TextField(_("text"), null=True, blank=True)  # noqa: DJ001
    html = models.TextField(null=True, editable=False)  # noqa: DJ001
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="page_slug_not_empty"),
            *language_constraints("page", "title", "body", "html"),
        ]

    def __str__(self) -> str:
        return str(passage(self, "title", "en") or self.slug)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return reverse(f"pages:{self.slug}")


class AnnouncementQuerySet(TranslatedQuerySet):
    def shown(self) -> "AnnouncementQuerySet":
        return self.filter(is_shown=True)


class Announcement(Translated):
    """One line above every page, while it is switched on."""

    PRIMARY = "text"

    text = models.CharField(_("text"), max_length=300, null=True)  # noqa: DJ001
    is_shown = models.BooleanField(_("shown"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-id"]
        constraints = [*language_constraints("announcement", "text")]

    def __str__(self) -> str:
        return str(passage(self, "text", "en") or self.pk)
