"""Files that stand beside a report."""

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def stored_name(attachment: "Attachment", original: str) -> str:
    """Where the file is kept: a random name that says nothing of what the person called it."""
    token = uuid.uuid4().hex
    return f"attachments/{token[:2]}/{token}"


class AttachmentQuerySet(models.QuerySet):
    def of_report(self, report) -> "AttachmentQuerySet":
        return self.filter(report=report).order_by("added_at", "id")

    def copied_from(self, report) -> "AttachmentQuerySet":
        return self.of_report(report)

    def beside(self, reports) -> "AttachmentQuerySet":
        """Files of any of the reports."""
        return self.filter(report__in=reports)

    def with_ids(self, ids) -> "AttachmentQuerySet":
        return self.filter(pk__in=ids)

    def in_published_reports(self) -> "AttachmentQuerySet":
        return self.filter(report__state="published")

    def notes_received(self) -> "AttachmentQuerySet":
        """Notes by which entities reported to the Secretariat."""
        return self.filter(is_note_received=True)

    def without_notes(self) -> "AttachmentQuerySet":
        """All but the notes received, which the Secretariat keeps as they came."""
        return self.filter(is_note_received=False)

    def public(self) -> "AttachmentQuerySet":
        """Those that anybody may read once their report is published."""
        return self.filter(is_public=True)

    def published(self) -> "AttachmentQuerySet":
        """Those that anybody may read, as they were added."""
        return self.public().in_published_reports().order_by("pk")

    def for_export(self) -> "AttachmentQuerySet":
        return self.select_related("report__entity")

    def with_token(self, token) -> "AttachmentQuerySet":
        return self.filter(token=token)

    def stored_names(self, names) -> set[str]:
        """Those of the stored names that an attachment has."""
        return set(self.filter(file__in=names).values_list("file", flat=True))

    def bytes_of_entity(self, entity) -> int:
        """What all the entity's files take, in bytes."""
        return self.filter(report__entity=entity).aggregate(total=Sum("size"))["total"] or 0


class Attachment(models.Model):
    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="attachments")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=stored_name, max_length=100)
    name = models.CharField(_("name of the file"), max_length=150)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    is_public = models.BooleanField(_("public"), default=False)
    is_note_received = models.BooleanField(
        _("note received from the entity"), default=False, editable=False
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("added by"),
    )  # fmt: skip
    added_at = models.DateTimeField(_("added"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(name="") & ~Q(file=""), name="attachment_named"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:attachment", args=[self.report.public_id, self.token])

    @property
    def ending(self) -> str:
        """The kind of file as people name it: PDF, DOCX."""
        return PurePosixPath(self.name).suffix.lstrip(".").upper()
