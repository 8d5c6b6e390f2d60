"""The parts of a report: what was done, planned, comes next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publication.languages import LANGUAGES, TextState
from publication.rendering import Markup
from publication.translated import Translated, TranslatedQuerySet, language_constraints


class SectionQuerySet(TranslatedQuerySet):
    def of_reports(self, reports) -> "SectionQuerySet":
        return self.filter(report__in=reports).order_by("report_id", "position", "id")

    def done(self) -> "SectionQuerySet":
        return self.filter(kind=Section.Kind.DONE)


class Section(Translated):
    """A part of a report. Only `done` is ever required."""

    PRIMARY = "text"
    RENDERED = {"text": "html"}

    class Kind(models.TextChoices):
        DONE = "done", _("What was done")
        PLANNED = "planned", _("What was planned")
        NEXT = "next", _("Next steps")
        OBSTACLES = "obstacles", _("Obstacles")
        BENEFICIARIES = "beneficiaries", _("Beneficiaries")
        PARTNERS = "partners", _("Partners")
        FINANCING = "financing", _("Financing")

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="sections")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    paragraph = models.ForeignKey(
        "mandates.Paragraph", models.PROTECT, null=True, blank=True, related_name="report_sections",
        verbose_name=_("on the paragraph"),
    )  # fmt: skip
    text = models.TextField(_("text"), null=True)  # noqa: DJ001
    html = models.TextField(null=True, editable=False)  # noqa: DJ001
    markup = models.CharField(_("markup"), max_length=8, choices=Markup, default=Markup.MARKDOWN)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["report", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "position"], name="section_once"),
            *language_constraints("section", "text", "html"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_kind_display()}"

    def has_text(self) -> bool:
        return any(self.state_in(code) != TextState.MISSING for code in LANGUAGES)
