"""What people set for themselves: name, language of mails, reminders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publication.languages import ENDONYMS

from .models import User


class PreferencesForm(forms.ModelForm):
    plain_optional = True

    class Meta:
        model = User
        fields = ["name", "language", "wants_reminders"]
        labels = {"name": _("Name, as others see it"), "wants_reminders": _("Send me reminders")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = ENDONYMS.items()
