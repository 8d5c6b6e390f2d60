"""An administration that answers odd addresses with 4xx and tells no more than its pages show."""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from publication.forms import RecordsField
from publication.keys import is_key

from .fields import FORM_FIELDS

# More words make an expression deeper than SQLite takes, and find nothing more.
WORDS_SEARCHED = 8
# 64-bit numbers have up to 19 digits; SQLite refuses larger ones with an error.
DIGITS_OF_A_KEY = 18
MOST_ROWS = 250  # of an inline; there are some fifty entities


class OnlyKeys:
    """A select that shows a refused form again whatever was posted as a key."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if is_key(str(one))], attr)


class OneByKey(OnlyKeys, AutocompleteSelect):
    """`known` are records by key that have been read already: stock Django asks for each anew.

    All rows of an inline share it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known: dict[str, Any] = {}

    def optgroups(self, name, value, attr=None):
        known = self.known.get(str(value[0])) if len(value) == 1 else None
        if known is None:
            return super().optgroups(name, value, attr)
        label = self.choices.field.label_from_instance(known)
        chosen = self.create_option(name, value[0], label, True, 0)
        none = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*none, chosen], 0)]


class SomeByKey(OnlyKeys, AutocompleteSelectMultiple):
    pass


class GuardedSelects:
    """Stock Django asks the database for what was posted, even where that is no key: 500."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        self._guard(OneByKey, db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        self._guard(SomeByKey, db_field, request, kwargs)
        kwargs.setdefault("form_class", RecordsField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _guard(self, select, db_field, request, kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            using = kwargs.get("using")
            kwargs.setdefault("widget", select(db_field, self.admin_site, using=using))


class BoundedRows:
    """A posted form cannot claim more rows than anybody would send: stock Django shows 2,000 again,
    each with its questions to the database."""

    def get_formset(self, request, obj=None, **kwargs):
        bounds = {"max_num": MOST_ROWS, "absolute_max": MOST_ROWS}
        return super().get_formset(request, obj, **{**kwargs, **bounds})


class KnowingRows:
    """A formset whose selects know what its rows were read with."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.form.base_fields.items():
            select = getattr(field.widget, "widget", None)
            if isinstance(select, OneByKey):
                read = [row._state.fields_cache.get(name) for row in self.get_queryset()]
                select.known.update({str(one.pk): one for one in read if one is not None})


class GuardedInline(BoundedRows, GuardedSelects, admin.TabularInline):
    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (KnowingRows, formset), {})


class GuardedAdmin(GuardedSelects, admin.ModelAdmin):
    """Stock Django lets a query string probe every column and answers some nonsense with 500."""

    formfield_overrides = FORM_FIELDS
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER  # each facet is one more count of the table

    def lookup_allowed(self, lookup, value, request):
        """Only what the page's own filters ask; anything else is answered with 400."""
        names, parameters = set(), set()
        for item in self.get_list_filter(request):
            if isinstance(item, type):
                parameters.add(item.parameter_name)
            else:
                names.add(item if isinstance(item, str) else item[0])
        if lookup in parameters:
            return True
        parts = lookup.split("__")
        while parts[-1] in {"exact", "isnull", "id", "number"} and "__".join(parts) not in names:
            parts.pop()
            if not parts:
                return False
        return "__".join(parts) in names and is_sane(str(value))

    def get_search_results(self, request, queryset, search_term):
        words = " ".join(search_term.split()[:WORDS_SEARCHED])
        return super().get_search_results(request, queryset, words)

    def get_changeform_initial_data(self, request):
        """Values for an empty form from the address; those that cannot be are left out."""
        initial = {}
        for name, value in super().get_changeform_initial_data(request).items():
            with suppress(FieldDoesNotExist, ValidationError):
                initial[name] = start_value(self.model._meta.get_field(name), value)
        return initial

    def get_object(self, request, object_id, from_field=None):
        return super().get_object(request, object_id, from_field or None)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What another has written at the same moment is looked at before it is written again.

        The form is shown again with what was typed, as after any other error.
        """
        arguments = (request, object_id, form_url, extra_context)
        try:
            return super().changeform_view(*arguments)
        except IntegrityError:
            request.overtaken = True
            return super().changeform_view(*arguments)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return overtaken(form) if hasattr(request, "overtaken") else form

    def history_view(self, request, object_id, extra_context=None):
        self._key_or_404(object_id)
        return super().history_view(request, object_id, extra_context)

    def _key_or_404(self, object_id: str) -> int:
        try:
            return self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError:
            raise Http404 from None


def overtaken(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """The form, refusing whatever is posted: the database has just done so."""

    class Overtaken(form):
        def clean(self):
            self.add_error(None, _("Nothing was saved: the record has been changed meanwhile."))
            return super().clean()

    return Overtaken


def is_sane(value: str) -> bool:
    """A filter value that no database stumbles over: short, and not a number beyond 64 bit."""
    return len(value) <= 100 and not (value.lstrip("+-").isdigit() and len(value) > DIGITS_OF_A_KEY)


def start_value(field, value):
    """`value` from an address as `field` holds it. Raises ValidationError when it cannot."""
    if not field.is_relation:
        return field.to_python(value)
    keys = value if isinstance(value, list) else [value]
    if not all(map(is_key, keys)):
        raise ValidationError("not a key")
    return value
