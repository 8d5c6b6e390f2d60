"""The history of a report: one row per change of state, written by the workflow only."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .reports import Report


class TransitionQuerySet(models.QuerySet):
    def of_reports(self, ids: list[int]) -> "TransitionQuerySet":
        return self.filter(report__in=ids)

    def last_of(self, report) -> int:
        """Id of the report's last step; 0 before the first."""
        return self.filter(report=report).aggregate(last=Max("id"))["last"] or 0

    def of_public_life(self, ids: list[int]) -> "TransitionQuerySet":
        """Steps that led to what the public reads or read, without who took them."""
        seen = Q(to_state__in=Report.ONCE_PUBLIC) | Q(verb__in=["submit", "correct"])
        return self.of_reports(ids).filter(seen).order_by("at", "id")

    def without_snapshots(self) -> "TransitionQuerySet":
        return self.defer("snapshot")

    def with_token(self, token) -> "TransitionQuerySet":
        """The step that a form with this token has caused, if it has."""
        return self.filter(token=token).select_related("report")

    def of_verb(self, *verbs: str) -> "TransitionQuerySet":
        return self.filter(verb__in=verbs)

    def last_returns(self, ids: list[int]) -> "dict[int, Transition]":
        """The last step back of each of the reports, by the report's id."""
        steps = self.of_reports(ids).of_verb("return").order_by("at", "id").defer("snapshot")
        return {step.report_id: step for step in steps}

    def last_asking(self, report) -> "Transition | None":
        """The last step that asked its writers for something, with why."""
        asking = self.of_reports([report.pk]).of_verb("return", "refuse_approval", "correct")
        return asking.newest_first().without_snapshots().first()

    def kept_beside(self, report) -> set[int]:
        """Public numbers of the reports that are kept beside this one, said on either of them."""
        own = report.public_id
        said = Q(report=own) | Q(report__lineage=own) | Q(note=str(own))
        rows = self.of_verb("keep_both").filter(said)
        pairs = {(first or pk, int(note)) for pk, first, note in
                 rows.values_list("report", "report__lineage", "note")}  # fmt: skip
        return {other for pair in pairs for other in pair} - {own}

    def of_entity(self, entity) -> "TransitionQuerySet":
        """Steps of all the entity's reports, with what a line says of each."""
        named = self.filter(report__entity=entity).select_related("report__cycle", "by")
        return named.prefetch_related("report__themes").defer("snapshot").order_by("-at", "-id")

    def newest_first(self) -> "TransitionQuerySet":
        return self.select_related("by").order_by("-at", "-id")

    def newest_snapshots(self) -> "TransitionQuerySet":
        """The reports as they stood, newest first."""
        return self.order_by("-at", "-id").values_list("snapshot", flat=True)

    def of_import(self, batch: int) -> "TransitionQuerySet":
        return self.filter(note=f"import {batch}", verb__endswith="_imported")

    def later_than(self, moment) -> "TransitionQuerySet":
        return self.filter(at__gt=moment)

    def after_import(self, batch: int) -> "TransitionQuerySet":
        """Steps that came after the ones of this import, in the same reports."""
        step = Transition.objects.of_import(batch).filter(report=OuterRef("report"))
        return self.filter(Exists(step.filter(id__lt=OuterRef("id"))) & ~Q(note=f"import {batch}"))


class TakenStep(models.Model):
    """Who took a step and when, with what it left: `snapshot` is the record as it then stood.

    `by` is empty for the site's own commands.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)
    # The form's own token: the same form sent again finds this row and changes nothing.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    snapshot = models.JSONField(_("as it stood"), default=dict)

    class Meta:
        abstract = True
        ordering = ["at", "id"]


class Transition(TakenStep):
    report = models.ForeignKey(Report, models.CASCADE, related_name="transitions")
    verb = models.CharField(_("step"), max_length=24)
    from_state = models.CharField(
        pgettext_lazy("state of a report", "from"), max_length=10, choices=Report.State
    )
    to_state = models.CharField(
        pgettext_lazy("state of a report", "to"), max_length=10, choices=Report.State
    )

    objects = TransitionQuerySet.as_manager()

    class Meta(TakenStep.Meta):
        verbose_name = _("step in a report's history")
        verbose_name_plural = _("steps in reports' histories")

    def __str__(self) -> str:
        return f"{self.report_id}: {self.verb}"
