"""What came from outside: batches, the records they made, and what they changed."""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publication.progress import Superseded

from .layouts import LEGACY_PAGE, MATRICES, SHEETS


class BatchQuerySet(models.QuerySet):
    def newest_first(self) -> "BatchQuerySet":
        return self.order_by("-created_at", "-id")

    def done(self) -> "BatchQuerySet":
        return self.filter(state=Batch.State.DONE)

    def sheets(self) -> "BatchQuerySet":
        """Sheets of records, as their own screens show them."""
        return self.filter(layout__in=SHEETS)

    def pages(self) -> "BatchQuerySet":
        """What the administration shows by itself: all but sheets."""
        return self.exclude(layout__in=SHEETS)

    def with_pk(self, pk: int) -> "BatchQuerySet":
        return self.filter(pk=pk)

    def for_list(self) -> "BatchQuerySet":
        return self.with_people().defer("text")

    def throw_away(self, pk: int) -> bool:
        """Delete the batch unless it has written something or is about to; whether it was."""
        untouched = [Batch.State.PREVIEW, Batch.State.FAILED]
        return bool(self.filter(pk=pk, state__in=untouched).delete()[0])

    def with_people(self) -> "BatchQuerySet":
        return self.select_related("theme", "programme", "by", "undone_by")

    def adjustable(self) -> "BatchQuerySet":
        """Matrices whose preview may still be changed."""
        return self.filter(state__in=Batch.ADJUSTABLE, layout__in=MATRICES)

    def carried_out_by(self, batch: "Batch") -> "BatchQuerySet":
        """The batch, as long as no other worker has begun it again."""
        running = self.filter(state=Batch.State.RUNNING)
        return running.filter(pk=batch.pk, attempt=batch.attempt)

    def to_start(self, *, silent_since: datetime) -> "BatchQuerySet":
        """Batches to confirm or to try again, and those whose worker gave no sign since."""
        on_the_way = Q(state__in=[Batch.State.WAITING, Batch.State.RUNNING])
        still = Q(state__in=[Batch.State.PREVIEW, Batch.State.FAILED])
        return self.filter(still | on_the_way & Q(seen_at__lt=silent_since))

    def begin(self, pk: int, now: datetime) -> "Batch | None":
        """Claim a waiting batch for the worker that asks; None when it is not waiting."""
        waiting = self.filter(pk=pk, state=Batch.State.WAITING)
        running = {"state": Batch.State.RUNNING, "attempt": F("attempt") + 1, "seen_at": now}
        return self.with_people().get(pk=pk) if waiting.update(**running) else None


class Batch(models.Model):
    """One file taken in, or about to be."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("previewed")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", pgettext_lazy("state of an import", "done")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    ADJUSTABLE = (State.PREVIEW, State.FAILED)

    layout = models.CharField(_("layout"), max_length=24, default=LEGACY_PAGE)
    theme = models.ForeignKey(
        "mandates.Theme", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("theme"),
    )  # fmt: skip
    programme = models.ForeignKey(
        "mandates.Document", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("programme"),
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    # What a person chose in the preview: roles of columns, what becomes of near duplicates.
    choices = models.JSONField(default=dict, blank=True)
    language = models.CharField(_("language of the page"), max_length=5, blank=True)
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    file_hash = models.CharField(_("SHA-256"), max_length=64, blank=True)
    text = models.TextField(
        _("text"), blank=True, help_text=_("Kept from the preview until the import is done.")
    )
    create_missing = models.BooleanField(_("create what is not known"), default=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PREVIEW)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    seen_at = models.DateTimeField(_("last sign of the worker"), null=True, blank=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps_in_all = models.PositiveIntegerField(default=0)
    summary = models.JSONField(_("counts and warnings"), default=dict, blank=True)
    failure = models.JSONField(
        _("error"), default=list, blank=True, help_text=_("A code of imports.notes and its words.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("undone by"),
    )  # fmt: skip

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False)
                | (~Q(state="undone") & Q(undone_at__isnull=True)),
                name="batch_undone_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"

    def get_absolute_url(self) -> str:
        """Its page: in the administration, a sheet's among the Secretariat's screens."""
        if self.layout in SHEETS:
            return reverse("sheets:batch", args=[self.pk])
        return reverse("admin:imports_batch_change", args=[self.pk])

    @property
    def sheet_label(self) -> str:
        """What records the sheet holds, in words."""
        from .sheets.writing import kind_of

        return str(kind_of(self).label)

    @property
    def is_on_the_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    def finish(self) -> None:
        """Store the batch as done, first thing in the transaction that writes its records.

        Raises Superseded when it is no longer this worker that carries it out.
        """
        if self.pk and not Batch.objects.carried_out_by(self).update(state=self.State.DONE):
            raise Superseded
        self.state, self.text = self.State.DONE, ""
        self.save()


class Contact(models.Model):
    """Whom a source names to be asked about a programme. Private: no public page reads this app."""

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.TextField(_("contact person"))

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="contact_once"),
            models.CheckConstraint(condition=~Q(text=""), name="contact_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.position}"


class OriginQuerySet(models.QuerySet):
    def of_kind(self, kind: str) -> "OriginQuerySet":
        return self.filter(kind=kind)

    def keyed(self, kind: str, prefix: str) -> dict[str, int]:
        """Ids of the records of a kind by key, for keys that begin with `prefix`."""
        rows = self.of_kind(kind).filter(key__startswith=prefix)
        return dict(rows.values_list("key", "object_id"))

    def with_key(self, key: str) -> "OriginQuerySet":
        return self.filter(key=key)

    def naming(self, entity: int) -> "OriginQuerySet":
        """Those of reports and resources whose key may name the entity with this id."""
        kinds = ["report", "resource"]
        return self.filter(kind__in=kinds, key__contains=f"|{entity}|").order_by("id")

    def of_record(self, record: models.Model) -> "OriginQuerySet":
        return self.of_records(type(record), [record.pk])

    def of_records(self, model: type[models.Model], ids: list[int]) -> "OriginQuerySet":
        kind = ContentType.objects.get_for_model(model)
        return self.filter(content_type=kind, object_id__in=ids)


class Origin(models.Model):
    """Where a record came from: the key under which its source knows it."""

    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="origins", verbose_name=_("import")
    )
    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key in the source"), max_length=500)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()

    objects = OriginQuerySet.as_manager()

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        indexes = [models.Index(fields=["content_type", "object_id"], name="origin_of_record")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="origin_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ChangeQuerySet(models.QuerySet):
    def created(self) -> "ChangeQuerySet":
        return self.filter(action=Change.Action.CREATED)

    def updates(self) -> "ChangeQuerySet":
        return self.filter(action=Change.Action.UPDATED).order_by("-id")

    def ids_of(self, model: type[models.Model]) -> models.QuerySet:
        """Ids of the changed records of one kind, as a subquery or to walk through."""
        kind = ContentType.objects.get_for_model(model)
        return self.filter(content_type=kind).values_list("object_id", flat=True)

    def touched_later(self) -> "ChangeQuerySet":
        """Those of these changes whose record another batch, still in force, changed later."""
        later = Change.objects.filter(
            content_type=OuterRef("content_type"),
            object_id=OuterRef("object_id"),
            id__gt=OuterRef("id"),
            batch__state=Batch.State.DONE,
        ).exclude(batch=OuterRef("batch"))
        return self.filter(Exists(later))


class Change(models.Model):
    """What a batch did to a record: made it, or changed it from `before`. Undo reads this."""

    class Action(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")

    batch = models.ForeignKey(
        Batch, models.CASCADE, related_name="changes", verbose_name=_("import")
    )
    action = models.CharField(_("action"), max_length=8, choices=Action)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    before = models.JSONField(_("before"), default=dict, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["content_type", "object_id"], name="change_of_record")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.action} {self.content_type_id}:{self.object_id}"
