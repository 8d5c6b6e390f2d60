"""What the address of the coverage page asks for, and what its selects offer.

`columns` (themes, documents), `document` (its paragraphs stand in the columns), `cycle`, `since`
and `until` (years), `kind`, `subregion`, `meeting`, `theme`, `state` (rows with a cell in it),
`sort`, `page` (of the columns).
A value that makes no sense is left out and named.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

from countries.models import Entity
from mandates.models import Document, Meeting, Theme
from publication.kept import kept
from publication.passages import passage

from .coverage_matrix import DOCUMENTS, PARAGRAPHS, SYMBOLS, THEMES, Scope, State
from .document_names import title_with_place
from .figures import alphabetical
from .filters import Option, Select, YearsForm, left_out
from .models import Cycle, Standing

COLUMNS = [(THEMES, gettext_lazy("Themes")), (DOCUMENTS, gettext_lazy("Documents"))]
KINDS = [("states", gettext_lazy("States")), ("institutions", gettext_lazy("Institutions"))]
# Other bodies that report, which the second of the two holds, too.
WITHIN = (Entity.Kind.DEPARTMENT, Entity.Kind.PROCESS)
SORTS = [("silence", gettext_lazy("Most silent first"))]
SHEETS = [("csv", "CSV")]


def by_slug(label: str, records) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        records, label=label, required=False, to_field_name="slug", empty_label=None
    )


def _year(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1900, max_value=2100, required=False)


class PeriodForm(YearsForm):
    """Which reports count: those of a cycle, and those dated from a year on and up to one."""

    cycle = by_slug(gettext_lazy("Cycle"), Cycle.objects.announced())
    since = _year(gettext_lazy("From year"))
    until = _year(gettext_lazy("Until year"))

    @property
    def chosen(self) -> dict:
        """What is set and makes sense, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def ignored(self) -> list[str]:
        return left_out(self)

    @property
    def period(self) -> dict:
        """What of a `Scope` says which reports count."""
        chosen = self.chosen
        cycle = chosen.get("cycle")
        return {
            "cycle": cycle and cycle.pk, "since": chosen.get("since"), "until": chosen.get("until")
        }  # fmt: skip

    @property
    def within(self) -> dict[str, str]:
        """The same as it stands in an address."""
        chosen = self.chosen
        named = {name: chosen[name] for name in ("cycle", "since", "until") if name in chosen}
        return {name: str(getattr(value, "slug", value)) for name, value in named.items()}

    @property
    def query(self) -> str:
        return urlencode(self.within)

    @property
    def has_years(self) -> bool:
        return not self.within.keys().isdisjoint({"since", "until"})


class CoverageFilter(PeriodForm):
    """The address as it is understood."""

    columns = forms.ChoiceField(label=gettext_lazy("Columns"), choices=COLUMNS, required=False)
    document = by_slug(gettext_lazy("Paragraphs of"), Document.objects.all())
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of entity"), choices=[*KINDS, *Entity.Kind.choices], required=False
    )
    subregion = forms.ChoiceField(
        label=gettext_lazy("Subregion"), choices=Entity.Subregion, required=False
    )
    meeting = by_slug(gettext_lazy("Adopted at"), Meeting.objects.all())
    theme = by_slug(gettext_lazy("Theme"), Theme.objects.all())
    state = forms.ChoiceField(label=gettext_lazy("Rows with"), choices=State, required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=SORTS, required=False)
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=SHEETS, required=False)

    @property
    def scope(self) -> Scope:
        chosen = self.chosen
        document = chosen.get("document")
        columns = PARAGRAPHS if document else chosen.get("columns", THEMES)
        return Scope(columns, document and document.pk, **self.period)

    def select(self, name: str, none: str, options: Iterable[tuple[str, str]]) -> Select:
        value = self.data.get(name, "") if name in self.chosen else ""
        offered = [Option("", none), *(Option(*option) for option in options)]
        if value not in {option.value for option in offered}:
            offered.append(Option(value, value))
        return Select(name, str(self.fields[name].label), value, offered)


def selects(chosen: CoverageFilter, language: str) -> list[Select]:
    """What the page lets a reader choose, in five queries, and one where the data are new."""
    every = pgettext("any value of a filter", "All")
    documents = Document.objects.read_in(language, "title", "short_title")
    documents = list(documents.with_counted().newest_first())
    meetings = Meeting.objects.summits().newest_first().read_in(language, "name", "short_name")
    meetings = list(meetings)
    themes = alphabetical(Theme.objects.read_in(language, "name"), "name", language)
    cycles = Cycle.objects.announced().read_in(language, "name")
    titles = document_titles(documents, meetings, language)
    years = [(str(year), str(year)) for year in kept("coverage years", Standing.objects.years)]
    select = chosen.select
    states = [(one.value, f"{SYMBOLS[one]} {one.said(chosen.has_years)}") for one in State]
    return [
        select("columns", gettext("Themes"), COLUMNS[1:]),
        select("document", pgettext("paragraphs of a document", "No document"), titles),
        select("cycle", every, named(cycles, language)),
        select("since", every, years),
        select("until", every, years),
        select("kind", every, KINDS + [(k.value, capfirst(k.label)) for k in WITHIN]),
        select("subregion", every, Entity.Subregion.choices),
        select("meeting", every, named(meetings, language)),
        select("theme", every, named(themes, language)),
        select("state", pgettext("cells in any state", "Any cell"), states),
        select("sort", pgettext_lazy("order of a list", "A to Z"), SORTS),
    ]


def named(records: Iterable, language: str) -> list[tuple[str, str]]:
    return [(one.slug, str(passage(one, "name", language) or one.slug)) for one in records]


def document_titles(
    documents: Iterable[Document], meetings: Iterable[Meeting], language: str
) -> list[tuple[str, str]]:
    """Slug and "Miami 1994: Plan of Action": many a document is called just that."""
    places = {meeting.pk: passage(meeting, "short_name", language) for meeting in meetings}
    return [(one.slug, title_with_place(one, places.get(one.meeting_id), language))
            for one in documents]  # fmt: skip
