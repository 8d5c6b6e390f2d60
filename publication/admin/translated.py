"""Administration of records in four languages: each text's four versions side by side."""

from django import forms
from django.contrib import admin
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from publication.languages import (
    ENDONYMS,
    LANGUAGES,
    TextState,
    Translated,
    column,
    columns,
    digest,
    passage,
)
from publication.templatetags.passages import page_language, worded

from .fields import FORM_FIELDS
from .published import PublishedAdmin


def searching(*fields: str) -> list[str]:
    """Search fields: the columns of every language, never the bare translated field."""
    return [name for field in fields for name in columns(field)]


class InLanguage(forms.BoundField):
    """A field labelled with a language's own name, which is a word of that language."""

    def label_tag(self, contents=None, attrs=None, label_suffix=None, tag=None):
        attrs = {**(attrs or {}), "lang": self.field.widget.attrs["lang"]}
        return super().label_tag(contents, attrs, label_suffix, tag)


class TranslatedForm(forms.ModelForm):
    """Says in the form what the database demands of a record's languages.

    A text written here is taken to follow the original as it now stands; where the original
    changes alone, its translations count as older than it.
    """

    # Translated fields that may have a text in a language the record itself has not.
    STANDING_ALONE: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance._state.adding:
            self.fields["slug"].required = False
        for code in LANGUAGES:
            name = column(self.instance.PRIMARY, code)
            if name in self.fields:
                self.fields[name].help_text = described_state(self.instance, code)

    def clean(self):
        cleaned = super().clean()
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
        source = self._primary(record.original_language)
        for code in record.languages():
            name = column("digest", code)
            if code == record.original_language:
                continue
            if self._primary(code) in self.changed_data:
                setattr(record, name, record.source_digest())
            elif source in self.changed_data and not getattr(record, name):
                setattr(record, name, digest(self.initial.get(source)))

    def _primary(self, code: str) -> str:
        return column(self.instance.PRIMARY, code)

    def _has_errors_in(self, field: str) -> bool:
        return any(name in self.errors for name in columns(field))


def described_state(record: Translated, language: str) -> str:
    """The state of the record's text in the language, and whether the original is newer."""
    state = TextState(record.state_in(language)).label
    return _("%s, older than the original") % state if record.is_stale(language) else state


class TranslatedFields:
    """Forms that put the four languages of a text in one row, then the other fields.

    `facts` are the fieldsets of what is not translated.
    """

    form = TranslatedForm
    facts: tuple = ()

    def get_fieldsets(self, request, obj=None):
        rendered = self.model.RENDERED.values()
        fields = [name for name in self.model.translated_fields() if name not in rendered]
        fields.sort(key=lambda name: name != self.model.PRIMARY)
        rows = [
            (
                self.model._meta.get_field(name).verbose_name.capitalize(),
                {"fields": [tuple(columns(name))], "classes": ["languages"]},
            )
            for name in fields
        ]
        return [*rows, *self.facts]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(db_field, TranslationField):
            field.empty_value = None  # also where only spaces were typed
            field.label = ENDONYMS[db_field.language]
            field.widget.attrs["lang"] = db_field.language
            field.bound_field_class = InLanguage
        return field


class MissingIn(admin.SimpleListFilter):
    title = _("text missing in")
    parameter_name = "missing_in"

    def lookups(self, request, model_admin):
        return list(ENDONYMS.items())

    def queryset(self, request, queryset):
        return queryset.missing_in(self.value()) if self.value() in LANGUAGES else queryset


class TranslatedAdmin(TranslatedFields, PublishedAdmin):
    """Base of the administration of translated records."""

    @admin.display(description=_("text"))
    def wording(self, obj: Translated) -> str:
        """The record's main text for a reader of the page's language."""
        return worded(passage(obj, obj.PRIMARY, page_language()))

    @admin.display(description=_("missing in"))
    def lacking(self, obj: Translated) -> str:
        there = obj.languages()
        return ", ".join(ENDONYMS[code] for code in LANGUAGES if code not in there)


class TranslatedInline(TranslatedFields, admin.StackedInline):
    formfield_overrides = FORM_FIELDS
    extra = 0
    classes = ("collapse",)


class ReadOnly:
    """For an inline whose rows are looked at here and written elsewhere."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
