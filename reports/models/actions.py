"""Actions: what somebody undertook to carry out a paragraph, until when, and how far it is."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publication.dates import PartialDate, Precision
from publication.translated import Translated, TranslatedQuerySet, language_constraints

from .reports import Report


class ActionQuerySet(TranslatedQuerySet):
    def in_order(self) -> "ActionQuerySet":
        """As the document prints its paragraphs, and the actions of each as they stand there."""
        return self.order_by(
            "-paragraph__document__date", "paragraph__document", "paragraph__position",
            "paragraph", "position", "id",
        )  # fmt: skip

    def on_paragraph(self, paragraph) -> "ActionQuerySet":
        return self.filter(paragraph=paragraph).order_by("position", "id")

    def of_document(self, document) -> "ActionQuerySet":
        return self.filter(paragraph__document=document)

    def of_documents(self, documents) -> "ActionQuerySet":
        return self.filter(paragraph__document__in=documents)

    def states_by_paragraph(self) -> "ActionQuerySet":
        """Rows of paragraph, state and number of actions."""
        rows = self.order_by().values_list("paragraph", "state")
        return rows.annotate(number=Count("pk", distinct=True))

    def for_theme(self, theme) -> "ActionQuerySet":
        """Actions on the paragraphs of the theme."""
        return self.filter(paragraph__theme_links__theme=theme)

    def of_entity(self, entity) -> "ActionQuerySet":
        """Those for which the entity is responsible, alone or with others."""
        return self.filter(entities=entity)

    def in_state(self, state: str) -> "ActionQuerySet":
        return self.filter(state=state)

    def overdue(self, today: datetime.date) -> "ActionQuerySet":
        """Those whose last day is past and that are not done."""
        return self.filter(due_on__lt=today).exclude(state=Action.State.DONE)

    def due_from(self, day: datetime.date) -> "ActionQuerySet":
        """Those whose last day is this one or later."""
        return self.filter(due_on__gte=day)

    def real(self) -> "ActionQuerySet":
        return self.filter(is_demonstration=False)

    def with_ids(self, ids) -> "ActionQuerySet":
        return self.filter(pk__in=ids)

    def counted(self, today: datetime.date) -> tuple[dict[str, int], int]:
        """How many are in each state that some are in, and how many are overdue; one query."""
        number = Count("pk", distinct=True)
        late = Count("pk", filter=Q(due_on__lt=today), distinct=True)
        rows = list(self.order_by().values_list("state").annotate(number=number, late=late))
        overdue = sum(late for state, _number, late in rows if state != Action.State.DONE)
        return {state: number for state, number, _late in rows}, overdue

    def at_revision(self, revision: int) -> "ActionQuerySet":
        return self.filter(revision=revision)

    def for_export(self) -> "ActionQuerySet":
        """With `published`, those of the linked reports that are."""
        return self.for_page().prefetch_related(
            Prefetch("reports", Report.objects.published().order_by("pk"), to_attr="published")
        )

    def for_page(self) -> "ActionQuerySet":
        """With what the action's own page shows beside its texts."""
        found = self.select_related("paragraph__document", "kept_by")
        return found.prefetch_related("entities")


class Action(Translated):
    """A thing to be done for a paragraph, as a plan of action or an entity itself words it.

    The cells of a printed plan are kept whole: `heading` (theme), `text` (action), `activity` and
    `schedule` (calendar and state). `state` says only what the source or the entity says.
    """

    PRIMARY = "text"
    FOLLOWED = ("activity", "schedule")
    RENDERED = {"text": "html", "activity": "activity_html", "schedule": "schedule_html"}

    class State(models.TextChoices):
        ONGOING = "ongoing", pgettext_lazy("action", "ongoing")
        DONE = "done", pgettext_lazy("action", "done")
        PLANNED = "planned", pgettext_lazy("action", "planned")
        PENDING = "pending", pgettext_lazy("action", "pending")
        NOT_STATED = "not_stated", pgettext_lazy("action", "not stated")

    paragraph = models.ForeignKey(
        "mandates.Paragraph", models.PROTECT, related_name="actions", verbose_name=_("paragraph")
    )
    entities = models.ManyToManyField(
        "countries.Entity", blank=True, related_name="actions", verbose_name=_("responsible")
    )
    reports = models.ManyToManyField(
        "reports.Report", blank=True, related_name="actions", verbose_name=_("linked reports")
    )
    # Whose own words they are; empty where a document words the action.
    kept_by = models.ForeignKey(
        "countries.Entity", models.PROTECT, null=True, blank=True, related_name="own_actions",
        verbose_name=_("worded by"),
    )  # fmt: skip
    position = models.PositiveIntegerField(_("position"), default=0)
    heading = models.TextField(_("heading"), null=True, blank=True)  # noqa: DJ001
    text = models.TextField(_("action"), null=True)  # noqa: DJ001
    html = models.TextField(null=True, editable=False)  # noqa: DJ001
    activity = models.TextField(_("activities"), null=True, blank=True)  # noqa: DJ001
    activity_html = models.TextField(null=True, editable=False)  # noqa: DJ001
    schedule = models.TextField(_("schedule"), null=True, blank=True)  # noqa: DJ001
    schedule_html = models.TextField(null=True, editable=False)  # noqa: DJ001
    # The last day: of the month or the year, where only those are known.
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOT_STATED)
    # Counts the edits: a form carries it, so that a stale one changes nothing.
    revision = models.PositiveIntegerField(default=1, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["paragraph", "position", "id"]
        indexes = [models.Index(fields=["state", "due_on"], name="action_state_and_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["ongoing", "done", "planned", "pending", "not_stated"]),
                name="action_state_known",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(due_precision="day"),
                name="action_precision_of_a_date",
                violation_error_message=_("Without a date there is nothing to know it by."),
            ),
            *language_constraints(
                "action", "text", "html", "heading", "activity", "activity_html", "schedule",
                "schedule_html",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reports:action", args=[self.pk])

    @property
    def due(self) -> PartialDate | None:
        return PartialDate(self.due_on, self.due_precision) if self.due_on else None

    def is_overdue(self, today: datetime.date) -> bool:
        return bool(self.due_on and self.due_on < today and self.state != self.State.DONE)


class ActionStepQuerySet(models.QuerySet):
    def of_action(self, action) -> "ActionStepQuerySet":
        """The newest first, with who took them."""
        return self.filter(action=action).select_related("by").order_by("-at", "-id")

    def with_token(self, token) -> "ActionStepQuerySet":
        """The step that a form with this token has caused, if it has."""
        return self.filter(token=token).select_related("action")


class ActionStep(models.Model):
    """What happened to an action: made, edited, its state changed. Steps are only ever added."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="steps")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    from_state = models.CharField(
        _("from"), max_length=10, choices=Action.State, blank=True
    )  # empty: the action was made
    to_state = models.CharField(_("to"), max_length=10, choices=Action.State)
    # That of the form which made the action: sent again, it finds this row and makes no other.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    # The action as the step left it: texts by field and language, due date, responsible entities.
    snapshot = models.JSONField(default=dict, blank=True)

    objects = ActionStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an action")
        verbose_name_plural = _("steps of actions")
        ordering = ["action", "at", "id"]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.from_state} → {self.to_state}"
