"""What the form that submits a report carries."""

from django import forms

from publication.forms import RevisionField


class SubmitForm(forms.Form):
    """The text that was looked at, and the form's own token: sent again, it is the same step."""

    revision = RevisionField()
    token = forms.UUIDField(widget=forms.HiddenInput)


class AskApprovalForm(forms.Form):
    """The text that was looked at."""

    revision = RevisionField()
