"""An administration that answers odd addresses with 4xx and tells no more than its pages show."""

from contextlib import suppress

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.http import Http404

from .fields import FORM_FIELDS

# More words make an expression deeper than SQLite takes, and find nothing more.
WORDS_SEARCHED = 8
# 64-bit numbers have up to 19 digits; SQLite refuses larger ones with an error.
DIGITS_OF_A_KEY = 18


class GuardedAdmin(admin.ModelAdmin):
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

    def history_view(self, request, object_id, extra_context=None):
        self._key_or_404(object_id)
        return super().history_view(request, object_id, extra_context)

    def _key_or_404(self, object_id: str) -> int:
        try:
            return self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError:
            raise Http404 from None


def is_sane(value: str) -> bool:
    """A filter value that no database stumbles over: short, and not a number beyond 64 bit."""
    return len(value) <= 100 and not (value.lstrip("+-").isdigit() and len(value) > DIGITS_OF_A_KEY)


def start_value(field, value):
    """`value` from an address as `field` holds it. Raises ValidationError when it cannot."""
    if not field.is_relation:
        return field.to_python(value)
    keys = value if isinstance(value, list) else [value]
    if not all(key.isascii() and key.isdigit() and is_sane(key) for key in keys):
        raise ValidationError("not a key")
    return value
