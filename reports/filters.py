"""The filters of the lists of reports and of actions.

A value that makes no sense is left out and named to the reader: an address with a typing error
still answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import django_filters as filters
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mandates.models.paragraphs import PARAGRAPH_SLUG

from .models import Report
from .models.reports import ReportQuerySet

PARAGRAPH = RegexValidator(rf"^[-a-zA-Z0-9_]{{1,120}}/{PARAGRAPH_SLUG}$")


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a filter offers; `count` says how much has it, where that is known.

    With `or_more` the count is of a part: there are as many, and perhaps more.
    """

    value: str
    words: str
    count: int | None = None
    or_more: bool = False

    @property
    def text(self) -> str:
        if self.count is None or (self.or_more and not self.count):
            return self.words
        return f"{self.words} ({self.count}{'+' if self.or_more else ''})"


@dataclass(frozen=True, slots=True)
class Select:
    """One filter as it is shown: the first of its `options` is "any"."""

    name: str
    label: str
    value: str
    options: list[Option]

    @property
    def words(self) -> str:
        """What is chosen, in words; the value itself where the list does not offer it."""
        chosen = (option.words for option in self.options if option.value == self.value)
        return next(chosen, self.value)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address without it."""

    text: str
    url: str


class AddressFilter(filters.FilterSet):
    """Filters that stand in an address, with what of it makes sense."""

    @property
    def chosen(self) -> dict[str, str]:
        """What is set and makes sense, by name, as it stands in the address."""
        if not self.is_bound or self.errors is None:
            return {}
        return {name: self.data[name] for name, value in self.form.cleaned_data.items() if value}

    def value(self, name: str) -> object | None:
        """What is set, as the filter understands it; None where it is not set or makes no sense."""
        return self.form.cleaned_data.get(name) or None if name in self.chosen else None

    @property
    def ignored(self) -> list[str]:
        return left_out(self.form)

    def select(
        self, name: str, any_of_them: str, options: Iterable[tuple], count: int | None = None
    ) -> Select:
        """`options` are what `Option` takes; `count` belongs to the first one, "any of them"."""
        offered = [Option("", any_of_them, count), *(Option(*option) for option in options)]
        return Select(name, str(self.filters[name].label), self.chosen.get(name, ""), offered)


class ReportFilter(AddressFilter):
    """By kind of entity, year, cited paragraph and language of the original.

    `paragraph` is the paragraph's address below documents/: "panama-2015-…/migration-1".
    """

    kind = filters.ChoiceFilter(
        label=_("Entities"),
        method="by_kind",
        choices=[("states", _("States")), ("institutions", _("Institutions"))],
    )
    year = filters.NumberFilter(
        label=_("Year"), method="by_year", min_value=1900, max_value=2100, decimal_places=0
    )
    paragraph = filters.CharFilter(
        label=pgettext_lazy("filter", "Cites"), method="by_paragraph", validators=[PARAGRAPH]
    )
    language = filters.ChoiceFilter(
        label=_("Written in"), method="by_language", choices=settings.LANGUAGES
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def by_kind(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        return reports.by_states() if value == "states" else reports.by_institutions()

    def by_year(self, reports: ReportQuerySet, name: str, value: int) -> ReportQuerySet:
        return reports.of_year(int(value))

    def by_paragraph(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        return reports.citing_address(*value.split("/"))

    def by_language(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        return reports.written_in(value)


class YearsForm(forms.Form):
    """For filters `since` and `until`, in this order."""

    def clean_until(self) -> object:
        """Before the first year there is nothing, and all would look silent."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data["until"]
        if since and until and until < since:
            raise forms.ValidationError(_("The last year comes before the first."))
        return until


def by_slug(label: str, model: type, method: str) -> filters.ModelChoiceFilter:
    """A record named by its slug; a slug that no record has makes no sense."""
    return filters.ModelChoiceFilter(
        label=label, method=method, to_field_name="slug", queryset=model._default_manager.all()
    )


def odd_names(form: forms.BaseForm) -> list[str]:
    """The fields whose value makes no sense, or of which one value is left out, for a program."""
    return [name for name in form.fields if is_odd(form, name)]


def left_out(form: forms.BaseForm) -> list[str]:
    """Their labels, for a reader."""
    return [str(form.fields[name].label) for name in odd_names(form)]


def left_beside(form: forms.BaseForm, names: Iterable[str]) -> list[str]:
    """The same where of the fields with these names the first that is set decides alone."""
    form.is_valid()
    beside = [name for name in names if form.cleaned_data.get(name)][1:]
    return [
        str(field.label)
        for name, field in form.fields.items()
        if name in beside or is_odd(form, name)
    ]


def is_odd(form: forms.BaseForm, name: str) -> bool:
    """True where the address has something for the field that is left out."""
    return name in form.errors or says_more(form.data, name)


def says_more(query: QueryDict, name: str) -> bool:
    """True where the parameter has another value, too, than the last, which alone counts."""
    return any(value and value != query[name] for value in query.getlist(name))


def chips(selects: list[Select], query: QueryDict) -> list[Chip]:
    """One chip for each filter that is set, with the address that leaves it out."""
    # Translators: a filter and what it is set to, such as "Language: French"
    text = gettext("%(filter)s: %(value)s")
    return [
        Chip(text % {"filter": select.label, "value": select.words}, without(query, select.name))
        for select in selects
        if select.value
    ]


def without(query: QueryDict, *names: str) -> str:
    """The query without these parameters and without the page of the list."""
    kept = query.copy()
    for name in (*names, "page"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}"
