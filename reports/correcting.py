"""The form that begins the next edition of a published report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from publication.forms import TextField


class CorrectionForm(forms.Form):
    note = TextField(
        label=_("What is to be corrected, and why"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read this in the history of the report."),
    )  # fmt: skip
