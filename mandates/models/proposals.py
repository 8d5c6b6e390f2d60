"""Links between paragraphs that the portal proposes and people decide on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .paragraphs import Paragraph


class LinkProposalQuerySet(models.QuerySet):
    def open(self) -> "LinkProposalQuerySet":
        return self.filter(state=LinkProposal.State.OPEN)

    def in_state(self, state: str) -> "LinkProposalQuerySet":
        return self.filter(state=state)

    def decidable(self) -> "LinkProposalQuerySet":
        """Open ones, and rejected ones that are looked at once more."""
        return self.exclude(state=LinkProposal.State.CONFIRMED)

    def with_ids(self, ids) -> "LinkProposalQuerySet":
        return self.filter(pk__in=ids)

    def with_ends(self) -> "LinkProposalQuerySet":
        return self.select_related("source", "target")

    def held(self) -> "LinkProposalQuerySet":
        """Locked until the transaction ends, in one order for everybody."""
        return self.select_for_update(of=("self",)).order_by("pk")

    def for_page(self) -> "LinkProposalQuerySet":
        """The most alike first, with both texts and where they stand."""
        named = self.select_related(
            "source__document__meeting", "source__section", "target__document__meeting",
            "target__section", "decided_by",
        )  # fmt: skip
        return named.order_by("-share", "id")


class LinkProposal(models.Model):
    """Two paragraphs of different documents that read alike; `source` is of the newer document."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("proposal", "open")
        CONFIRMED = "confirmed", pgettext_lazy("proposal", "confirmed")
        REJECTED = "rejected", pgettext_lazy("proposal", "rejected")

    source = models.ForeignKey(Paragraph, models.CASCADE, related_name="+")
    target = models.ForeignKey(Paragraph, models.CASCADE, related_name="+")
    share = models.PositiveSmallIntegerField(_("how alike, in per cent"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = LinkProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed link")
        verbose_name_plural = _("proposed links")
        ordering = ["-share", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="link_proposal_once"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="link_proposal_not_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="open"),
                name="link_proposal_decided_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} – {self.target_id}: {self.share} %"
