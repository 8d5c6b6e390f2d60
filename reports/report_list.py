"""The list of all reports: what its filters offer, the order and the page shown.

All of it is in the address. A value that makes no sense is left out and named.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from countries.models import Entity
from mandates.models import Meeting, Theme
from publication.languages import LANGUAGES
from publication.passages import passage
from publication.templatetags.passages import language_word

from .entries import Entry
from .entry_themes import themed_entries
from .figures import alphabetical
from .filters import Chip, Select, chips
from .models import Report, ReportTheme
from .models.reports import ReportQuerySet
from .report_list_filter import ReportListFilter

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ReportList:
    """A page of the list. `numbers` are the pages to link to, with "…" where some are left out."""

    page: Page
    entries: list[Entry]
    numbers: list[int | str]
    words: str
    selects: list[Select]
    chips: list[Chip]
    ignored: list[str]

    @property
    def has_demonstration(self) -> bool:
        return any(entry.is_demonstration for entry in self.entries)


def report_list(query: QueryDict, language: str) -> ReportList:
    """The reports that the address asks for. An odd page number gives the nearest page."""
    chosen = ReportListFilter(query, queryset=Report.objects.published())
    entities = alphabetical(Entity.objects.read_in(language, "name"), "name", language)
    page = Paginator(_ordered(chosen, entities), PER_PAGE).get_page(query.get("page"))
    selects = _selects(chosen, entities, language)
    words = chosen.chosen.get("q", "")
    said = [
        Select("q", gettext("Words"), words, [(words, gettext("“%(words)s”") % {"words": words})]),
        *selects,
    ]
    return ReportList(
        page=page,
        entries=themed_entries(page.object_list, language),
        numbers=list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        words=words,
        selects=selects,
        chips=chips([select for select in said if select.name != "sort"], query),
        ignored=chosen.ignored,
    )


def _ordered(chosen: ReportListFilter, entities: list[Entity]) -> ReportQuerySet:
    if chosen.chosen.get("sort") == "entity":
        return chosen.qs.in_order_of([entity.pk for entity in entities])
    return chosen.qs.newest_first()


def _selects(chosen: ReportListFilter, entities: list[Entity], language: str) -> list[Select]:
    """What each filter offers; one that only a link sets is shown when it is set."""
    themes = alphabetical(Theme.objects.read_in(language, "name"), "name", language)
    by_entity = chosen.all_but("entity").counts_by_entity()
    by_theme = ReportTheme.objects.of_reports(chosen.all_but("theme")).counts_by_theme()
    by_language = chosen.all_but("language").counts_by_language()
    summits = Meeting.objects.summits().newest_first().read_in(language, "name")
    years = [(str(year), str(year)) for year in Report.objects.published().years()]
    words = [(code, language_word(code)) for code in LANGUAGES]
    select, offer = chosen.select, chosen.filters
    every = pgettext("any value of a filter", "All")
    return [
        select("entity", every, _with_counts(entities, by_entity, language)),
        select("kind", every, offer["kind"].extra["choices"]),
        select("subregion", every, Entity.Subregion.choices),
        select("theme", every, _with_counts(themes, by_theme, language)),
        select("meeting", every, _meetings(chosen, summits, language)),
        select("since", every, years),
        select("until", every, years),
        select("language", every, [(c, f"{word} ({by_language.get(c, 0)})") for c, word in words]),
        select("readable", every, words),
        select("sort", gettext("Newest first"), offer["sort"].extra["choices"]),
        *_set_by_links(chosen, language),
    ]


def _with_counts(records: Iterable, counts: dict[int, int], language: str) -> list[tuple[str, str]]:
    """Silent ones are offered too: "Belize (0)"."""
    named = zip(records, _named(records, "name", language), strict=True)
    return [(slug, f"{name} ({counts.get(one.pk, 0)})") for one, (slug, name) in named]


def _named(records: Iterable, field: str, language: str) -> list[tuple[str, str]]:
    return [(one.slug, str(passage(one, field, language) or one.slug)) for one in records]


def _meetings(
    chosen: ReportListFilter, summits: Iterable[Meeting], language: str
) -> list[tuple[str, str]]:
    """The Summits, and the meeting of another kind that a link may have set."""
    options, linked = _named(summits, "name", language), chosen.value("meeting")
    if linked and not linked.is_summit:
        options += _named([linked], "name", language)
    return options


def _set_by_links(chosen: ReportListFilter, language: str) -> list[Select]:
    """Document, paragraph and year are reached from other pages: too many to choose from here."""
    found, every = [], pgettext("any value of a filter", "All")
    if document := chosen.value("document"):
        found.append(chosen.select("document", every, _named([document], "title", language)))
    if paragraph := chosen.chosen.get("paragraph"):
        options = [(paragraph, paragraph.replace("/", " / "))]
        found.append(chosen.select("paragraph", every, options))
    if year := chosen.chosen.get("year"):
        found.append(chosen.select("year", every, [(year, year)]))
    return found
