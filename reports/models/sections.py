"""The parts of a report: what was done, planned, comes next."""

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from publication.languages import LANGUAGES, TextState, column, columns
from publication.rendering import Markup
from publication.translated import Translated, TranslatedQuerySet, language_constraints


class SectionQuerySet(TranslatedQuerySet):
    def of_reports(self, reports) -> "SectionQuerySet":
        return self.filter(report__in=reports).order_by("report_id", "position", "id")

    def in_reports(self, reports) -> "SectionQuerySet":
        return self.filter(report__in=reports).order_by()

    def on_funding(self) -> "SectionQuerySet":
        """Where reports say how what they did is paid for."""
        return self.filter(kind=Section.Kind.FINANCING, original_language__isnull=False)

    def reports_with_funding(self) -> int:
        return self.on_funding().aggregate(n=Count("report", distinct=True))["n"]

    def reports_by_language(self) -> dict[str, int]:
        """In how many reports a text can be read in each language."""
        there = {code: ~Q(**{column("state", code): TextState.MISSING}) for code in LANGUAGES}
        return self.aggregate(
            **{code: Count("report", distinct=True, filter=which) for code, which in there.items()}
        )

    def with_ids(self, ids: list[int]) -> "SectionQuerySet":
        return self.filter(pk__in=ids)

    def with_carried(self) -> "SectionQuerySet":
        """In their order, with the reports that texts or marks were taken over from."""
        return self.select_related("carried_from").order_by("position", "id")

    def of_kind(self, kind: str) -> "SectionQuerySet":
        return self.filter(kind=kind)

    def copied_from(self, report) -> "SectionQuerySet":
        return self.filter(report=report).order_by("position", "id")

    def for_theme(self, theme) -> "SectionQuerySet":
        """Sections of the reports on the theme."""
        return self.filter(report__theme_links__theme=theme)

    def to_translate(self) -> "SectionQuerySet":
        """Sections of published reports and of those on their way from submission on."""
        found = self.filter(report__state__in=["published", "submitted"])
        return found.select_related("report__entity")

    def in_later_drafts(self, section) -> "SectionQuerySet":
        """The same section in an edition that is on its way after the given one's."""
        lineage = section.report.public_id
        later = self.filter(
            report__lineage=lineage, report__state__in=["draft", "returned", "submitted"]
        )
        place = {"kind": section.kind, "position": section.position}
        return later.filter(**place, original_language=section.original_language)

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
        TERRITORY = "territory", _("Geographic coverage")
        ACTIVITIES = "activities", _("Activities stated in the programme")
        SOURCE = "source", _("Reference document")

    # What imports bring along, as printed; nobody is asked to write it.
    PRINTED = (Kind.ACTIVITIES, Kind.SOURCE)

    # Found by the index below, which begins with it.
    report = models.ForeignKey(
        "reports.Report", models.CASCADE, db_index=False, related_name="sections"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    paragraph = models.ForeignKey(
        "mandates.Paragraph", models.PROTECT, null=True, blank=True, related_name="report_sections",
        verbose_name=_("on the paragraph"),
    )  # fmt: skip
    text = models.TextField(_("text"), null=True)  # noqa: DJ001
    html = models.TextField(null=True, editable=False)  # noqa: DJ001
    markup = models.CharField(_("markup"), max_length=8, choices=Markup, default=Markup.MARKDOWN)

    # Text taken over from this earlier report, to be kept, changed or dropped before submission.
    carried_from = models.ForeignKey(
        "reports.Report", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["report", "position", "id"]
        # All that lists count of sections, so that they pass over no texts.
        indexes = [
            models.Index(
                fields=["report", "kind", "original_language", *columns("state")],
                name="section_facets",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "position"], name="section_once"),
            *language_constraints("section", "text", "html"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_kind_display()}"

    @classmethod
    def written_kinds(cls) -> "list[Section.Kind]":
        """The kinds that people are offered to write."""
        return [kind for kind in cls.Kind if kind not in cls.PRINTED]

    def has_text(self) -> bool:
        return any(self.state_in(code) != TextState.MISSING for code in LANGUAGES)
