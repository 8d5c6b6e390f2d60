"""Official texts of paragraphs that were put right later, with a note that everybody reads."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publication.translated import Translated, TranslatedQuerySet, language_constraints


class CorrectionQuerySet(TranslatedQuerySet):
    def of_paragraph(self, paragraph) -> "CorrectionQuerySet":
        """The newest first."""
        return self.filter(paragraph=paragraph).order_by("-at", "-id")

    def for_theme(self, theme) -> "CorrectionQuerySet":
        return self.filter(paragraph__theme_links__theme=theme).distinct().order_by("id")

    def with_paragraph(self) -> "CorrectionQuerySet":
        return self.select_related("paragraph__document", "paragraph__section")


class Correction(Translated):
    """One text of a paragraph, in one language, before and after it was put right, and why."""

    PRIMARY = "note"

    paragraph = models.ForeignKey(
        "mandates.Paragraph", models.CASCADE, related_name="corrections",
        verbose_name=_("paragraph"),
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    before = models.TextField(_("before"))
    after = models.TextField(_("after"))
    note = models.TextField(_("note"), null=True)  # noqa: DJ001
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a text")
        verbose_name_plural = _("corrections of texts")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(before=F("after")) & ~Q(before="") & ~Q(after=""),
                name="correction_changes_a_text",
            ),
            *language_constraints("correction", "note"),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_id} {self.language}: {self.at:%Y-%m-%d}"
