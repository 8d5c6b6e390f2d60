"""The values an import may change in a record: kept before the change, given back by its undo."""

from typing import Any

from django.db import models

from mandates.models import Paragraph, ParagraphTheme
from publication.languages import LANGUAGES, column, columns
from publication.translated import Translated
from reports.models import Asked, Citation, Cycle, CycleDocument, Report, Section

TEXT = ["original_language", *columns("text"), *columns("state"), *columns("digest")]
FIELDS: dict[type[models.Model], list[str]] = {
    Paragraph: [*TEXT, "opens_with_heading", "is_demonstration"],
    ParagraphTheme: ["position"],
    Section: [*TEXT, "markup"],
    Report: ["original_language", "available_in", "is_demonstration"],
    Cycle: ["is_demonstration"],
    Citation: ["paragraph_id", "state"],
}


def kept(record: models.Model) -> dict[str, Any]:
    """The record's own values as plain data."""
    return {name: getattr(record, name) for name in FIELDS[type(record)]}


def kept_report(report: Report, section: Section | None) -> dict[str, Any]:
    """A report with its section *done* and its citations; their prefetched rows are used."""
    citations = [
        {"id": one.pk, "candidates": [p.pk for p in one.candidates.all()], **kept(one)}
        for one in report.citations.all()
    ]
    return {
        **kept(report),
        "section": {"id": section.pk, **kept(section)} if section else None,
        "citations": citations,
    }


def kept_cycle(cycle: Cycle) -> dict[str, Any]:
    asked = list(cycle.asked.values_list("id", "entity_id", "position"))
    scope = list(cycle.scope.values_list("id", "document_id", "position"))
    return {**kept(cycle), "asked": asked, "scope": scope}


def give_back(record: models.Model, before: dict[str, Any]) -> None:
    """Save the record with the values that `before` has kept."""
    for name in FIELDS[type(record)]:
        setattr(record, name, before[name])
    record.save()
    if isinstance(record, Report):
        _give_back_section(record, before["section"])
        _give_back_citations(record, before["citations"])
    elif isinstance(record, Cycle):
        _give_back_lists(record, before)


def _give_back_section(report: Report, before: dict[str, Any] | None) -> None:
    section = report.sections.done().first()
    if before is None:
        if section is not None:
            section.delete()
        return
    gone = Section(pk=before["id"], report=report, kind=Section.Kind.DONE)
    give_back(section or gone, before)


def _give_back_citations(report: Report, before: list[dict[str, Any]]) -> None:
    for values in before:
        citation = report.citations.get(pk=values["id"])
        give_back(citation, values)
        citation.candidates.set(values["candidates"])


def _give_back_lists(cycle: Cycle, before: dict[str, Any]) -> None:
    cycle.asked.all().delete()
    cycle.scope.all().delete()
    for pk, entity, position in before["asked"]:
        Asked.objects.create(pk=pk, cycle=cycle, entity_id=entity, position=position)
    for pk, document, position in before["scope"]:
        CycleDocument.objects.create(pk=pk, cycle=cycle, document_id=document, position=position)


def clear(record: Translated, text: str) -> None:
    """Empty a text in all languages."""
    for language in LANGUAGES:
        setattr(record, column(text, language), None)
    record.original_language = None
