"""Loads the demonstration: what is known of the legacy Migration page, with texts of our own.

It goes the same way as an import, as pages of rows, so that a later import of the real page finds
the same keys and takes the records over. Records that are real are never touched.
"""

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from countries.models import Entity
from mandates.models import Document, Heading, Paragraph, Theme
from publication.changes import changed
from publication.languages import LANGUAGES, TextState
from reports import workflow
from reports.models import Citation, Report, ReportTheme, Section

from .demonstration_contributions import load_contributions
from .demonstration_cycle import load_cycle
from .legacy_rows import DocumentRow, EntityRow, Page, ParagraphRow, ReportRow
from .loading import Log, write
from .models import Batch, Origin
from .planning import plan_page

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
MARKER = {
    "en": "(demonstration) Mandate {number} on {theme}.",
    "es": "(demostración) Mandato {number} sobre {theme}.",
    "fr": "(démonstration) Mandat {number} sur le thème {theme}.",
    "pt-br": "(demonstração) Mandato {number} sobre {theme}.",
}


def load_demonstration(folder: Path = FOLDER) -> dict[str, int]:
    """Load the demonstration; returns how many records were created, updated, left alone."""
    demonstration = _Demonstration(folder)
    demonstration.entities()
    demonstration.migration()
    demonstration.themes()
    demonstration.reports()
    counts = demonstration.counts
    made = load_cycle(folder)
    counts["created" if made else "unchanged"] += made or 1
    written = load_contributions(folder)
    counts["created" if written else "unchanged"] += written or 1
    return {name: counts[name] for name in ("created", "updated", "unchanged")}


class _Demonstration:
    def __init__(self, folder: Path) -> None:
        self.texts = _read(folder / "texts.json")
        self.migration_facts = _read(folder / "migration.json")
        self.facts = _read(folder / "themes.json")
        self.counts: Counter = Counter()

    @transaction.atomic
    def entities(self) -> None:
        """One invented country per subregion, which alone reports on the further themes."""
        new = []
        for row in self.facts["entities"]:
            if Entity.objects.filter(slug=row["slug"]).exists():
                self.counts["unchanged"] += 1
                continue
            entity = Entity(
                slug=row["slug"], kind=Entity.Kind.STATE, subregion=row["subregion"],
                is_demonstration=True,
            )  # fmt: skip
            for language in LANGUAGES:
                entity.write(language, name=row["name"][language])
            entity.save()
            new.append(entity)
        if new:
            self.counts["created"] += len(new)
            changed(new)

    def migration(self) -> None:
        theme = Theme.objects.get_by_natural_key(self.migration_facts["theme"])
        reports = _Bodies(self.texts["migration"])
        entities = tuple(
            EntityRow(0, row["name"], tuple(reports.row(r) for r in row["reports"]), ())
            for row in self.migration_facts["entities"]
        )
        for language in LANGUAGES:
            words = iter(self.texts["paragraphs"])
            documents = tuple(
                self._migration_document(row, language, words)
                for row in self.migration_facts["documents"]
            )
            self._load(theme, language, documents, entities if language == "en" else ())

    def _migration_document(
        self, row: dict[str, Any], language: str, words: Iterator[dict[str, str]]
    ) -> DocumentRow:
        heading = _heading_words(row.get("heading"), language)
        paragraphs = tuple(
            ParagraphRow(0, number, heading + next(words)[language]) for number in row["numbers"]
        )
        return DocumentRow(0, row["title"], row["name"], row["place"], row["date"], paragraphs)

    def themes(self) -> None:
        names = {entity.slug: str(entity) for entity in Entity.objects.all()}
        bodies = _Bodies(self.texts["general"])
        for row in self.facts["themes"]:
            theme = Theme.objects.get_by_natural_key(row["theme"])
            entities = tuple(
                EntityRow(0, names[slug], tuple(bodies.row(r) for r in reports), ())
                for slug, reports in row["entities"]
            )
            for language in LANGUAGES:
                documents = tuple(
                    self._theme_document(theme, facts, language) for facts in row["documents"]
                )
                self._load(theme, language, documents, entities if language == "en" else ())

    def _theme_document(self, theme: Theme, facts: dict[str, Any], language: str) -> DocumentRow:
        document = Document.objects.get_by_natural_key(facts["document"])
        name = document.texts("title")[language]
        heading = _heading_words(facts.get("heading"), language)
        marker = MARKER[language]
        paragraphs = tuple(
            ParagraphRow(
                0, number,
                heading + marker.format(number=number, theme=theme.texts("name")[language]),
            )
            for number in facts["numbers"]
        )  # fmt: skip
        return DocumentRow(0, name, name, "", document.date.isoformat()[:7], paragraphs)

    def _load(
        self,
        theme: Theme,
        language: str,
        documents: tuple[DocumentRow, ...],
        entities: tuple[EntityRow, ...],
    ) -> None:
        page = Page(language, documents, entities, ())
        plan = plan_page(page, theme, language=language, demonstration=True)
        for name in ("created", "updated", "unchanged"):
            self.counts[name] += getattr(plan, name)
        if not plan.changes_nothing:
            batch = Batch(theme=theme, language=language, file_name=f"demonstration {theme.slug}")
            write(plan, batch)

    @transaction.atomic
    def reports(self) -> None:
        """What legacy pages cannot show: further sections, marks, machine texts, withdrawal."""
        known = Origin.objects.keyed("demonstration", "")
        new = [row for row in self.facts["reports"] if row["key"] not in known]
        self.counts["unchanged"] += len(self.facts["reports"]) - len(new)
        self.counts["created"] += len(new)
        if new:
            batch = Batch.objects.create(file_name="demonstration reports", is_demonstration=True)
            reports = [self._report(row) for row in new]
            workflow.file_imported(reports, by=None, batch=batch.pk)
            for row, report in zip(new, reports, strict=True):
                if "withdrawn" in row:
                    workflow.withdraw(report, by=None, reason=row["withdrawn"])
            log = Log(batch)
            log.created(reports)
            keys = (row["key"] for row in new)
            log.came_from("demonstration", zip(keys, reports, strict=True))
            batch.state, batch.finished_at = Batch.State.DONE, timezone.now()
            batch.save()
            changed(reports)

    def _report(self, row: dict[str, Any]) -> Report:
        report = Report.objects.create(
            entity=Entity.objects.get_by_natural_key(row["entity"]),
            date=datetime.date.fromisoformat(row["date"]),
            original_language=row["language"],
            nothing_to_report=row.get("nothing_to_report", False),
            is_demonstration=True,
        )
        for position, slug in enumerate(row["themes"]):
            theme = Theme.objects.get_by_natural_key(slug)
            ReportTheme.objects.create(report=report, theme=theme, position=100 + position)
        for position, (kind, texts) in enumerate(row["sections"].items()):
            section = Section(report=report, kind=kind, position=position, markup=row["markup"])
            for language, text in texts.items():
                machine = language in row.get("machine", [])
                state = TextState.MACHINE if machine else TextState.OFFICIAL
                section.write(language, state=state, text=text)
            section.save()
        for position, cited in enumerate(row["citations"]):
            paragraph = Paragraph.objects.get_by_natural_key(cited["document"], cited["paragraph"])
            Citation.objects.create(
                report=report, position=position, paragraph=paragraph, mark=cited["mark"],
                state=Citation.State.EXACT,
            )  # fmt: skip
        return report


class _Bodies:
    """Takes the next text of the language each report is written in, round and round."""

    def __init__(self, texts: dict[str, list[str]]) -> None:
        self.texts, self.taken = texts, Counter()

    def row(self, facts: dict[str, Any]) -> ReportRow:
        printed = facts["paragraphs"]
        cited = () if printed == "-" else tuple(part.strip() for part in printed.split(","))
        date = datetime.date.fromisoformat(facts["date"])
        body = self._next(facts["language"]) if "language" in facts else ""
        return ReportRow(0, date, cited, printed, body, facts.get("exists_in"))

    def _next(self, language: str) -> str:
        texts = self.texts[language]
        self.taken[language] += 1
        return texts[(self.taken[language] - 1) % len(texts)]


def _heading_words(slug: str | None, language: str) -> str:
    """A heading printed in front of a text, as legacy pages do, so that its section is known."""
    if slug is None:
        return ""
    heading = Heading.objects.filter(slug=slug).first()
    return f"{heading.texts('title')[language]} " if heading else ""


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
