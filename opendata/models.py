"""Files that a job makes: pages of a data version, and documents that staff have drafted."""

import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publication.languages import LANGUAGES


class KeptFileQuerySet(models.QuerySet):
    def of(self, key: str, version: int) -> "KeptFileQuerySet":
        return self.filter(key=key, version=version)

    def waiting(self, since: datetime.datetime) -> "KeptFileQuerySet":
        """Asked for since then, and not made yet."""
        return self.filter(made_at__isnull=True, asked_at__gt=since)

    def over(self, version: int, before: datetime.datetime) -> "KeptFileQuerySet":
        """Asked for before the moment, and of another data version or never made."""
        return self.filter(asked_at__lt=before).exclude(version=version, made_at__isnull=False)

    def stored_names(self) -> set[str]:
        return set(self.exclude(file="").values_list("file", flat=True))


class KeptFile(models.Model):
    """A file of one data version. `what` tells the job what to make, `key` is its fingerprint."""

    key = models.CharField(max_length=32)
    version = models.PositiveBigIntegerField()
    what = models.JSONField()
    name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    file = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    objects = KeptFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="kept_file_once"),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, file="")
                | (Q(made_at__isnull=False) & ~Q(file="")),
                name="kept_file_made_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.key} ({self.version})"


class DraftedDocumentQuerySet(models.QuerySet):
    def newest_first(self) -> "DraftedDocumentQuerySet":
        return self.select_related("by").order_by("-asked_at", "-id")

    def with_people(self) -> "DraftedDocumentQuerySet":
        return self.select_related("by")

    def begin(self, pk: int, now: datetime.datetime) -> "DraftedDocument | None":
        """Claim a document that is not made yet for the worker that asks; None when it is."""
        running = {"stage": DraftedDocument.Stage.RUNNING, "attempt": F("attempt") + 1}
        unmade = self.filter(pk=pk, made_at=None)
        return self.get(pk=pk) if unmade.update(**running, seen_at=now) else None

    def worked_on_by(self, draft: "DraftedDocument") -> "DraftedDocumentQuerySet":
        """The document, as long as no other worker has begun it again."""
        return self.filter(pk=draft.pk, attempt=draft.attempt, made_at=None)

    def on_the_way(self, since: datetime.datetime) -> "DraftedDocumentQuerySet":
        """Those that a worker has still to make and that gave a sign since the moment."""
        return self.filter(stage__in=DraftedDocument.ON_THE_WAY, seen_at__gt=since)

    def asked_before(self, moment: datetime.datetime) -> "DraftedDocumentQuerySet":
        return self.filter(asked_at__lt=moment)

    def stored_names(self) -> set[str]:
        return set(self.exclude(file="").values_list("file", flat=True))


class DraftedDocument(models.Model):
    """A document that the Secretariat had drafted from the records, kept for download.

    `what` names what it is of, by slugs and a year. `version` is the data version it was made of.
    """

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("Annual report of a programme")
        STATUS = "status", _("Status of a Summit’s mandates")
        NATIONAL = "national", _("National report for a Summit")
        COMPENDIUM = "compendium", _("Compendium of a theme")

    class Ending(models.TextChoices):
        WORD = "docx", "Word"
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        HTML = "html", "HTML"

    class Stage(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", pgettext_lazy("a document", "being made")
        DONE = "done", pgettext_lazy("a document", "ready")
        FAILED = "failed", _("failed")

    ON_THE_WAY = (Stage.WAITING, Stage.RUNNING)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    what = models.JSONField()
    language = models.CharField(_("language"), max_length=5)
    ending = models.CharField(_("format"), max_length=4, choices=Ending)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    asked_at = models.DateTimeField(_("asked for"))
    stage = models.CharField(_("state"), max_length=7, choices=Stage, default=Stage.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(_("last sign of the worker"))
    steps_done = models.PositiveIntegerField(default=0)
    steps_in_all = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=500, blank=True)
    version = models.CharField(_("data version"), max_length=40, blank=True)
    name = models.CharField(_("file"), max_length=255, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    file = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    made_at = models.DateTimeField(_("made"), null=True)

    objects = DraftedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("drafted document")
        verbose_name_plural = _("drafted documents")
        constraints = [
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="draft_language"),
            models.CheckConstraint(
                condition=Q(stage="done", made_at__isnull=False) & ~Q(file="")
                | ~Q(stage="done") & Q(made_at__isnull=True, file=""),
                name="draft_done_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} {self.pk}"

    @property
    def is_on_the_way(self) -> bool:
        return self.stage in self.ON_THE_WAY

    @property
    def query(self) -> str:
        """What it is of, for the form that asks for another one like it."""
        asked = sorted((name, value) for name, value in self.what.items() if value)
        return f"?{urlencode(asked)}"
