"""The list of documents: what was adopted, newest first. All of it is in the address."""

from dataclasses import dataclass

import django_filters as filters
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from mandates.models import Document, Meeting, Paragraph, Theme
from mandates.models.documents import DocumentQuerySet
from publication.kept import kept

from .coverage_filter import named
from .figures import alphabetical
from .filters import AddressFilter, Chip, Select, by_slug, chips
from .models import Citation


class DocumentListFilter(AddressFilter):
    """By kind, by theme (of its paragraphs, or of the meeting that adopted it), by meeting."""

    kind = filters.ChoiceFilter(
        label=_("Kind"),
        method="by_kind",
        choices=[(kind.value, capfirst(kind.label)) for kind in Document.Kind],
    )
    theme = by_slug(_("Theme"), Theme, "by_theme")
    meeting = by_slug(_("Adopted at"), Meeting, "by_meeting")

    class Meta:
        model = Document
        fields: list[str] = []

    def by_kind(self, documents: DocumentQuerySet, name: str, value: str) -> DocumentQuerySet:
        return documents.of_kind(value)

    def by_theme(self, documents: DocumentQuerySet, name: str, value: Theme) -> DocumentQuerySet:
        return documents.about_theme(value)

    def by_meeting(
        self, documents: DocumentQuerySet, name: str, value: Meeting
    ) -> DocumentQuerySet:
        return documents.of_meeting(value)


@dataclass(frozen=True, slots=True)
class Row:
    """A document; `certain` reports cite it, `perhaps` others may mean it."""

    document: Document
    paragraphs: int
    certain: int
    perhaps: int


@dataclass(frozen=True, slots=True)
class DocumentList:
    rows: list[Row]
    selects: list[Select]
    chips: list[Chip]
    ignored: list[str]

    @property
    def has_demonstration(self) -> bool:
        return any(row.document.is_demonstration for row in self.rows)


def document_list(query: QueryDict, language: str) -> DocumentList:
    """The documents that the address asks for, all on one page."""
    chosen = DocumentListFilter(query, queryset=Document.objects.newest_first())
    selects = _selects(chosen, language)
    return DocumentList(
        rows=_rows(chosen.qs, language),
        selects=selects,
        chips=chips(selects, query),
        ignored=chosen.ignored,
    )


def _rows(documents: DocumentQuerySet, language: str) -> list[Row]:
    found = list(documents.read_in(language, "title").with_meeting(language))
    paragraphs = Paragraph.objects.of_documents(found).counts_by_document()
    cited = Citation.objects.in_published_reports()
    certain, perhaps = kept("reports by document", cited.counted_by_document)
    return [
        Row(one, paragraphs.get(one.pk, 0), certain.get(one.pk, 0), perhaps.get(one.pk, 0))
        for one in found
    ]


def _selects(chosen: DocumentListFilter, language: str) -> list[Select]:
    """Of meetings the Summits, and another one that a link has set."""
    every = pgettext("any value of a filter", "All")
    themes = alphabetical(Theme.objects.read_in(language, "name"), "name", language)
    meetings = list(Meeting.objects.summits().newest_first().read_in(language, "name"))
    linked = chosen.value("meeting")
    if linked and not linked.is_summit:
        meetings.append(linked)
    return [
        chosen.select("kind", every, chosen.filters["kind"].extra["choices"]),
        chosen.select("theme", every, named(themes, language)),
        chosen.select("meeting", every, named(meetings, language)),
    ]
