"""Parts of a report that a coordinator hands to a ministry or an agency."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .citations import Citation
from .sections import Section


class DelegationQuerySet(models.QuerySet):
    def held(self) -> "DelegationQuerySet":
        """Locked until the transaction ends, with the report."""
        return self.select_related("report__entity", "to").select_for_update(of=("self",))

    def for_page(self, pk: int) -> "DelegationQuerySet":
        """The one part with all that its page shows."""
        found = self.filter(pk=pk).select_related("report__entity", "report__cycle", "to", "by")
        return found.prefetch_related("report__themes", "texts", "delegated_paragraphs")

    def to_write_or_of(self, user, entities, reports) -> "DelegationQuerySet":
        """The person's own parts in hand for these entities, and all parts of these reports."""
        own = Q(to=user, report__entity__in=entities, report__state__in=("draft", "returned"))
        found = self.filter(own & Q(merged_at__isnull=True, ended_at__isnull=True)
                            | Q(report__in=reports))  # fmt: skip
        found = found.select_related("report__entity", "report__cycle", "to", "by")
        return found.order_by("due_on", "at", "id")

    def current(self) -> "DelegationQuerySet":
        """Neither taken over nor called back."""
        return self.filter(merged_at__isnull=True, ended_at__isnull=True)

    def of_report(self, report) -> "DelegationQuerySet":
        return self.filter(report=report).select_related("to", "by").order_by("at", "id")

    def merged(self) -> "DelegationQuerySet":
        """Those whose text stands in the report, with who took it over."""
        return self.filter(merged_at__isnull=False).select_related("to", "by", "merged_by")

    def handed_in(self) -> "DelegationQuerySet":
        return self.filter(handed_in_at__isnull=False)

    def to_take_over(self) -> "DelegationQuerySet":
        return self.current().handed_in()


class Delegation(models.Model):
    """A contributor is asked to write a part; the text stays apart until the coordinator takes it.

    Without paragraphs the part is the whole of the report's themes.
    """

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="delegations")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations", verbose_name=_("to")
    )
    note = models.TextField(_("what is asked"), blank=True)
    due_on = models.DateField(_("wanted by"), null=True, blank=True)
    paragraphs = models.ManyToManyField(
        "mandates.Paragraph", through="reports.DelegatedParagraph", related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed over by")
    )
    at = models.DateTimeField(_("handed over"))
    revision = models.PositiveIntegerField(default=0, editable=False)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    merged_at = models.DateTimeField(_("taken over"), null=True, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("taken over by"),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("called back"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("part handed over")
        verbose_name_plural = _("parts handed over")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_by__isnull=True, merged_at__isnull=True)
                | Q(merged_by__isnull=False, merged_at__isnull=False,
                    handed_in_at__isnull=False, merged_at__gte=F("handed_in_at")),
                name="delegation_merged_by_and_when",
            ),
            models.CheckConstraint(
                condition=Q(merged_at__isnull=True) | Q(ended_at__isnull=True),
                name="delegation_merged_or_ended",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.report_id}: {self.to}"

    @property
    def is_over(self) -> bool:
        """Taken over or called back."""
        return self.merged_at is not None or self.ended_at is not None

    @property
    def is_written(self) -> bool:
        """In the contributor's hands, as far as the part goes."""
        return not self.is_over and self.handed_in_at is None


class DelegatedParagraphQuerySet(models.QuerySet):
    def marked(self) -> "DelegatedParagraphQuerySet":
        """Those for which the contributor proposes a mark."""
        return self.exclude(mark="")


class DelegatedParagraph(models.Model):
    """A paragraph in the part, with the mark the contributor proposes for it."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="delegated_paragraphs")
    paragraph = models.ForeignKey("mandates.Paragraph", models.PROTECT, related_name="+")
    mark = models.CharField(_("mark"), max_length=12, choices=Citation.Mark, blank=True)
    evidence_url = models.URLField(_("evidence"), max_length=500, blank=True)

    objects = DelegatedParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph handed over")
        verbose_name_plural = _("paragraphs handed over")
        ordering = ["paragraph__document", "paragraph__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "paragraph"], name="delegated_paragraph_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id}: {self.paragraph_id}"


class DelegatedText(models.Model):
    """What the contributor wrote for one section, in the report's language."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="texts")
    kind = models.CharField(_("kind"), max_length=14, choices=Section.Kind)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of a part handed over")
        verbose_name_plural = _("texts of parts handed over")
        ordering = ["delegation", "id"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "kind"], name="delegated_text_once"),
            models.CheckConstraint(condition=~Q(text=""), name="delegated_text_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id}: {self.get_kind_display()}"
