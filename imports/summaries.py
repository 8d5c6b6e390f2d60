"""What a batch keeps of its plan: counts, notes with their words, and which records are meant."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from mandates.models import Paragraph
from reports.models import Report

from .plans import Plan


def summary(plan: Plan) -> dict[str, Any]:
    """Plain data for preview and result, short however long the page is."""
    filled = [fill.record for fill in plan.fills]
    return {
        **plan.counts(),
        "notes": [[note.line, note.code, *note.words] for note in plan.sorted_notes()],
        "new": {
            "entities": [str(entity) for entity in plan.entities],
            "documents": [str(document) for document in plan.documents],
            "paragraphs": _numbers(plan.paragraphs),
            "reports": _numbers_of(item.report for item in plan.reports),
            "resources": _numbers_of(resource for _key, resource in plan.resources),
        },
        "filled": {
            "paragraphs": _numbers(r for r in filled if isinstance(r, Paragraph)),
            "reports": _numbers_of(r for r in filled if isinstance(r, Report)),
        },
    }


def _numbers(paragraphs: Iterable[Paragraph]) -> dict[str, list[str]]:
    """The paragraphs' numbers by document."""
    found = defaultdict(list)
    for paragraph in paragraphs:
        found[str(paragraph.document)].append(paragraph.label)
    return found


def _numbers_of(records: Iterable[Any]) -> dict[str, int]:
    """How many records there are by entity."""
    found: dict[str, int] = defaultdict(int)
    for record in records:
        found[str(record.entity)] += 1
    return found
