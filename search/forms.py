"""What the address of a search says. A value that makes no sense is left out and named."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import Entity
from reports.filters import PARAGRAPH, is_odd
from reports.report_list_filter import ReportListFilter

from .models import Kind

LONGEST = 200  # letters of a query
YEARS = {"min_value": 1900, "max_value": 2100}
SLUG = {"max_length": 120, "required": False}


def _as_in_the_list(name: str) -> forms.ChoiceField:
    """A filter with the words and the values that it has in the list of reports."""
    listed = ReportListFilter.base_filters[name]
    return forms.ChoiceField(label=listed.label, choices=listed.extra["choices"], required=False)


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, strip=False)
    kind = forms.ChoiceField(
        label=_("What is found"), choices=[(k.code, k.label) for k in Kind], required=False
    )
    lang = forms.ChoiceField(
        label=_("Language of the text"), choices=settings.LANGUAGES, required=False
    )
    entity = forms.SlugField(label=_("Entity"), **SLUG)
    entity_kind = forms.ChoiceField(label=_("Kind of entity"), choices=Entity.Kind, required=False)
    subregion = forms.ChoiceField(label=_("Subregion"), choices=Entity.Subregion, required=False)
    theme = forms.SlugField(label=_("Theme"), **SLUG)
    meeting = forms.SlugField(label=_("Meeting"), **SLUG)
    document = forms.SlugField(label=_("Document"), **SLUG)
    paragraph = forms.CharField(
        label=pgettext_lazy("filter", "Cites"), max_length=290, required=False,
        validators=[PARAGRAPH],
    )  # fmt: skip
    mark = _as_in_the_list("mark")
    funding = _as_in_the_list("funding")
    since = forms.IntegerField(label=_("From year"), required=False, **YEARS)
    until = forms.IntegerField(label=_("Until year"), required=False, **YEARS)
    sort = forms.ChoiceField(
        label=_("Order"), choices=[("date", _("Newest first"))], required=False
    )

    def clean_q(self) -> str:
        """A long text is cut, not refused."""
        return self.cleaned_data["q"][:LONGEST]


def understood(query: QueryDict) -> tuple[dict[str, Any], list[str]]:
    """Values by name, as they are meant, and the names of those that are left out."""
    form = SearchForm(query)
    form.is_valid()
    values = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    return values, [name for name in form.fields if is_odd(form, name)]
