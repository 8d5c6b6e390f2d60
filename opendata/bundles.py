"""A theme as published, as plain data: what `/data/themes/<slug>.json` holds.

The shape is a promise to others. Records stand in the order of the theme's page, texts are given in
every language in which they exist, and nothing else is said of the languages that have none.
"""

from collections.abc import Iterable

from django.db.models import F

from countries.models import Entity
from mandates.models import Document, Paragraph, ParagraphTheme, Theme
from publication.passages import passage
from reports.coverage import asked_about
from reports.models import (
    Citation,
    CycleDocument,
    RelatedResource,
    Report,
    ReportTheme,
    Section,
)


def theme_bundle(theme: Theme) -> dict:
    """Everything published on the theme, in eight queries however much that is."""
    links = ParagraphTheme.objects.of_theme(theme).select_related("paragraph__document")
    paragraphs = [link.paragraph for link in links]
    documents = _documents(theme, paragraphs)
    reports = [link.report for link in ReportTheme.objects.published().of_theme(theme).with_all()]
    resources = list(RelatedResource.objects.for_theme(theme).select_related("entity"))
    entities = _entities(theme, reports, resources)
    return {
        "theme": theme.texts("name"),
        "documents": [_document(document, paragraphs) for document in documents],
        "entities": [_entity(entity, reports, resources) for entity in entities],
        "demonstration": any(
            record.is_demonstration for record in (*documents, *paragraphs, *reports, *resources)
        ),
    }


def _documents(theme: Theme, paragraphs: Iterable[Paragraph]) -> list[Document]:
    """Documents in the scope of a cycle first, then those that only have paragraphs here."""
    scope = CycleDocument.objects.about(theme).select_related("document")
    in_scope = [row.document for row in scope]
    return list(dict.fromkeys([*in_scope, *(paragraph.document for paragraph in paragraphs)]))


def _entities(theme: Theme, reports: list[Report], resources: list) -> list[Entity]:
    """Who is asked, in the order of the cycle; then who reported or named a resource unasked."""
    asked = asked_about(theme).order_by(F("asked_position").asc(nulls_last=True), "slug")
    unasked = (record.entity for record in (*reports, *resources))
    return list(dict.fromkeys([*asked, *unasked]))


def _document(document: Document, paragraphs: list[Paragraph]) -> dict:
    own = [paragraph for paragraph in paragraphs if paragraph.document_id == document.pk]
    return {
        "title": document.texts("title"),
        "slug": document.slug,
        "date": document.adopted.isoformat(),
        "paragraphs": [
            {"number": one.label, "slug": one.slug, "text": one.texts("text")} for one in own
        ],
    }


def _entity(entity: Entity, reports: list[Report], resources: list[RelatedResource]) -> dict:
    return {
        "name": str(passage(entity, "name", "en") or entity.slug),
        "slug": entity.slug,
        "kind": entity.kind,
        "reports": [_report(report) for report in reports if report.entity_id == entity.pk],
        "resources": [
            {"title": one.title, "language": one.language, "url": one.url}
            for one in resources
            if one.entity_id == entity.pk
        ],
    }


def _report(report: Report) -> dict:
    sections = _sections(report)
    done = sections.pop(Section.Kind.DONE, {})
    return {
        "id": report.public_id,
        "date": report.dated.isoformat(),
        "original_language": report.original_language,
        "available_in": report.available_in,
        "text": done,
        "sections": sections,
        "citations": [_citation(citation) for citation in report.citations.all()],
    }


def _sections(report: Report) -> dict[str, dict[str, str]]:
    """Texts by kind and language; several sections of a kind are parted by a blank line."""
    found: dict[str, dict[str, str]] = {}
    for section in report.sections.all():
        texts = found.setdefault(section.kind, {})
        for language, text in section.texts("text").items():
            texts[language] = f"{texts[language]}\n\n{text}" if language in texts else text
    return {kind: texts for kind, texts in found.items() if texts}


def _citation(citation: Citation) -> dict:
    """`document` is the slug of the document cited; a candidate is "document/paragraph"."""
    cited = citation.paragraph
    return {
        "number": citation.typed or cited.label,
        "state": citation.state,
        "document": cited.document.slug if cited else None,
        "candidates": [f"{one.document.slug}/{one.slug}" for one in citation.candidates.all()],
    }
