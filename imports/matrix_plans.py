"""What taking in a matrix will do, as data."""

from dataclasses import dataclass, field
from typing import Any

from mandates.models import Document, Theme

from .matrix_coverage import Coverage
from .matrix_rows import Left
from .plans import Plan

HELD = ("rows", "entities", "themes", "objectives", "paragraphs", "actions", "reports")

MERGE, KEEP, LANGUAGES = "merge", "keep", "languages"
"""What becomes of a near duplicate: its words are those of the other; both stay; or the two are one
report in two languages."""


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A row that says nearly what another report of the entity says.

    `other_line` is the other's line in the same file, else 0, and then `report` is its number.
    """

    line: int
    entity: str
    share: float
    mine: str
    theirs: str
    other_line: int = 0
    report: int = 0
    decision: str = MERGE
    offers: tuple[str, ...] = (MERGE, KEEP)

    def as_data(self) -> dict[str, Any]:
        names = ("line", "entity", "share", "mine", "theirs", "other_line", "report", "decision")
        return {**{name: getattr(self, name) for name in names}, "offers": list(self.offers)}


@dataclass
class MatrixPlan(Plan):
    """`document` is the programme or the plan of action; `column_headings` have their roles."""

    layout: str = ""
    year: int | None = None
    document: Document | None = None
    column_headings: dict[str, str] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    near_duplicates: list[NearDuplicate] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)

    def cycle_themes(self) -> list[Theme]:
        """None: a programme's year asks about the programme, not about a theme."""
        return []

    def counts(self) -> dict[str, Any]:
        return {
            **{name: self.holds[name] for name in HELD},
            "coverage": self.coverage.share,
            "near_duplicates": len(self.near_duplicates),
            "not_understood": [{"line": one.line, "text": one.text} for one in self.listed()],
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
        }

    def shown(self) -> dict[str, Any]:
        columns = [[heading, role] for heading, role in self.column_headings.items()]
        return {"columns": columns, "near": [one.as_data() for one in self.near_duplicates]}

    def listed(self) -> list[Left]:
        return sorted(self.left, key=lambda one: one.line)
