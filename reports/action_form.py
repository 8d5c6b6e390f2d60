"""The form of an action in the workspace: an entity's own words, or how far another's words are."""

import calendar
import datetime
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import Entity
from mandates.models import Paragraph
from publication.dates import Precision
from publication.forms import RevisionField, TextField
from publication.languages import column, page_language
from publication.passages import passage

from .acting import keys, to_link
from .chosen import ChosenField
from .models import Action, Report

WORDS = 90  # characters of a paragraph's text in a list to choose from


class ParagraphField(forms.ModelChoiceField):
    """A paragraph by its number and first words."""

    def label_from_instance(self, paragraph: Paragraph) -> str:
        text = str(passage(paragraph, "text", page_language()) or "")
        words = text if len(text) <= WORDS else f"{text[:WORDS].rpartition(' ')[0]} …"
        return f"{paragraph.label}  {words}"


class AdvanceForm(forms.Form):
    """How far an action is, until when, and what was reported about it."""

    state = forms.ChoiceField(
        label=pgettext_lazy("of an action", "State"), choices=Action.State.choices
    )
    due_on = forms.DateField(
        label=_("Due"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    due_precision = forms.ChoiceField(
        label=_("The date is known to the"), choices=Precision.choices, initial=Precision.DAY
    )
    reports = ChosenField(Report.objects.none(), label=_("Reports about it"), required=False)
    revision = RevisionField(required=False)

    def __init__(self, data: Any = None, *, entity: Entity, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["reports"].queryset = to_link(entity)
        if not self.fields["reports"].queryset:
            del self.fields["reports"]

    def clean_due_on(self) -> datetime.date | None:
        day = self.cleaned_data["due_on"]
        if day and not 1990 <= day.year <= 2100:
            raise ValidationError(_("A year between 1990 and 2100 is expected."), code="year")
        return day

    def clean(self) -> dict[str, Any]:
        """A date known to the month or the year stands for its last day."""
        cleaned = super().clean()
        day, precision = cleaned.get("due_on"), cleaned.get("due_precision")
        if not day:
            cleaned["due_precision"] = Precision.DAY
        elif precision == Precision.MONTH:
            last = calendar.monthrange(day.year, day.month)[1]
            cleaned["due_on"] = day.replace(day=last)
        elif precision == Precision.YEAR:
            cleaned["due_on"] = datetime.date(day.year, 12, 31)
        return cleaned


class ActionForm(AdvanceForm):
    """The same with the action's words, in one language: that of its original."""

    field_order = ["paragraph", "language", "text", "activity", "schedule", "state"]

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    text = TextField(label=_("What is to be done"), max_length=4000)
    activity = TextField(label=_("Activities"), max_length=8000, required=False)
    schedule = TextField(label=_("Schedule"), max_length=8000, required=False)


class NewActionForm(ActionForm):
    """For a new action on one of the `paragraphs`; sent twice, it is one."""

    paragraph = ParagraphField(Paragraph.objects.none(), label=_("Paragraph"))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, paragraphs, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["paragraph"].queryset = paragraphs
        self.fields["language"].initial = page_language()
        self.fields["token"].initial = uuid.uuid4


def begun_with(action: Action, entity: Entity) -> dict[str, Any]:
    """What the form of an action of the entity shows when it is opened."""
    language = action.original_language
    texts = {
        name: getattr(action, column(name, language)) for name in ("text", "activity", "schedule")
    }
    own = keys(Report.objects.published().by_entity(entity).of_action(action))
    facts = ("state", "due_on", "due_precision", "revision")
    values = {name: getattr(action, name) for name in facts}
    return {**texts, **values, "language": language, "reports": own}
