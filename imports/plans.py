"""What an import will do, as data: records to make, records to change, notes for a person."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from countries.models import Entity
from mandates.models import Document, Heading, Meeting, Paragraph, ParagraphTheme, Theme
from reports.models import Action, Citation, Cycle, RelatedResource, Report, Section

from .notes import Note

HELD = ("documents", "paragraphs", "entities", "reports", "stubs", "uncited")
Cited = tuple[Citation, list[Paragraph]]
"""A citation and, where it is not certain, the paragraphs it may mean."""


@dataclass(slots=True)
class NewReport:
    """A report to be filed. `key` is its place in the source below its entity, `position` its place
    among the entity's reports on the page. `contacts` are private: a section's position and a text.
    """

    key: str
    report: Report
    position: int
    sections: list[Section]
    citations: list[Cited]
    contacts: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Fill:
    """A record that is there, with new values; `before` are those it had, for the undo."""

    record: models.Model
    before: dict[str, Any]
    sections: list[Section] = field(default_factory=list)
    citations: list[Cited] = field(default_factory=list)


@dataclass
class Plan:
    """Unsaved records, pointing at one another; `loading.write` saves them.

    `revision` is the data version the comparison was made with. `holds` and `citations` count what
    stands on the page.
    """

    theme: Theme
    language: str
    demonstration: bool = False
    revision: int = 0
    holds: Counter = field(default_factory=Counter)
    citations: Counter = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    unchanged: int = 0
    # New
    entities: list[Entity] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    theme_links: list[ParagraphTheme] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    reports: list[NewReport] = field(default_factory=list)
    resources: list[tuple[str, RelatedResource]] = field(default_factory=list)
    # Changed
    fills: list[Fill] = field(default_factory=list)
    moved_links: list[Fill] = field(default_factory=list)
    # The page as a closed cycle: the entities and documents it lists and the cycle has not yet.
    cycle: Cycle | None = None
    cycle_before: dict[str, Any] = field(default_factory=dict)
    asked: list[Entity] = field(default_factory=list)
    scope: list[Document] = field(default_factory=list)

    def published(self) -> tuple[list[Any], ...]:
        """New records with a public text, besides reports and resources."""
        return (self.entities, self.meetings, self.documents, self.paragraphs, self.actions)

    def mandates(self) -> tuple[list[Any], ...]:
        """New records to be saved before reports and actions, in an order in which they can be."""
        return (self.entities, self.meetings, self.documents, self.headings, self.paragraphs,
                self.theme_links)  # fmt: skip

    def cycle_themes(self) -> list[Theme]:
        return [self.theme]

    def note(self, line: int, code: str, *words: str) -> None:
        self.notes.append(Note(line, code, words))

    @property
    def created(self) -> int:
        parts = (*self.published(), self.reports, self.resources)
        return sum(len(part) for part in parts)

    @property
    def updated(self) -> int:
        return len(self.fills)

    @property
    def changes_nothing(self) -> bool:
        """True when every record and link of the page is there already."""
        links = (self.theme_links, self.moved_links, self.asked, self.scope, self.headings)
        return not (self.created or self.updated or self.cycle_before or any(links))

    def sorted_notes(self) -> list[Note]:
        return sorted(self.notes, key=lambda note: note.line)

    def counts(self) -> dict[str, Any]:
        """What the page holds, and what happens to records."""
        return {
            **{name: self.holds[name] for name in HELD},
            "citations": {state.value: self.citations[state] for state in Citation.State},
            "resources": self.holds["resources"],
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
        }

    def shown(self) -> dict[str, Any]:
        """What else the preview shows."""
        return {}

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        return {**self.counts(), "warnings": [note.as_json() for note in self.sorted_notes()]}
