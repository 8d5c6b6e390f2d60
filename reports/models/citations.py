"""Citations: the paragraphs a report is about, certain, ambiguous or not known yet."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mandates.models import Paragraph
from mandates.models.paragraphs import counted

from .in_resolving import InResolvingQuerySet, ResolutionQuerySet


class CitationQuerySet(InResolvingQuerySet):
    def of_reports(self, reports) -> "CitationQuerySet":
        return self.filter(report__in=reports).order_by("report_id", "position")

    def with_reports(self, reports) -> "CitationQuerySet":
        return self.filter(report__in=reports)

    def counts_by_mark(self) -> dict[str, int]:
        """How many reports have each mark, without those that say nothing."""
        rows = self.exclude(mark="").order_by().values_list("mark")
        return dict(rows.annotate(reports=Count("report", distinct=True)))

    def marks_by_report(self):
        """Rows of report and mark, without citations that say nothing."""
        return self.exclude(mark="").order_by().values_list("report_id", "mark")

    def documents_and_paragraphs(self) -> set[tuple[int, int, int]]:
        """Rows of report, paragraph and document: what is cited for certain or perhaps."""
        certain = self.order_by().filter(paragraph__isnull=False)
        perhaps = self.ambiguous().order_by().filter(candidates__isnull=False)
        return {
            *certain.values_list("report", "paragraph", "paragraph__document"),
            *perhaps.values_list("report", "candidates", "candidates__document"),
        }

    def with_ids(self, ids: list[int]) -> "CitationQuerySet":
        return self.filter(pk__in=ids)

    def certain_rows(self) -> "CitationQuerySet":
        """Rows of report, paragraph, document, meeting and moment of resolution, where known."""
        known = self.filter(paragraph__isnull=False).order_by("report", "position")
        document = "paragraph__document"
        return known.values_list(
            "report", "paragraph", document, f"{document}__meeting", "resolved_at"
        )

    def added_to(self, ids: list[int]) -> "CitationQuerySet":
        """Those that are not among the ones with these ids."""
        return self.exclude(pk__in=ids).order_by()

    def certain_of(self, report) -> "CitationQuerySet":
        """The report's citations of paragraphs that are known."""
        return self.filter(report=report, paragraph__isnull=False).order_by("position", "id")

    def candidate_addresses(self, ids: list[int]) -> list[tuple[int, str]]:
        """Rows of citation and "document/paragraph": what each of them may mean."""
        rows = Citation.candidates.through.objects.filter(citation__in=ids)
        in_order = rows.order_by("citation", "paragraph__document__date", "paragraph")
        path = "paragraph__"
        named = in_order.values_list("citation", f"{path}document__slug", f"{path}slug")
        return [(pk, f"{document}/{slug}") for pk, document, slug in named]

    def labels(self, paragraphs) -> dict[int, str]:
        """How the paragraphs are called in a list, by their ids."""
        found = Paragraph.objects.with_ids(list(paragraphs)).with_document()
        return {paragraph.pk: str(paragraph) for paragraph in found}

    def drop(self) -> None:
        """Delete the citations with their candidates, without reading them first."""
        through = Citation.candidates.through.objects
        through.filter(citation__in=self.values("pk")).delete()
        self._raw_delete(self.db)

    def with_carried(self) -> "CitationQuerySet":
        """In their order, with the reports that texts or marks were taken over from."""
        return self.select_related("carried_from").order_by("position", "id")

    def copied_from(self, report) -> "CitationQuerySet":
        found = self.filter(report=report).order_by("position", "id")
        return found.prefetch_related("candidates")

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

    def reports_naming(self, paragraphs) -> set[int]:
        """Ids of the reports that cite one of the paragraphs, for certain or perhaps."""
        named = Q(paragraph__in=paragraphs) | Q(candidates__in=paragraphs)
        return set(self.order_by().filter(named).values_list("report", flat=True))

    def in_cycle(self, cycle) -> "CitationQuerySet":
        return self.filter(report__cycle=cycle)

    def between_years(self, first: int | None, last: int | None) -> "CitationQuerySet":
        """In reports dated in these years; None: without an end."""
        found = self if first is None else self.filter(report__date__year__gte=first)
        return found if last is None else found.filter(report__date__year__lte=last)

    def demonstrations(self) -> "CitationQuerySet":
        return self.filter(report__is_demonstration=True)

    def counted_by_entity(self, column: str, document=None) -> "tuple[list, list]":
        """Rows of column, entity and number of reports: those that cite it, and others that may
        mean it.

        `column` is "document" or "pk", of a counted paragraph; perhaps of one document.
        """
        named = counted("paragraph__")
        if document is not None:
            named["paragraph__document"] = document
        where = f"paragraph__{column}"
        return (
            _by_entity(self.order_by().filter(**named), where, "report"),
            _by_entity(self._perhaps(where, **named), where, "citation__report"),
        )

    def counted_by_document(self) -> "tuple[dict[int, int], dict[int, int]]":
        """Numbers of reports by the document's id: those that cite it, and others that may mean it.

        That is what a list of reports finds by the document.
        """
        where = "paragraph__document"
        certain = self.order_by().filter(paragraph__isnull=False).values_list(where)
        perhaps = self._perhaps(where).values_list(where)
        return (
            dict(certain.annotate(reports=Count("report", distinct=True))),
            dict(perhaps.annotate(reports=Count("citation__report", distinct=True))),
        )

    def _perhaps(self, where: str, **named) -> models.QuerySet:
        """Candidates named so, of reports that do not cite the same paragraph or document."""
        same = {"report": OuterRef("citation__report"), where: OuterRef(where)}
        cited = self.order_by().filter(**named, **same)
        candidates = Citation.candidates.through.objects.filter(**named)
        return candidates.filter(citation__in=self.ambiguous().order_by()).exclude(Exists(cited))

    def marks_by_paragraph(self, documents) -> "CitationQuerySet":
        """Rows of paragraph of the documents, mark and number of reports that give it the mark."""
        certain = self.order_by().filter(paragraph__document__in=documents)
        rows = certain.exclude(mark="").values_list("paragraph", "mark")
        return rows.annotate(reports=Count("report", distinct=True))

    def marks_by_theme(self) -> "CitationQuerySet":
        """Rows of theme, mark and number of citations of counted paragraphs on the theme."""
        on_themes = {"paragraph__theme_links__isnull": False, **counted("paragraph__")}
        marked = self.order_by().filter(**on_themes)
        rows = marked.exclude(mark="").values_list("paragraph__theme_links__theme", "mark")
        return rows.annotate(citations=Count("id"))

    def first_by_document(self) -> dict[int, date]:
        """The date of the first report that cites each document for certain, by its id."""
        certain = self.order_by().filter(paragraph__isnull=False)
        rows = certain.values_list("paragraph__document").annotate(first=Min("report__date"))
        return dict(rows)

    def by_entities(self, entities) -> "CitationQuerySet":
        return self.filter(report__entity__in=entities)

    def certain_among(self, paragraphs) -> "CitationQuerySet":
        """Rows of paragraph, entity and mark, the oldest report's first."""
        named = self.filter(paragraph__in=paragraphs).order_by("report__date", "report_id")
        return named.values_list("paragraph", "report__entity", "mark")

    def perhaps_among(self, paragraphs) -> list[tuple[int, int]]:
        """Rows of paragraph and entity, one for each report that does not cite the paragraph for
        certain and may mean it."""
        rows = self._perhaps("paragraph", paragraph__in=paragraphs)
        reports = rows.values_list("paragraph", "citation__report__entity", "citation__report")
        return [(paragraph, entity) for paragraph, entity, _report in reports.distinct()]

    def with_paragraphs(self) -> "CitationQuerySet":
        return self.select_related("paragraph__document").order_by("position", "id")

    def in_published_reports(self) -> "CitationQuerySet":
        return self.filter(report__state="published")


def _by_entity(rows: models.QuerySet, where: str, report: str) -> list[tuple]:
    """Rows of `where`, the entity of the `report` and the number of reports."""
    numbers = rows.values_list(where, f"{report}__entity")
    return list(numbers.annotate(reports=Count(report, distinct=True)))


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
    typed = models.CharField(_("number as typed"), blank=True)
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
    resolution = models.ForeignKey(
        "reports.Resolution", models.PROTECT, null=True, blank=True, editable=False,
        related_name="citations",
    )  # fmt: skip
    # Mark taken over from this earlier report, to be confirmed or changed before submission.
    carried_from = models.ForeignKey(
        "reports.Report", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["report", "position"]
        indexes = [models.Index(fields=["report", "mark"], name="citation_marks")]
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


class Resolution(models.Model):
    """One decision of the Secretariat on many ambiguous citations, undone as one."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    # Rows of citation, candidate chosen, and how many others a group held: what undo puts back.
    choices = models.JSONField(_("choices"), default=list)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("undone by"),
    )  # fmt: skip
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution of citations")
        verbose_name_plural = _("resolutions of citations")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="resolution_undone_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
