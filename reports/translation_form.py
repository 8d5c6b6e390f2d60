"""The form of one translation: all texts of a record in one language, beside their originals."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import TextField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from publication.languages import TextState, column, digest
from publication.rendering import render
from publication.translated import Translated
from publication.translating import Kind

from .word_diff import Run, word_diff

LONGEST = 200_000  # characters of a text without a limit of its own
LABELS = [
    (TextState.OFFICIAL, _("official: a person made it or has checked it")),
    (TextState.MACHINE, _("machine: readers are told so")),
]
ALONE = _("Give this text too, or empty the others of this language.")
LINKED = _("Another text or link of this record in this language depends on this one.")


def plain(text: str) -> str:
    """The text with line ends of one kind and without the space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class TranslationForm(forms.Form):
    """`changes` are the texts that differ from those stored; `marks` what the form was read at."""

    state = forms.ChoiceField(
        label=_("Kind of translation"), choices=LABELS, widget=forms.RadioSelect
    )
    follows = forms.BooleanField(
        label=_("It still fits: count it as following the original as it now stands"),
        required=False,
    )
    source = forms.CharField(max_length=32, widget=forms.HiddenInput)
    target = forms.CharField(max_length=32, widget=forms.HiddenInput)

    plain_optional = True  # which texts are wanted depends on each other

    def __init__(self, kind: Kind, record: Translated, language: str, data: Any = None) -> None:
        self.kind, self.record, self.language = kind, record, language
        self.stored = kind.texts(record, language)
        self.original = kind.texts(record, record.original_language)
        state = record.state_in(language)
        known = state if state == TextState.MACHINE else TextState.OFFICIAL
        super().__init__(data, initial={**self.stored, **self.current_marks(), "state": known})
        for name in self.shown:
            self.fields[name] = self._field(name)
        if not record.is_stale(language):
            del self.fields["follows"]

    def current_marks(self) -> dict[str, str]:
        kind = self.kind
        target = kind.target_mark(self.record, self.language)
        return {"source": kind.source_mark(self.record), "target": target}

    @property
    def shown(self) -> list[str]:
        """Fields that have a text in the original or in the language."""
        return [name for name in self.kind.fields if self.original[name] or self.stored[name]]

    def _field(self, name: str) -> forms.CharField:
        long = isinstance(self.kind.model._meta.get_field(name), TextField)
        rows = min(24, max(3, len(self.original[name]) // 70 + 2)) if long else 2
        attributes = {"rows": rows, "lang": self.language}
        return forms.CharField(
            label=self.kind.field_label(name).capitalize(), required=False,
            max_length=self.kind.longest(name) or LONGEST, widget=forms.Textarea(attributes),
        )  # fmt: skip

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in self.shown:
            if name in cleaned:
                cleaned[name] = plain(cleaned[name])
        self._check_main_text(cleaned)
        return cleaned

    def _check_main_text(self, cleaned: dict) -> None:
        main, *others = self.kind.fields
        if cleaned.get(main) or main not in cleaned:
            return
        if any(cleaned.get(name) for name in others):
            self.add_error(main, ALONE)
        elif self.stored[main] and self._leans_on_it():
            self.add_error(main, LINKED)

    def _leans_on_it(self) -> bool:
        """Whether a text of the language is there that is not on the form, such as a link."""
        elsewhere = set(self.record.translated_fields()) - set(self.kind.fields)
        elsewhere -= set(self.record.RENDERED.values())
        return any(getattr(self.record, column(name, self.language)) for name in elsewhere)

    @property
    def changes(self) -> dict[str, str]:
        cleaned = self.cleaned_data
        return {
            name: cleaned[name] for name in self.shown if cleaned[name] != plain(self.stored[name])
        }

    @property
    def says_something(self) -> bool:
        """Whether saving the form would change anything."""
        missing = self.record.state_in(self.language) == TextState.MISSING
        relabelled = not missing and self.cleaned_data["state"] != self.record.state_in(
            self.language
        )
        return bool(self.changes) or relabelled or bool(self.cleaned_data.get("follows"))

    @property
    def values(self) -> dict[str, Any]:
        """What `translating.translate` writes."""
        cleaned = self.cleaned_data
        return {
            "texts": self.stored | self.changes,
            "state": cleaned["state"],
            "source": cleaned["source"],
            "target": cleaned["target"],
            "follows": bool(self.changes or cleaned.get("follows")),
        }

    @property
    def sides(self) -> "Iterator[Side]":
        old = self._translated_from()
        for name in self.shown:
            before = old if name == self.kind.fields[0] else None
            typed = plain(self[name].value() or "") if self.is_bound else ""
            yield Side(self, name, before, typed)

    def _translated_from(self) -> str | None:
        """The main text as it stood when it was translated, where that is known and another."""
        known = getattr(self.record, column("digest", self.language))
        if not self.record.is_stale(self.language):
            return None
        found = (text for text in self.kind.versions(self.record) if digest(text) == known)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Side:
    """One field: its original, and the text being typed. `before` is an earlier original."""

    form: TranslationForm
    name: str
    before: str | None
    typed: str

    @property
    def field(self) -> forms.BoundField:
        return self.form[self.name]

    @property
    def original(self) -> str:
        return self.form.original[self.name]

    @property
    def original_html(self) -> SafeString | None:
        record = self.form.record
        rendered = record.RENDERED.get(self.name)
        if rendered is None:
            return None
        html = getattr(record, column(rendered, record.original_language)) or ""
        return mark_safe(html)  # noqa: S308  cleaned when it was saved

    @property
    def changes(self) -> list[Run]:
        """What has changed in the original since it was translated."""
        return [] if self.before is None else word_diff(self.before, self.original)

    @property
    def stored(self) -> str:
        return self.form.stored[self.name]

    @property
    def against_stored(self) -> list[Run]:
        """From what is stored to what was typed."""
        return word_diff(self.stored, self.typed)

    @property
    def preview(self) -> SafeString | None:
        """What was typed as readers would see it; None for a field without markup."""
        if self.name not in self.form.record.RENDERED or not self.typed:
            return None
        html = render(self.typed, self.form.record.markup_of(self.name))
        return mark_safe(html)  # noqa: S308  cleaned by render
