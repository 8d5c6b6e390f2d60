"""Forms of a newsletter: the month, and title and text in each language."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publication.forms import LineField, TextField
from publication.languages import ENDONYMS, LANGUAGES, column

from .models import Newsletter
from .newsletters import month_of


class MonthForm(forms.Form):
    month = forms.CharField(
        label=_("Month"), max_length=7, widget=forms.TextInput({"type": "month"}),
        help_text=_("As in 2026-11."),
    )  # fmt: skip

    def clean_month(self) -> datetime.date:
        month = month_of(self.cleaned_data["month"])
        if month is None:
            raise ValidationError(gettext("Write year and month, as in 2026-11."), code="invalid")
        if month > timezone.localdate():
            raise ValidationError(gettext("This month has not begun yet."), code="future")
        return month


class NewsletterForm(forms.Form):
    """Gives `texts`: title and text by language."""

    mark = LineField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, issue: Newsletter) -> None:
        super().__init__(data, initial={"mark": issue.mark})
        for code in LANGUAGES:
            text, tag = issue.text_in(code), {"lang": code}
            self.fields[column("title", code)] = LineField(
                label=gettext("Title (%(language)s)") % {"language": ENDONYMS[code]},
                max_length=150, initial=text.title, widget=forms.TextInput(attrs=tag),
            )  # fmt: skip
            self.fields[column("body", code)] = TextField(
                label=gettext("Text (%(language)s)") % {"language": ENDONYMS[code]},
                initial=text.body, widget=forms.Textarea(attrs={**tag, "rows": 18}),
            )  # fmt: skip

    def parts(self) -> list[tuple[str, Any, Any]]:
        """Language, title and text, as fields to show."""
        return [(code, self[column("title", code)], self[column("body", code)])
                for code in LANGUAGES]  # fmt: skip

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        given = self.cleaned_data
        return {code: (given[column("title", code)], given[column("body", code)])
                for code in LANGUAGES}  # fmt: skip
