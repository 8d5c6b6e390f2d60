"""Numbered paragraphs: the mandates themselves, their themes and the links between them."""

import re
import unicodedata

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publication.languages import column
from publication.translated import Translated, TranslatedQuerySet, language_constraints

# The label as printed, lower-cased, hyphens for spaces and dots kept: "2.8", "14-bis".
PARAGRAPH_SLUG = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"


def paragraph_slug(label: str, section: str = "") -> str:
    """Address part of the paragraph printed as `label`, under `section` where numbers restart.

    Empty when the label has no letter or digit.
    """
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    own = re.sub(r"[^a-z0-9.]+", "-", plain)
    own = re.sub(r"[.-]*-[.-]*", "-", re.sub(r"\.+", ".", own)).strip("-.")
    return f"{section}-{own}" if section and own else own


def natural_position(label: str, section: int = 0) -> int:
    """Where a label stands in natural order: 2 < 2.8 < 2.10 < 14 < 14 bis < 190.

    `section` is the position of the heading where numbers restart.
    """
    whole, part = (*(int(n) for n in re.findall(r"\d+", label)[:2]), 0, 0)[:2]
    suffix = 1 if re.search(r"[^\W\d]", label) else 0
    return section * 10_000_000 + min(whole, 9999) * 1000 + min(part, 499) * 2 + suffix


class ParagraphQuerySet(TranslatedQuerySet):
    def for_theme(self, theme) -> "ParagraphQuerySet":
        """Paragraphs on the theme, in the order of the theme's page."""
        return self.filter(theme_links__theme=theme).order_by("theme_links__position", "id")

    def of_document(self, document) -> "ParagraphQuerySet":
        return self.filter(document=document).order_by("position", "id")

    def numbered(self, label: str) -> "ParagraphQuerySet":
        """Paragraphs printed with this number, whatever spaces and case it is typed in."""
        return self.filter(label__iexact=" ".join(label.split()))

    def with_ids(self, ids: list[int]) -> "ParagraphQuerySet":
        return self.filter(pk__in=ids)

    def at_address(self, document: str, slug: str) -> "ParagraphQuerySet":
        """The paragraph named by its two slugs, with its document and meeting."""
        named = self.filter(document__slug=document, slug=slug)
        return named.select_related("document__meeting", "section")

    def counted(self) -> "ParagraphQuerySet":
        """Operative, active paragraphs: the ones coverage counts."""
        return self.filter(nature=Paragraph.Nature.OPERATIVE, life_cycle=Paragraph.LifeCycle.ACTIVE)

    def counts_by_document(self) -> dict[int, int]:
        """How many paragraphs each document has, by the document's id."""
        rows = self.order_by().values_list("document").annotate(paragraphs=Count("id"))
        return dict(rows)

    def real(self) -> "ParagraphQuerySet":
        return self.filter(is_demonstration=False)

    def of_documents(self, documents) -> "ParagraphQuerySet":
        return self.filter(document__in=documents)

    def with_document(self) -> "ParagraphQuerySet":
        return self.select_related("document")

    def get_by_natural_key(self, document: str, slug: str) -> "Paragraph":
        return self.get(document__slug=document, slug=slug)


class Paragraph(Translated):
    PRIMARY = "text"
    RENDERED = {"text": "html"}

    class Nature(models.TextChoices):
        OPERATIVE = "operative", _("operative")
        INFORMATIVE = "informative", _("informative")

    class LifeCycle(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("life-cycle", "active")
        IMPLEMENTED = "implemented", _("implemented")
        SUPERSEDED = "superseded", _("superseded")
        RETIRED = "retired", _("retired")

    document = models.ForeignKey(
        "mandates.Document", models.PROTECT, related_name="paragraphs", verbose_name=_("document")
    )
    section = models.ForeignKey(
        "mandates.Heading", models.PROTECT, null=True, blank=True, related_name="paragraphs",
        verbose_name=_("section"),
    )  # fmt: skip
    label = models.CharField(_("number as printed"), max_length=40)
    slug = models.CharField(_("address part"), max_length=160)
    position = models.PositiveIntegerField(_("position"), default=0)
    opens_with_heading = models.BooleanField(
        _("text opens with its heading"),
        default=False,
        help_text=_("As legacy pages print it; pages show the heading once, above the text."),
    )
    text = models.TextField(_("text"), null=True)  # noqa: DJ001
    html = models.TextField(null=True, editable=False)  # noqa: DJ001
    nature = models.CharField(_("nature"), max_length=12, choices=Nature, default=Nature.OPERATIVE)
    life_cycle = models.CharField(
        _("life-cycle"), max_length=12, choices=LifeCycle, default=LifeCycle.ACTIVE
    )
    life_cycle_date = models.DateField(_("since"), null=True, blank=True)
    life_cycle_reason = models.TextField(  # noqa: DJ001
        _("reason"), null=True, blank=True
    )
    addressees = models.ManyToManyField(
        "countries.Entity", blank=True, related_name="addressed_by", verbose_name=_("addressees")
    )
    affected_groups = models.JSONField(_("affected groups"), default=list, blank=True)
    goals = models.ManyToManyField(
        "mandates.Goal", blank=True, related_name="paragraphs",
        verbose_name=_("Sustainable Development Goals"),
    )  # fmt: skip
    themes = models.ManyToManyField(
        "mandates.Theme", through="mandates.ParagraphTheme", related_name="paragraphs"
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["document", "position", "id"]
        indexes = [models.Index(fields=["document", "position"], name="paragraph_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["document", "slug"], name="paragraph_slug_once"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(label=""), name="paragraph_numbered"),
            models.CheckConstraint(
                condition=Q(life_cycle="active", life_cycle_date__isnull=True)
                | (~Q(life_cycle="active") & Q(life_cycle_date__isnull=False)),
                name="paragraph_end_has_date",
                violation_error_message=_(
                    "A paragraph has a date of change exactly when it is not active."
                ),
            ),
            *language_constraints("paragraph", "text", "html"),
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.label}"

    def text_to_render(self, field: str, language: str) -> str | None:
        """Without the heading that a legacy page printed in front: it stands above the text."""
        text = super().text_to_render(field, language)
        if not self.opens_with_heading or not text or self.section is None:
            return text
        title = getattr(self.section, column("title", language))
        return text.removeprefix(f"{title} ") if title else text

    def natural_key(self) -> tuple[str, str]:
        return (self.document.slug, self.slug)

    natural_key.dependencies = ["mandates.document"]

    def get_absolute_url(self) -> str:
        return reverse("reports:paragraph", args=[self.document.slug, self.slug])


class ParagraphThemeQuerySet(models.QuerySet):
    def of_theme(self, theme) -> "ParagraphThemeQuerySet":
        return self.filter(theme=theme).order_by("position", "id")

    def of_documents(self, documents) -> "ParagraphThemeQuerySet":
        return self.filter(paragraph__document__in=documents)

    def counts_by_theme(self) -> dict[int, int]:
        """How many paragraphs each theme has, by the theme's id; none is left out of the dict."""
        rows = self.order_by().values_list("theme").annotate(paragraphs=Count("paragraph"))
        return dict(rows)


class ParagraphTheme(models.Model):
    """A paragraph belongs to a theme, at a place in the theme's page."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey("mandates.Theme", models.PROTECT, related_name="paragraph_links")
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = ParagraphThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme of a paragraph")
        verbose_name_plural = _("themes of paragraphs")
        ordering = ["theme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["paragraph", "theme"], name="paragraph_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.theme}"


class ParagraphLinkQuerySet(models.QuerySet):
    def touching(self, paragraph: Paragraph) -> "ParagraphLinkQuerySet":
        """Links that lead from or to the paragraph."""
        return self.filter(Q(source=paragraph) | Q(target=paragraph)).order_by("kind", "id")


class ParagraphLink(models.Model):
    """Two paragraphs on the same subject, or one that supersedes another."""

    class Kind(models.TextChoices):
        SAME_SUBJECT = "same_subject", _("same subject")
        SUPERSEDES = "supersedes", _("supersedes")

    source = models.ForeignKey(Paragraph, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Paragraph, models.CASCADE, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)

    objects = ParagraphLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between paragraphs")
        verbose_name_plural = _("links between paragraphs")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"], name="paragraph_link_once"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="paragraph_link_not_to_itself",
                violation_error_message=_("A paragraph is not linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} – {self.target}"
