"""Typing errors put right in a published report: every text it has, in every language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publication.forms import TextField
from publication.languages import digest, language_tag
from publication.templatetags.passages import language_word

from .models import Report, Section
from .word_diff import SAME, Run, word_diff

LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One text; `now` compares what was typed with the text where that has changed meanwhile."""

    title: str
    language: str
    field: BoundField
    now: list[Run]


class TypingForm(forms.Form):
    """The texts as they are, to be put right, and what was wrong with them.

    `seen` is the fingerprint of the texts that the person looked at.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = TextField(
        label=_("What was put right"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read this in the history of the report."),
    )  # fmt: skip

    plain_optional = True

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = dict(_texts(report))
        self.fingerprint = digest(*(text for _section, _code, text in self.texts.values()))
        self.initial["seen"] = self.fingerprint
        for name, (section, code, text) in self.texts.items():
            rows = max(6, min(20, len(text) // 80))
            area = forms.Textarea(attrs={"rows": rows, "lang": language_tag(code)})
            self.fields[name] = TextField(
                label=_label(section, code), initial=text, widget=area, max_length=LONGEST
            )

    @property
    def is_conflict(self) -> bool:
        """True when the texts are no longer the ones that were looked at."""
        return self.is_bound and self.data.get("seen") != self.fingerprint

    @property
    def rows(self) -> Iterable[Row]:
        for name, (section, code, text) in self.texts.items():
            typed = _lines(self.data.get(name, "")) if self.is_conflict else text
            runs = word_diff(typed, text)
            moved = [] if all(run.kind == SAME for run in runs) else runs
            yield Row(_label(section, code), code, self[name], moved)

    @property
    def corrected(self) -> dict[int, dict[str, str]]:
        """The texts that are others now, by the section's id and the language."""
        found: dict[int, dict[str, str]] = {}
        for name, (section, code, text) in self.texts.items():
            typed = self.cleaned_data.get(name)
            if typed and _lines(typed) != _lines(text):
                found.setdefault(section.pk, {})[code] = _lines(typed)
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not self.corrected:
            raise forms.ValidationError(_("No text has been changed."), code="same")
        return given


def _texts(report: Report) -> Iterable[tuple[str, tuple[Section, str, str]]]:
    for section in report.sections.all():
        for code, text in section.texts("text").items():
            yield f"text_{section.pk}_{code}", (section, code, text)


def _label(section: Section, code: str) -> str:
    parts = {"section": section.get_kind_display(), "language": language_word(code)}
    if code == section.original_language:
        return gettext("%(section)s, in %(language)s (original)") % parts
    return gettext("%(section)s, in %(language)s") % parts


def _lines(text: str) -> str:
    """As it is stored: browsers send each line end as two characters."""
    return text.replace("\r\n", "\n").strip()
