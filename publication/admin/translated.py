"""Administration of records in four languages: each text's four versions side by side."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from publication.languages import ENDONYMS, LANGUAGES, columns, page_language
from publication.passages import passage
from publication.templatetags.passages import worded
from publication.translated import Translated

from .fields import FORM_FIELDS
from .forms import InLanguage, TranslatedForm, is_dated
from .guarded import BoundedRows
from .published import PublishedAdmin


def searching(*fields: str) -> list[str]:
    """Search fields: the columns of every language, never the bare translated field."""
    return [name for field in fields for name in columns(field)]


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

    def get_fieldsets(self, request, obj=None):
        *others, (name, options) = super().get_fieldsets(request, obj)
        if is_dated(obj) and self.has_change_permission(request, obj):
            options = {**options, "fields": [*options["fields"], "opened_at"]}
        return [*others, (name, options)]

    @admin.display(description=_("text"))
    def wording(self, obj: Translated) -> str:
        """The record's main text for a reader of the page's language."""
        return worded(passage(obj, obj.PRIMARY, page_language()))

    @admin.display(description=_("missing in"))
    def lacking(self, obj: Translated) -> str:
        there = obj.languages()
        return ", ".join(ENDONYMS[code] for code in LANGUAGES if code not in there)


class TranslatedInline(BoundedRows, TranslatedFields, admin.StackedInline):
    formfield_overrides = FORM_FIELDS
    extra = 0
    classes = ("collapse",)


class ReadOnly(BoundedRows):
    """For an inline whose rows are looked at here and written elsewhere."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
