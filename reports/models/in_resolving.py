"""Ambiguous citations, and decisions on them: the questions of the citation queue."""

from django.db import models
from django.db.models import Prefetch

from mandates.models import Paragraph


class InResolvingQuerySet(models.QuerySet):
    """Citations as they wait for a decision."""

    def waiting(self) -> "InResolvingQuerySet":
        """Ambiguous ones of published reports, with their candidates, by entity and number."""
        found = self.filter(state="ambiguous", report__state="published")
        return (
            found.select_related("report__entity")
            .prefetch_related(Prefetch("candidates", Paragraph.objects.with_place()))
            .order_by("report__entity__slug", "typed", "report__date", "pk")
        )

    def with_candidate(self, paragraph) -> "InResolvingQuerySet":
        return self.filter(candidates=paragraph)

    def still_waiting(self, ids) -> "InResolvingQuerySet":
        return self.filter(pk__in=ids, state="ambiguous", report__state="published")

    def cited_paragraphs(self) -> "InResolvingQuerySet":
        """Rows of report and paragraph, where the paragraph is certain."""
        rows = self.filter(paragraph__isnull=False).order_by()
        return rows.values_list("report", "paragraph")

    def typed_rows(self) -> "InResolvingQuerySet":
        """Rows of citation, entity, and the number as it was typed."""
        return self.order_by().values_list("pk", "report__entity", "typed")

    def left_by(self, resolution) -> "InResolvingQuerySet":
        """Exact ones that the decision made, in reports that are published."""
        return self.filter(resolution=resolution, state="exact", report__state="published")

    def drop_candidates(self) -> None:
        """Forget which paragraphs the citations may have meant."""
        through = self.model.candidates.through.objects
        through.filter(citation__in=self.values("pk")).delete()


class ResolutionQuerySet(models.QuerySet):
    def newest_first(self) -> "ResolutionQuerySet":
        return self.select_related("by", "undone_by").order_by("-at", "-id")

    def standing(self) -> "ResolutionQuerySet":
        """Decisions that were not taken back."""
        return self.filter(undone_at__isnull=True)

    def with_id(self, pk: int) -> "ResolutionQuerySet":
        return self.filter(pk=pk)
