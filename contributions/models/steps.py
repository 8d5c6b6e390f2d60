"""The history of a contribution: one row per step, written by the workflow only."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.models.transitions import TakenStep

from .contributions import Contribution


class StepQuerySet(models.QuerySet):
    def of_contribution(self, contribution) -> "StepQuerySet":
        """The newest first, with who took them."""
        found = self.filter(contribution=contribution).select_related("by")
        return found.order_by("-at", "-id")

    def with_token(self, token) -> "StepQuerySet":
        """The step that a form with this token has caused, if it has."""
        return self.filter(token=token)

    def of_verb(self, *verbs: str) -> "StepQuerySet":
        return self.filter(verb__in=verbs)

    def with_id(self, pk: int) -> "StepQuerySet":
        return self.filter(pk=pk)

    def last_returns(self, ids) -> "dict[int, Step]":
        """The last step back of each of the contributions, by the contribution's id."""
        steps = self.filter(contribution__in=ids, verb=Step.Verb.RETURN).order_by("at", "id")
        return {step.contribution_id: step for step in steps}


class Step(TakenStep):
    """A verb of the workflow; `snapshot` has title, text, language, paragraphs, state and link."""

    class Verb(models.TextChoices):
        START = "start", pgettext_lazy("step of a contribution", "begun")
        SUBMIT = "submit", pgettext_lazy("step of a contribution", "submitted")
        TAKE_BACK = "take_back", pgettext_lazy("step of a contribution", "taken back by its author")
        RETURN = "return", pgettext_lazy("step of a contribution", "returned with a note")
        PUBLISH = "publish", pgettext_lazy("step of a contribution", "published")
        WITHDRAW = "withdraw", pgettext_lazy("step of a contribution", "withdrawn")
        REPLY = "reply", pgettext_lazy("step of a contribution", "replied to")

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="steps")
    verb = models.CharField(_("step"), max_length=12, choices=Verb)
    from_state = models.CharField(
        pgettext_lazy("state of a report", "from"), max_length=10, choices=Contribution.State
    )
    to_state = models.CharField(
        pgettext_lazy("state of a report", "to"), max_length=10, choices=Contribution.State
    )

    objects = StepQuerySet.as_manager()

    class Meta(TakenStep.Meta):
        verbose_name = _("step of a contribution")
        verbose_name_plural = _("steps of contributions")

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.verb}"
