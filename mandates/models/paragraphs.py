"""Numbered paragraphs: the mandates themselves."""

import re
import unicodedata

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publication.languages import LANGUAGES, column, localized
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

    def under(self, heading) -> "ParagraphQuerySet":
        return self.filter(section=heading)

    def on_themes(self, themes) -> "ParagraphQuerySet":
        """Paragraphs on any of the themes, each once."""
        return self.filter(theme_links__theme__in=themes).distinct()

    def of_slug(self, slug: str) -> "ParagraphQuerySet":
        return self.filter(slug=slug)

    def with_ids(self, ids: list[int]) -> "ParagraphQuerySet":
        return self.filter(pk__in=ids)

    def ids(self) -> list[int]:
        return list(self.order_by().values_list("pk", flat=True))

    def at_address(self, document: str, slug: str) -> "ParagraphQuerySet":
        """The paragraph named by its two slugs, with its document and meeting."""
        named = self.filter(document__slug=document, slug=slug)
        return named.select_related("document__meeting", "section")

    def counted(self) -> "ParagraphQuerySet":
        """Operative, active paragraphs: the ones coverage counts."""
        return self.filter(**counted())

    def places(self) -> "ParagraphQuerySet":
        """Rows of document, paragraph and theme; a paragraph on two themes has two."""
        ordered = self.order_by("document_id", "position", "id")
        return ordered.values_list("document", "pk", "theme_links__theme")

    def labels(self, language: str) -> list[tuple]:
        """Rows of id, document's slug, slug, label, whether numbers restart, section's title."""
        ordered = self.order_by("document_id", "position", "id")
        restarts = Q(document__numbering="per_section")
        rows = ordered.annotate(
            restarts=ExpressionWrapper(restarts, BooleanField()),
            heading=localized("title", language, "section__"),
        )
        return list(
            rows.values_list("pk", "document__slug", "slug", "label", "restarts", "heading")
        )

    def in_scope(self, themes, documents) -> "ParagraphQuerySet":
        """On one of the themes and, where documents are named, in one of them."""
        named = Q(document__in=documents) | ~Exists(documents)
        return self.filter(named, theme_links__theme__in=themes).distinct()

    def in_either(self, first, second) -> "ParagraphQuerySet":
        """Those whose ids are in one of the two."""
        return self.filter(Q(pk__in=first) | Q(pk__in=second))

    def newest_document_first(self) -> "ParagraphQuerySet":
        return self.order_by("-document__date", "document_id", "position", "id")

    def of_goal(self, goal) -> "ParagraphQuerySet":
        return self.filter(goals=goal)

    def counts_by_goal(self) -> dict[int, int]:
        """How many paragraphs are linked to each goal, by its number; none is left out."""
        rows = self.order_by().filter(goals__isnull=False).values_list("goals")
        return dict(rows.annotate(paragraphs=Count("id")))

    def counts_by_document(self) -> dict[int, int]:
        """How many paragraphs each document has, by the document's id."""
        rows = self.order_by().values_list("document").annotate(paragraphs=Count("id"))
        return dict(rows)

    def to_compare(self) -> "ParagraphQuerySet":
        """Operative ones with their documents and texts, to find which are about the same."""
        texts = [column("text", code) for code in LANGUAGES]
        found = self.filter(nature=Paragraph.Nature.OPERATIVE).select_related("document")
        return found.only("is_demonstration", "document", "document__date", *texts).order_by("pk")

    def known_ever(self, ids: list[int]) -> "dict[int, Paragraph]":
        """Paragraphs by id with their documents; those that are gone as they last were."""
        found = {one.pk: one for one in self.with_ids(ids).with_document()}
        gone = [pk for pk in ids if pk not in found]
        if gone:
            last = self.model.history.filter(id__in=gone, history_type="-")
            found |= {row.id: row for row in last.select_related("document")}
        return found

    def real(self) -> "ParagraphQuerySet":
        return self.filter(is_demonstration=False)

    def demonstrations(self) -> "ParagraphQuerySet":
        return self.filter(is_demonstration=True)

    def of_documents(self, documents) -> "ParagraphQuerySet":
        return self.filter(document__in=documents)

    def on_theme(self, theme) -> "ParagraphQuerySet":
        """As `for_theme`, in the order that is asked for."""
        return self.filter(theme_links__theme=theme)

    def in_document(self, document) -> "ParagraphQuerySet":
        """As `of_document`, in the order that is asked for."""
        return self.filter(document=document)

    def in_order_of_documents(self) -> "ParagraphQuerySet":
        """The newest document's first, each in its order."""
        return self.order_by("-document__date", "document__slug", "position", "id")

    def for_export(self) -> "ParagraphQuerySet":
        related = self.select_related("document", "section")
        return related.prefetch_related("themes", "addressees", "goals")

    def in_documents(self, slugs) -> "ParagraphQuerySet":
        """Paragraphs of the documents at these addresses."""
        return self.filter(document__slug__in=slugs)

    def with_place(self) -> "ParagraphQuerySet":
        """With all that says where a paragraph stands: its document, meeting and section."""
        return self.select_related("document__meeting", "section")

    def with_document(self) -> "ParagraphQuerySet":
        return self.select_related("document")

    def held(self) -> "ParagraphQuerySet":
        """Locked until the transaction ends, with what their texts are rendered from."""
        return (
            self.select_for_update(of=("self",))
            .select_related("document", "section")
            .order_by("pk")
        )

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
    slug = models.CharField(
        _("address part"), max_length=160, validators=[RegexValidator(rf"^{PARAGRAPH_SLUG}\Z")]
    )
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

    @property
    def is_told_by_section(self) -> bool:
        """True where its document may have several paragraphs of its number."""
        return self.section_id is not None and self.document.numbers_restart

    def get_absolute_url(self) -> str:
        return reverse("reports:paragraph", args=[self.document.slug, self.slug])


def counted(path: str = "") -> dict[str, str]:
    """Conditions on the paragraph that `path` leads to: operative and active, coverage counts it.

    They belong into one `filter`, so that they are about the same paragraph.
    """
    return {
        f"{path}nature": Paragraph.Nature.OPERATIVE,
        f"{path}life_cycle": Paragraph.LifeCycle.ACTIVE,
    }
