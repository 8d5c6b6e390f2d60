"""Citations: the paragraphs a report is about, certain, ambiguous or not known yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CitationQuerySet(models.QuerySet):
    def of_reports(self, reports) -> "CitationQuerySet":
        return self.filter(report__in=reports).order_by("report_id", "position")

    def with_reports(self, reports) -> "CitationQuerySet":
        return self.filter(report__in=reports)

    def ambiguous(self) -> "CitationQuerySet":
        return self.filter(state=Citation.State.AMBIGUOUS)

    def unresolved(self) -> "CitationQuerySet":
        return self.filter(state=Citation.State.UNRESOLVED)

    def of_documents(self, documents) -> "tuple[CitationQuerySet, CitationQuerySet]":
        """Rows of document, report and entity: the certain citations, and the candidates'."""
        certain = self.order_by().filter(paragraph__document__in=documents)
        perhaps = self.ambiguous().order_by().filter(candidates__document__in=documents)
        whose = ("report", "report__entity")
        return (
            certain.values_list("paragraph__document", *whose).distinct(),
            perhaps.values_list("candidates__document", *whose).distinct(),
        )

    def with_paragraphs(self) -> "CitationQuerySet":
        return self.select_related("paragraph__document").order_by("position", "id")

    def in_published_reports(self) -> "CitationQuerySet":
        return self.filter(report__state="published")


class Citation(models.Model):
    """A report points at a paragraph. An imported number stays as typed; nothing is guessed."""

    class State(models.TextChoices):
        EXACT = "exact", _("exact")
        AMBIGUOUS = "ambiguous", _("document not stated")
        UNRESOLVED = "unresolved", _("paragraph not found")

    OPEN = (State.AMBIGUOUS, State.UNRESOLVED)

    class Mark(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        ONGOING = "ongoing", _("ongoing")
        NO_EVIDENCE = "no_evidence", _("no evidence available")

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    paragraph = models.ForeignKey(
        "mandates.Paragraph", models.PROTECT, null=True, blank=True, related_name="citations",
        verbose_name=_("paragraph"),
    )  # fmt: skip
    typed = models.CharField(_("number as typed"), max_length=40, blank=True)
    candidates = models.ManyToManyField(
        "mandates.Paragraph", blank=True, related_name="candidate_of", verbose_name=_("candidates")
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    mark = models.CharField(_("mark"), max_length=12, choices=Mark, blank=True)
    evidence_url = models.URLField(_("evidence"), max_length=500, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("resolved by"),
    )  # fmt: skip
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="citation_position_once"),
            models.UniqueConstraint(
                fields=["report", "paragraph"],
                condition=Q(paragraph__isnull=False),
                name="citation_paragraph_once",
            ),
            models.CheckConstraint(
                condition=Q(state="exact", paragraph__isnull=False)
                | (Q(state__in=["ambiguous", "unresolved"], paragraph__isnull=True) & ~Q(typed="")),
                name="citation_exact_has_paragraph",
            ),
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="citation_resolved_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.typed or self.paragraph_id}"
