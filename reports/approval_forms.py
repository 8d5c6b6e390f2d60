"""The form of the second person's approval."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publication.forms import RevisionField, TextField


class ApprovalForm(forms.Form):
    """The revision that was read; a reason, which a refusal needs."""

    plain_optional = True  # the reason is wanted by one of the two buttons

    # It stands in two forms of one page, so that it has no id.
    revision = RevisionField(widget=forms.HiddenInput(attrs={"id": False}))
    note = TextField(label=_("What is to be changed"), required=False, max_length=5000)

    def __init__(self, data: Any = None, *, is_refusal: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.is_refusal = is_refusal

    def clean_note(self) -> str:
        note = self.cleaned_data["note"]
        if self.is_refusal and not note:
            raise forms.ValidationError(_("Say what is to be changed."), code="required")
        return note

    @property
    def said(self) -> dict[str, Any]:
        """What the verb is told."""
        told = {"revision": self.cleaned_data["revision"]}
        return {**told, "note": self.cleaned_data["note"]} if self.is_refusal else told

    def on_top_of(self, revision: int) -> "ApprovalForm":
        """The same form with its errors, for the report as it now is."""
        self.data = self.data.copy()
        self.data["revision"] = str(revision)
        return self
