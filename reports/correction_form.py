"""The form by which staff put the official text of a paragraph right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandates.correcting import mark
from mandates.models import Paragraph
from publication.forms import TextField
from publication.languages import column

from .word_diff import SAME, Run, word_diff

LONGEST_TEXT = 100_000


class CorrectionForm(forms.Form):
    """The text as it is, to be put right, and what everybody reads about it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = TextField(label=_("Text"), max_length=LONGEST_TEXT)
    note = TextField(
        label=_("What was corrected, and why"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read this on the page of the paragraph."),
    )  # fmt: skip

    def __init__(self, *args: Any, paragraph: Paragraph, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = getattr(paragraph, column("text", language))
        self.mark = mark(paragraph, language)
        self.initial |= {"seen": self.mark, "text": self.now}
        rows = max(6, min(20, len(self.now) // 80))
        self.fields["text"].widget = forms.Textarea(attrs={"rows": rows, "lang": language})

    @property
    def is_conflict(self) -> bool:
        """True when the text is no longer the one that was looked at."""
        return self.is_bound and self.data.get("seen") != self.mark

    @property
    def moved(self) -> list[Run]:
        """What leads from the text that was typed to the one that stands now, on a conflict."""
        runs = word_diff(self.data.get("text", ""), self.now) if self.is_conflict else []
        return [] if all(run.kind == SAME for run in runs) else runs

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if text == self.fields["text"].to_python(self.now):
            raise forms.ValidationError(_("The text has not been changed."), code="same")
        return text
