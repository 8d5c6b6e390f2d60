"""The forms of records in four languages."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from publication.languages import LANGUAGES, TextState, column, columns, digest, joined
from publication.translated import Translated

SAVED_MEANWHILE = _(
    "Somebody else has saved this record since you opened it. Nothing of this form was saved: "
    "look at the history, then open the record again."
)


class InLanguage(forms.BoundField):
    """A field labelled with a language's own name, which is a word of that language."""

    def label_tag(self, contents=None, attrs=None, label_suffix=None, tag=None):
        attrs = {**(attrs or {}), "lang": self.field.widget.attrs["lang"]}
        return super().label_tag(contents, attrs, label_suffix, tag)


class TranslatedForm(forms.ModelForm):
    """Says in the form what the database demands of a record's languages.

    A text written here is taken to follow the original as it now stands; where the original
    changes alone, its translations count as older than it. A form that was opened before somebody
    else saved the record changes nothing.
    """

    # Translated fields that may have a text in a language the record itself has not.
    STANDING_ALONE: tuple[str, ...] = ()

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if is_dated(self.instance):
            self.initial["opened_at"] = self.instance.changed_at.isoformat()
        else:
            del self.fields["opened_at"]
        if "slug" in self.fields and self.instance._state.adding:
            self.fields["slug"].required = False
        for code in LANGUAGES:
            name = column(self.instance.PRIMARY, code)
            if name in self.fields:
                self.fields[name].help_text = described_state(self.instance, code)

    def clean(self):
        cleaned = super().clean()
        if "opened_at" in self.changed_data:  # the record's own date is another by now
            self.add_error(None, SAVED_MEANWHILE)
        there = [code for code in LANGUAGES if cleaned.get(self._primary(code))]
        if not there and not self._has_errors_in(self.instance.PRIMARY):
            self.add_error(self._primary("en"), _("Give the text in at least one language."))
        for code in LANGUAGES:
            if code not in there:
                self._check_absent(code, cleaned)
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self._proposed(cleaned)
        return cleaned

    def _check_absent(self, code: str, cleaned: dict) -> None:
        """Where the main text is missing, nothing else is there and it is not the original."""
        if self._primary(code) in self.errors:
            return
        others = set(self.instance.translated_fields()) - {self.instance.PRIMARY}
        if any(cleaned.get(column(name, code)) for name in others.difference(self.STANDING_ALONE)):
            self.add_error(
                self._primary(code), _("Give this text too, or empty the others of this language.")
            )
        if cleaned.get("original_language") == code:
            self.add_error("original_language", _("There is no text in this language."))

    def _proposed(self, cleaned: dict) -> str:
        slug = self.propose_slug(cleaned)
        if not slug:
            self.add_error("slug", _("Give the address part: none could be made from the texts."))
        return slug

    def propose_slug(self, cleaned: dict) -> str:
        """The address part of a new record whose form leaves it empty: its English name."""
        return slugify(cleaned.get(self._primary("en")) or "")[: self.fields["slug"].max_length]

    def save(self, commit: bool = True):
        self._note_what_was_translated_from()
        return super().save(commit)

    def _note_what_was_translated_from(self) -> None:
        record = self.instance
        record.settle()
        source = record.followed_columns(record.original_language)
        for code in record.languages():
            name = column("digest", code)
            if code == record.original_language:
                continue
            if self._changed_one_of(record.followed_columns(code)):
                setattr(record, name, record.source_digest())
            elif self._changed_one_of(source) and not getattr(record, name):
                setattr(record, name, digest(joined(map(self.initial.get, source))))

    def _changed_one_of(self, names: list[str]) -> bool:
        return any(name in self.changed_data for name in names)

    def _primary(self, code: str) -> str:
        return column(self.instance.PRIMARY, code)

    def _has_errors_in(self, field: str) -> bool:
        return any(name in self.errors for name in columns(field))


def is_dated(record: Translated) -> bool:
    """True for a stored record that says when it was last changed."""
    return getattr(record, "changed_at", None) is not None


def described_state(record: Translated, language: str) -> str:
    """The state of the record's text in the language, and whether the original is newer."""
    state = TextState(record.state_in(language)).label
    return _("%s, older than the original") % state if record.is_stale(language) else state
