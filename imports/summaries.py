"""What a batch keeps of its plan: counts, notes with their words, which records are meant; and how
that is shown.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandates.models import Paragraph
from reports.models import Report

from .notes import worded
from .plans import Plan

GROUPS = (
    (_("Left out"), ("unknown_entity", "ambiguous_entity", "unknown_document",
                     "ambiguous_document", "document_without_date", "number_without_address",
                     "paragraph_without_text", "text_outside")),
    (_("Left alone, because another text is there"), ("paragraph_conflict", "report_conflict",
                                                      "report_corrected",
                                                      "activity_otherwise")),
    (_("Created, to be checked"), ("entity_created", "document_created", "entity_twice",
                                     "body_created")),
    (_("Near duplicates"), ("near_duplicate", "near_report")),
    (_("In another language than the page"), ("paragraph_language", "report_language")),
    (_("Numbers that stand in more than one document"), ("ambiguous_citation",)),
    (_("Numbers that stand in no document"), ("unresolved_citation",)),
)  # fmt: skip
OTHERS = _("Lines to look at")


def summary(plan: Plan) -> dict[str, Any]:
    """Plain data for preview and result, short however long the page is."""
    filled = [fill.record for fill in plan.fills]
    return {
        **plan.counts(),
        **plan.shown(),
        "notes": [[note.line, note.code, *note.words] for note in plan.sorted_notes()],
        "new": {
            "entities": [str(entity) for entity in plan.entities],
            "documents": [str(document) for document in plan.documents],
            "paragraphs": _numbers(plan.paragraphs),
            "reports": _numbers_of(item.report for item in plan.reports),
            "meetings": [str(meeting) for meeting in plan.meetings],
            "actions": _numbers_by(action.paragraph for action in plan.actions),
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


def _numbers_by(paragraphs: Iterable[Paragraph]) -> dict[str, int]:
    """How many there are on each paragraph."""
    found: dict[str, int] = defaultdict(int)
    for paragraph in paragraphs:
        found[f"{paragraph.document}, {paragraph.slug}"] += 1
    return found


def _numbers_of(records: Iterable[Any]) -> dict[str, int]:
    """How many records there are by entity."""
    found: dict[str, int] = defaultdict(int)
    for record in records:
        found[str(record.entity)] += 1
    return found


@dataclass
class Group:
    """Notes of one sort: each sentence once, with the lines it is about."""

    title: str
    notes: dict[str, list[int]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(map(len, self.notes.values()))


def grouped(notes: Iterable[list[Any]]) -> list[Group]:
    """Kept notes in the active language, the sorts that ask for a decision first."""
    groups = [Group(title) for title, _codes in GROUPS] + [Group(OTHERS)]
    place = {code: group for group, (_title, codes) in zip(groups, GROUPS, strict=False)
             for code in codes}  # fmt: skip
    for line, code, *words in notes:
        group = place.get(code, groups[-1])
        group.notes.setdefault(worded(code, *words), []).append(line)
    return [group for group in groups if group.notes]


PARTS = (
    ("new", "documents", _("New documents")),
    ("new", "entities", _("New entities")),
    ("new", "paragraphs", _("New paragraphs")),
    ("new", "meetings", _("New meetings")),
    ("new", "actions", _("New actions")),
    ("new", "reports", _("New reports")),
    ("new", "resources", _("New resources")),
    ("filled", "paragraphs", _("Paragraphs that get a text")),
    ("filled", "reports", _("Reports that get a text or clearer citations")),
)


def listed(kept: dict[str, Any]) -> list[dict[str, Any]]:
    """The records a kept summary means: title, count, and names with what is known of each."""
    found = []
    for part, kind, title in PARTS:
        records = kept.get(part, {}).get(kind)
        if isinstance(records, list):
            found.append((title, len(records), [(name, "") for name in records]))
        elif records:
            rows = [(name, _detail(about)) for name, about in records.items()]
            found.append((title, sum(map(_size, records.values())), rows))
    return [{"title": title, "count": count, "rows": rows} for title, count, rows in found if count]


def _size(about: int | list[str]) -> int:
    return len(about) if isinstance(about, list) else about


def _detail(about: int | list[str]) -> str:
    return ", ".join(about) if isinstance(about, list) else str(about)
