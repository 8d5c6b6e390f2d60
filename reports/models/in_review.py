"""What waits for the Secretariat: the questions of its inbox."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from publication.languages import LANGUAGES, TextState, column

from .sections import Section

TABS = ("submitted", "returned", "scheduled", "open", "translation")


class InReviewQuerySet(models.QuerySet):
    """Reports as the Secretariat sees them."""

    def for_review(self):
        """All but the drafts that entities are writing: those are theirs alone."""
        return self.exclude(state="draft", filed_by_secretariat=False)

    def private_drafts(self):
        """The drafts that entities are writing."""
        return self.filter(state="draft", filed_by_secretariat=False)

    def in_tab(self, tab: str):
        """Those in one of TABS."""
        return self.for_review().filter(_tabs()[tab])

    def counts_by_tab(self) -> dict[str, int]:
        """How many are in each of TABS, in one query."""
        counts = {tab: Count("pk", filter=which) for tab, which in _tabs().items()}
        return self.for_review().order_by().aggregate(**counts)

    def assigned_to(self, person):
        """Those that the person looks after; None: nobody does."""
        return self.filter(assignee=person)

    def longest_waiting_first(self):
        """With `since`: when each came to where it is."""
        from .transitions import Transition

        steps = Transition.objects.order_by("-at", "-id").filter(report=OuterRef("pk"))
        last = Subquery(steps.exclude(from_state=F("to_state")).values("at")[:1])
        return self.annotate(
            since=Coalesce(F("published_at"), last, F("submitted_at"), F("created_at"))
        ).order_by("since", "pk")

    def for_inbox(self):
        """All that a row of the inbox shows."""
        return (
            self.longest_waiting_first()
            .select_related("entity", "cycle", "assignee")
            .prefetch_related("themes")
        )

    def with_review(self):
        """All that the review screen shows of the report itself."""
        found = self.select_related("entity", "cycle", "assignee", "approved_by", "author")
        return found.prefetch_related(
            "themes", "sections", "citations__paragraph", "citations__candidates"
        )

    def on_any_theme_of(self, report):
        """Reports that share a theme with this one."""
        return self.filter(themes__in=report.themes.all()).distinct()

    def handed_in_beside(self, report):
        """Other reports of its entity that left their writers' hands, with texts; newest first."""
        found = self.filter(entity=report.entity_id).outside_lineage(report)
        handed_in = found.filter(state__in=["submitted", "returned", "published"])
        return handed_in.prefetch_related("sections", "themes").order_by("-date", "-id")

    def outside_lineage(self, report):
        first = report.public_id
        return self.exclude(Q(pk=first) | Q(lineage=first))


def _tabs() -> dict[str, Q]:
    submitted, timed = Q(state="submitted"), Q(publish_at__isnull=False)
    return {
        "submitted": submitted & ~timed,
        "returned": Q(state="returned"),
        "scheduled": submitted & timed,
        "open": Q(state__in=["draft", "submitted", "returned"]),
        "translation": Q(state="published") & Exists(_half_translated()),
    }


def _half_translated() -> models.QuerySet:
    """Sections of the report that have a text, and not in every language."""
    missing = Q()
    for code in LANGUAGES:
        missing |= Q(**{column("state", code): TextState.MISSING})
    return Section.objects.filter(
        missing, original_language__isnull=False, report=OuterRef("pk")
    ).order_by()


class OverdueQuerySet(models.QuerySet):
    """Entities asked in a cycle, as to what is still wanting of them."""

    def overdue(self, at: datetime, theme=None):
        """Those whose date has passed, in cycles not closed, with a theme not submitted on.

        With `theme`, that one. `silent_themes` says on how many nothing is submitted.
        """
        silent = _silent_themes() if theme is None else _silent_themes().filter(theme=theme)
        silent_count = silent.order_by().values("cycle").annotate(n=Count("pk")).values("n")
        return (
            self.filter(cycle__announced_at__isnull=False, cycle__is_legacy=False)
            .filter(cycle__due_at__lt=at)
            .filter(Q(extended_until__isnull=True) | Q(extended_until__lt=at))
            .filter(Q(cycle__closes_at__isnull=True) | Q(cycle__closes_at__gt=at))
            .filter(Exists(silent))
            .annotate(silent_themes=Subquery(silent_count))
            .select_related("cycle", "entity")
            .order_by("cycle__due_at", "entity__slug", "pk")
        )


def _silent_themes() -> models.QuerySet:
    """Themes of the cycle on which the entity has submitted nothing in it."""
    from .cycles import Cycle
    from .report_themes import ReportTheme
    from .reports import Report

    submitted = ReportTheme.objects.filter(
        theme=OuterRef("theme"),
        report__cycle=OuterRef("cycle"),
        report__entity=OuterRef(OuterRef("entity")),
        report__state__in=Report.REPORTED,
    ).order_by()
    themes = Cycle.themes.through.objects.filter(cycle=OuterRef("cycle"))
    return themes.filter(~Exists(submitted))
