"""The values an import may change in a record: kept before the change, given back by its undo."""

from collections.abc import Callable
from typing import Any

from django.db import models

from mandates.models import (
    Heading,
    Indicator,
    IndicatorTarget,
    Paragraph,
    ParagraphTheme,
    Theme,
)
from publication.languages import LANGUAGES, column, columns
from publication.translated import Translated
from reports.models import Action, Asked, Citation, Cycle, CycleDocument, Report, Section

STATES = ["original_language", *columns("state"), *columns("digest")]
TEXT = [*STATES, *columns("text")]
FIELDS: dict[type[models.Model], list[str]] = {
    Paragraph: [*TEXT, "opens_with_heading", "is_demonstration"],
    ParagraphTheme: ["position"],
    Heading: [*STATES, *columns("title")],
    Action: [*TEXT, *columns("heading"), *columns("activity"), *columns("schedule")],
    Section: [*TEXT, "markup"],
    Report: ["original_language", "available_in", "is_demonstration"],
    Cycle: ["is_demonstration"],
    Citation: ["paragraph_id", "state"],
}

LISTS: dict[type[models.Model], set[str]] = {
    Paragraph: {"goals", "addressees"},
    Theme: {"goals"},
    Indicator: {"paragraphs"},
}
"""Lists of other records, kept as ids where an import changes them."""


def kept(record: models.Model) -> dict[str, Any]:
    """The record's own values as plain data."""
    return {name: getattr(record, name) for name in FIELDS[type(record)]}


def kept_report(report: Report) -> dict[str, Any]:
    """A report with its sections and its citations; their prefetched rows are used."""
    sections = [
        {"id": one.pk, "kind": one.kind, "position": one.position, **kept(one)}
        for one in report.sections.all()
    ]
    citations = [
        {"id": one.pk, "candidates": [p.pk for p in one.candidates.all()], **kept(one)}
        for one in report.citations.all()
    ]
    return {
        **kept(report),
        "sections": sections,
        "citations": citations,
    }


def kept_cycle(cycle: Cycle) -> dict[str, Any]:
    asked = list(cycle.asked.values_list("id", "entity_id", "position"))
    scope = list(cycle.scope.values_list("id", "document_id", "position"))
    return {**kept(cycle), "asked": asked, "scope": scope}


def give_back(record: models.Model, before: dict[str, Any]) -> None:
    """Save the record with the values that `before` has kept."""
    own = {field.attname for field in record._meta.concrete_fields if not field.primary_key}
    for name in own & before.keys():
        setattr(record, name, before[name])
    record.save()
    for name in LISTS.get(type(record), set()) & before.keys():
        getattr(record, name).set(before[name])
    if isinstance(record, Paragraph):
        _give_back_themes(record, before.get("theme_links"))
    elif isinstance(record, Indicator):
        _give_back_targets(record, before.get("targets"))
    elif isinstance(record, Report):
        _give_back_sections(record, before["sections"])
        _give_back_citations(record, before["citations"])
    elif isinstance(record, Cycle):
        _give_back_lists(record, before)


def _give_back_sections(report: Report, before: list[dict[str, Any]]) -> None:
    there = {(section.kind, section.position): section for section in report.sections.all()}
    for values in before:
        place = values["kind"], values["position"]
        gone = Section(pk=values["id"], report=report, kind=place[0], position=place[1])
        give_back(there.pop(place, gone), values)
    for section in there.values():  # which the import had added
        section.delete()


def _give_back_citations(report: Report, before: list[dict[str, Any]]) -> None:
    report.citations.added_to([values["id"] for values in before]).drop()
    for values in before:
        citation = report.citations.get(pk=values["id"])
        give_back(citation, values)
        citation.candidates.set(values["candidates"])


def _give_back_themes(paragraph: Paragraph, before: list[list[int]] | None) -> None:
    def make(pk: int, theme: int, position: int) -> None:
        ParagraphTheme.objects.create(pk=pk, paragraph=paragraph, theme_id=theme, position=position)

    _give_back_rows(ParagraphTheme.objects.of_paragraph(paragraph), before, make)


def _give_back_targets(indicator: Indicator, before: list[list[Any]] | None) -> None:
    def make(pk: int, goal: int, part: str) -> None:
        IndicatorTarget.objects.create(pk=pk, indicator=indicator, goal_id=goal, part=part)

    _give_back_rows(indicator.targets.all(), before, make)


def _give_back_rows(
    rows: models.QuerySet, before: list[list[Any]] | None, make: Callable[..., None]
) -> None:
    """Rows that came since go, those that have gone are made again; None: none was touched."""
    if before is None:
        return
    there, kept_rows = {row.pk: row for row in rows}, {pk for pk, *_values in before}
    for pk, row in there.items():
        if pk not in kept_rows:
            row.delete()
    for pk, *values in before:
        if pk not in there:
            make(pk, *values)


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
