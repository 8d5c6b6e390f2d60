"""What is said about a report on its way: comments tied to its parts, and internal notes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .sections import Section


class CommentQuerySet(models.QuerySet):
    def of_report(self, report) -> "CommentQuerySet":
        return self.filter(report=report).select_related("by", "paragraph").order_by("at", "id")

    def with_people(self) -> "CommentQuerySet":
        return self.select_related("by", "settled_by", "paragraph")

    def with_id(self, pk: int) -> "CommentQuerySet":
        return self.filter(pk=pk)

    def for_the_entity(self) -> "CommentQuerySet":
        """Those the entity sees; internal notes never leave the Secretariat."""
        return self.filter(is_internal=False)

    def internal(self) -> "CommentQuerySet":
        return self.filter(is_internal=True)

    def roots(self) -> "CommentQuerySet":
        """Without the answers."""
        return self.filter(reply_to__isnull=True)

    def unsettled(self) -> "CommentQuerySet":
        return self.filter(settled_at__isnull=True, is_internal=False, reply_to__isnull=True)

    def unanswered(self) -> "CommentQuerySet":
        """Those that still wait for a word of the entity."""
        return self.unsettled().filter(replies__isnull=True)


class Comment(models.Model):
    """A remark on a whole report (no kind, no paragraph), a section or a paragraph's mark."""

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="comments")
    kind = models.CharField(_("section"), max_length=14, choices=Section.Kind, blank=True)
    paragraph = models.ForeignKey(
        "mandates.Paragraph", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("on the paragraph"),
    )  # fmt: skip
    reply_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    text = models.TextField(_("comment"))
    is_internal = models.BooleanField(_("internal note"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("settled by"),
    )  # fmt: skip
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_not_empty"),
            models.CheckConstraint(
                condition=Q(kind="") | Q(paragraph__isnull=True), name="comment_on_one_part"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="comment_settled_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.text[:40]}"
