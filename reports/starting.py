"""The form that begins a report: for whom, in which cycle, on what, in which language."""

import datetime
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from mandates.models import Theme
from publication.languages import ENDONYMS, page_language
from publication.passages import passage

from .chosen import ChosenField
from .models import Cycle

EARLIEST = datetime.date(1994, 12, 11)  # the day the first Summit ended


class Named(forms.ModelChoiceField):
    """A record by its name in the reader's language."""

    def label_from_instance(self, obj) -> str:
        return str(passage(obj, "name", page_language()))


class StartForm(forms.Form):
    """A report outside a cycle asks for its themes among all of them.

    `entities` are those the person may write for; `language` is the page's.
    """

    entity = Named(Entity.objects.none(), label=_("For whom"), empty_label=None)
    themes = ChosenField(
        Theme.objects.none(), label=_("On what"),
        help_text=_("One theme is usual. A report on several shows under each of them."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Written in"), choices=list(ENDONYMS.items()),
        widget=forms.RadioSelect,
        help_text=_("Chosen once. Translations are made from it after publication."),
    )  # fmt: skip
    date = forms.DateField(
        label=_("Date of the report"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    prefill = forms.BooleanField(
        required=False, initial=True, label=_("Take over what was last reported on it"),
        help_text=_("Each part is marked, and you keep, change or drop it before you submit."),
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data=None, *, entities, language: str, cycle: Cycle | None = None, **initial
    ):
        today = timezone.localdate()
        defaults = {"date": today, "language": language, "token": uuid.uuid4()}
        super().__init__(data, initial={**defaults, **initial})
        self.fields["entity"].queryset = entities
        themes = cycle.themes.all() if cycle else Theme.objects.all()
        self.fields["themes"].queryset = themes.in_order_of_name(language)
        if len(entities) == 1:
            self.initial.setdefault("entity", entities[0])
            self.fields["entity"].widget = forms.HiddenInput()
        self.fields["date"].widget.attrs |= {"max": today.isoformat(), "min": EARLIEST.isoformat()}

    def clean_date(self) -> datetime.date:
        date = self.cleaned_data["date"]
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)  # east of the server
        if not EARLIEST <= date <= tomorrow:
            raise forms.ValidationError(_("Give a day from the first Summit on that has come."))
        return date
