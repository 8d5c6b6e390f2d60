"""What was agreed, in the translation queue."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publication.passages import passage
from publication.translating import Kind, Place, translate_here

from .models import Correction, Document, Goal, Heading, Indicator, Meeting, Paragraph, Theme


def register() -> None:
    for kind in (
        Kind("theme", _("Themes"), _themes, ("name", "description"), _nowhere, of_theme=_itself),
        Kind("goal", _("Sustainable Development Goals"), _goals, ("title",), _number),
        Kind(
            "meeting", _("Meetings"), _meetings, ("name", "short_name", "place"), _held,
            of_theme=lambda meetings, theme: meetings.touching(theme),
        ),
        Kind(
            "document", _("Documents"), _documents, ("title", "short_title"), _adopted,
            of_theme=lambda documents, theme: documents.for_theme(theme),
        ),
        Kind(
            "heading", _("Headings"), _headings, ("title",), _document_of,
            of_theme=lambda headings, theme: headings.for_theme(theme),
        ),
        Kind(
            "paragraph", _("Paragraphs"), _paragraphs, ("text", "life_cycle_reason"), _numbered,
            of_theme=lambda paragraphs, theme: paragraphs.for_theme(theme),
        ),
        Kind(
            "correction", _("Corrections of texts"), _corrections, ("note",), _corrected,
            of_theme=lambda corrections, theme: corrections.for_theme(theme),
            owner=lambda correction: correction.paragraph,
        ),
        Kind(
            "indicator", _("Indicators"), _indicators, ("name", "definition", "unit", "source"),
            _nowhere, of_theme=lambda indicators, theme: indicators.for_theme(theme),
        ),
    ):  # fmt: skip
        translate_here(kind)


def _themes():
    return Theme.objects.all()


def _itself(themes, theme: Theme):
    return themes.with_ids([theme.pk])


def _indicators():
    return Indicator.objects.in_order()


def _nowhere(record: Theme | Indicator, language: str) -> Place:
    return []


def _goals():
    return Goal.objects.all()


def _number(goal: Goal, language: str) -> Place:
    return [str(goal.number)]


def _meetings():
    return Meeting.objects.all()


def _held(meeting: Meeting, language: str) -> Place:
    return [meeting.get_kind_display(), str(meeting.starts_on.year)]


def _documents():
    return Document.objects.all()


def _adopted(document: Document, language: str) -> Place:
    return [document.get_kind_display(), str(document.date.year)]


def _headings():
    return Heading.objects.select_related("document")


def _document_of(heading: Heading, language: str) -> Place:
    return [heading.document.short_name(language), str(heading.document.date.year)]


def _paragraphs():
    return Paragraph.objects.select_related("document", "section")


def _numbered(paragraph: Paragraph, language: str) -> Place:
    document = paragraph.document
    number = gettext("paragraph %(label)s") % {"label": paragraph.label}
    heading = passage(paragraph.section, "title", language)
    return [document.short_name(language), str(document.date.year), heading, number]


def _corrections():
    return Correction.objects.with_paragraph()


def _corrected(correction: Correction, language: str) -> Place:
    return _numbered(correction.paragraph, language)
