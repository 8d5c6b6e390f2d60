"""The columns of coverage as a reader sees them: names, addresses, and in what order they stand."""

from dataclasses import dataclass

from mandates.models import Document, Paragraph, Theme
from publication.passages import passage

from .addresses import Addresses
from .coverage_matrix import PARAGRAPHS, THEMES, Column, Scope
from .document_names import places_of, title_with_place
from .figures import alphabetical


@dataclass(frozen=True, slots=True)
class Heading:
    """`key` names the column in the address of a list of reports: "migration"."""

    column: Column
    name: str
    long_name: str
    language: str
    url: str
    key: str


def headings(columns: dict[int, Column], scope: Scope, language: str) -> list[Heading]:
    """Themes A to Z, documents newest first, paragraphs in the order of their document."""
    if scope.columns == THEMES:
        return _themes(columns, language)
    if scope.columns == PARAGRAPHS:
        return _paragraphs(columns, language)
    return _documents(columns, language)


def _themes(columns: dict[int, Column], language: str) -> list[Heading]:
    themes = Theme.objects.with_ids(columns).read_in(language, "name")
    found, to = [], Addresses()
    for one in alphabetical(themes, "name", language):
        name = passage(one, "name", language)
        url = to.theme(one.slug)
        found.append(Heading(columns[one.pk], *_said(name, one.slug, language), url, one.slug))
    return found


def _said(name, slug: str, language: str) -> tuple[str, str, str]:
    text = str(name or slug)
    return text, text, name.language if name else language


def _documents(columns: dict[int, Column], language: str) -> list[Heading]:
    documents = Document.objects.with_ids(columns).read_in(language, "title", "short_title")
    documents, to = list(documents.newest_first()), Addresses()
    places = places_of(documents, language)
    return [
        Heading(
            columns[one.pk],
            title_with_place(one, places.get(one.meeting_id), language),
            str(passage(one, "title", language) or one.slug),
            language,
            to.document(one.slug),
            one.slug,
        )
        for one in documents
    ]


def _paragraphs(columns: dict[int, Column], language: str) -> list[Heading]:
    """By number; where numbers restart, with the section's name before it."""
    found, to = [], Addresses()
    for row in Paragraph.objects.with_ids(columns).labels(language):
        pk, document, slug, label, restarts, section = row
        name = f"{section} {label}" if restarts and section else label
        url, key = to.paragraph(document, slug), f"{document}/{slug}"
        found.append(Heading(columns[pk], name, name, language, url, key))
    return found
