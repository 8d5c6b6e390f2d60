"""Who of the Secretariat looks after which reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .chosen import ChosenField
from .inbox import reviewers
from .models import Report


class AssignForm(forms.Form):
    """Reports and a person: "me", "nobody" or the number of somebody who may review."""

    report = ChosenField(Report.objects.none())
    to = forms.ChoiceField(label=_("Assigned to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in reviewers()}
        self.fields["report"].queryset = Report.objects.for_review().select_related("entity")
        self.fields["to"].choices = [(value, value) for value in ("me", "nobody", *self.people)]

    def person(self, me: User) -> User | None:
        """Whom a valid form names; `me` is whoever sent it."""
        return {"me": me, "nobody": None, **self.people}[self.cleaned_data["to"]]
