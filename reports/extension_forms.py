"""Forms about more time in a cycle: asking for it, giving it, answering a request."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publication.forms import LineField, TextField

from .chosen import ChosenField
from .models import Asked
from .moments import LocalMomentField, in_zone


class ExtensionForm(forms.Form):
    """A later date in the zone of the cycle, and why."""

    until = LocalMomentField(label=_("Until"))
    reason = TextField(label=_("Reason"), max_length=2000)

    def __init__(self, data: Any = None, *, asked: Asked) -> None:
        self.asked = asked
        super().__init__(data)
        self.fields["until"].help_text = _("In the time zone of the cycle: %(zone)s.") % {
            "zone": asked.cycle.time_zone.replace("_", " ")
        }

    def clean_until(self):
        until = in_zone(self.cleaned_data["until"], self.asked.cycle.zone)
        if self.asked.due_at and until <= self.asked.due_at:
            raise ValidationError(
                _("More time means a later date than the one that holds now."), code="earlier"
            )
        return until


class DecisionForm(forms.Form):
    granted = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Give more time")), ("no", _("Do not give more time"))],
        widget=forms.RadioSelect,
    )
    answer = TextField(label=_("Answer in words"), max_length=2000, required=False)

    def clean_granted(self) -> bool:
        return self.cleaned_data["granted"] == "yes"


class NudgeForm(forms.Form):
    """The entities chosen on the board, or by the button `all` every silent one; a word to them."""

    asked = ChosenField(
        Asked.objects.none(),
        label=_("Entities and themes"),
        error_messages={"required": _("Choose at least one entity.")},
    )
    note = LineField(
        label=_("A word to them"),
        help_text=_("Sent as it is typed, below a text in the language of each person."),
        required=False,
        max_length=1000,
    )
    sure = forms.BooleanField(
        label=_("Yes, write to all of them"),
        error_messages={"required": _("Nobody was reminded: first say that all are to be.")},
    )

    def __init__(self, data: Any = None, *, rows) -> None:
        super().__init__(data)
        self.everybody = "all" in self.data
        self.fields["asked"].queryset = rows
        self.fields["asked"].required = not self.everybody
        self.fields["sure"].required = self.everybody

    @property
    def ticked(self) -> set[str]:
        """What is ticked in the table, as the keys that were posted."""
        return set(self["asked"].value() or ())
