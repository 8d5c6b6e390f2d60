"""Forms of following. Each gives back domain values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publication.languages import ENDONYMS

from .addresses import FollowerAddressField
from .models import Frequency

LANGUAGES = list(ENDONYMS.items())
MAILED = [choice for choice in Frequency.choices if choice[0] != Frequency.NEVER]


def _address() -> FollowerAddressField:
    return FollowerAddressField(
        label=_("E-mail address"), max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip


class FollowForm(forms.Form):
    """Where and how often somebody wants to be told; people with an account give no address."""

    address = _address()
    language = forms.ChoiceField(label=_("Language of the mails"), choices=LANGUAGES)
    frequency = forms.ChoiceField(
        label=_("How often"), choices=MAILED, widget=forms.RadioSelect,
        help_text=_("Once a week means Mondays, and only when there is news."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, language: str, known: bool, is_list: bool, is_regular: bool
    ) -> None:
        """`known`: signed in; `is_list`: may be kept without mails; `is_regular`: no choice."""
        super().__init__(data, initial={"language": language, "frequency": Frequency.WEEKLY})
        if known:
            del self.fields["address"], self.fields["language"]
            if is_list:
                self.fields["frequency"].choices = Frequency.choices
        if is_regular:
            del self.fields["frequency"]

    @property
    def chosen_frequency(self) -> str:
        return self.cleaned_data.get("frequency", Frequency.AT_ONCE)


class LinkForm(forms.Form):
    """Somebody who has lost the link to their own page."""

    address = _address()


class ChangeForm(forms.Form):
    """How often one thing that is followed is told."""

    follow = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    frequency = forms.ChoiceField(choices=Frequency.choices, required=False)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the mails"), choices=LANGUAGES)
