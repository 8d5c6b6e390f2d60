"""Plans reports with several sections: new ones, and what a matrix adds to those that are there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from countries.models import Entity
from mandates.models import Paragraph
from publication.dates import PartialDate
from publication.languages import column
from reports.likeness import SHORTEST, is_near, likeness, sequences
from reports.models import Citation, Report, Section
from reports.near import texts_of

from .identify import identify
from .kept import kept_report
from .matrix_plans import KEEP, LANGUAGES, MERGE, MatrixPlan, NearDuplicate
from .models import Origin
from .planned_bodies import names_of
from .planned_reports import Progress, current_editions
from .plans import Fill, NewReport

CERTAIN_LENGTH = 300
"""Characters from which a cell's own language counts, and not that of its whole row."""

Place = tuple[str, int]
"""Kind and position of a section."""


@dataclass(slots=True)
class Said:
    """What a matrix says of one report. `key` tells it from others of the entity."""

    line: int
    entity: Entity
    name: str
    key: str
    date: PartialDate
    symbol: str
    texts: list[tuple[Place, str]]
    paragraphs: list[Paragraph] = field(default_factory=list)
    contacts: list[tuple[int, str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "\n\n".join(text for _place, text in self.texts)


class MatrixReports:
    """Reports of one matrix, in its order."""

    def __init__(self, plan: MatrixPlan, decisions: dict[str, str], progress: Progress) -> None:
        self.plan, self.decisions, self.progress = plan, decisions, progress
        self.ids = Origin.objects.keyed("report", f"{plan.theme.pk}|")
        self.beside: Counter = Counter()

    def read(self, said: Sequence[Said]) -> None:
        """Plan all of them. Rows of one key are the same report, told twice."""
        ids = [self._known_id(one, one.key) for one in said]
        known = current_editions([pk for pk in ids if pk])
        first: dict[tuple[int, str], Said] = {}
        for done, (one, pk) in enumerate(zip(said, ids, strict=True), 1):
            there = first.setdefault((id(one.entity), one.key), one)
            if there is not one:
                self._twice(one, there)
            else:
                self._single(one, known.get(pk), done - 1)
            self.progress(done, len(said))

    def _known_id(self, one: Said, key: str) -> int | None:
        return self.ids.get(f"{self.plan.theme.pk}|{one.entity.pk}|{key}")

    def _single(self, one: Said, report: Report | None, position: int) -> None:
        if report is not None:
            self._known(one, report)
            return
        other = self._near(one)
        if other is not None:
            offers = (KEEP, MERGE)
            decision = self._decided(one, KEEP, offers)
            self._note_near(one, other[0], other[1], decision, offers)
            if decision == MERGE:
                self._count(one, [other[1]])
                self.plan.unchanged += 1
                return
        self._new(one, position)

    def _twice(self, one: Said, first: Said) -> None:
        """A second row of the same entity: nearly the same words are offered for merging."""
        share = likeness(one.words, first.words)
        languages = identify(one.words, ""), identify(first.words, "")
        offers = (MERGE, KEEP) if languages[0] == languages[1] else (LANGUAGES, KEEP)
        is_same = is_near(sequences(one.words), sequences(first.words))
        decision = self._decided(one, MERGE if is_same else KEEP, offers)
        if is_same or offers[0] == LANGUAGES:
            found = NearDuplicate(
                one.line, one.name, round(share, 3), one.words, first.words,
                other_line=first.line, decision=decision, offers=offers,
            )  # fmt: skip
            self.plan.near_duplicates.append(found)
            self.plan.note(one.line, "near_duplicate", one.name, str(first.line))
        if decision == KEEP:
            self._beside(one)
            return
        if decision == LANGUAGES:
            planned = next((new for new in self.plan.reports if _is_of(new, one)), None)
            if planned is not None:
                self._add_language(one, planned)
        self._count(one, [text for _place, text in first.texts])

    def _beside(self, one: Said) -> None:
        """Kept beside the first as a report of its own, the n-th of them."""
        first = id(one.entity), one.key
        self.beside[first] += 1
        one.key += f"|{self.beside[first]}"
        pk = self._known_id(one, one.key)
        report = current_editions([pk]).get(pk) if pk else None
        if report is not None:
            self._known(one, report)
        else:
            self._new(one, len(self.plan.reports))

    def _decided(self, one: Said, proposed: str, offers: Sequence[str]) -> str:
        chosen = self.decisions.get(str(one.line), "")
        return chosen if chosen in offers else proposed

    def _near(self, one: Said) -> tuple[Report, str] | None:
        """A report of the entity, of another date or source, that says nearly the same."""
        if one.entity.pk is None or len(one.words) < SHORTEST:
            return None
        mine = sequences(one.words)
        for report in Report.objects.published().by_entity(one.entity).with_texts():
            for text in texts_of(report).values():
                if len(text) >= SHORTEST and is_near(mine, sequences(text)):
                    return report, text
        return None

    def _note_near(
        self, one: Said, report: Report, text: str, decision: str, offers: tuple[str, ...]
    ) -> None:
        found = NearDuplicate(
            one.line, one.name, round(likeness(one.words, text), 3), one.words, text,
            report=report.public_id, decision=decision, offers=offers,
        )  # fmt: skip
        self.plan.near_duplicates.append(found)
        self.plan.note(one.line, "near_report", one.name, report.dated.isoformat())

    # New ------------------------------------------------------------------------------------------

    def _new(self, one: Said, position: int) -> None:
        hint = _language(one.words, self.plan.language)
        report = Report(
            entity=one.entity,
            date=one.date.date,
            date_precision=one.date.precision,
            symbol=one.symbol[:60],
            original_language=hint if one.texts else None,
            cycle=self.plan.cycle,
        )
        sections = [self._section(report, place, text, hint) for place, text in one.texts]
        citations = [
            (_citation(report, paragraph, place), [])
            for place, paragraph in enumerate(one.paragraphs)
        ]
        new = NewReport(one.key, report, position, sections, citations, list(one.contacts))
        self.plan.reports.append(new)
        self._note_language(one, hint)
        self._count(one, [text for _place, text in one.texts])

    def _section(self, report: Report, place: Place, text: str, hint: str) -> Section:
        section = Section(report=report, kind=place[0], position=place[1], markup="plain")
        section.write(_language_of(text, hint), text=text)
        return section

    def _add_language(self, one: Said, planned: NewReport) -> None:
        """The row is the other language version of a report that is planned already."""
        hint = _language(one.words, self.plan.language)
        there = {(s.kind, s.position): s for s in planned.sections}
        for place, text in one.texts:
            language = _language_of(text, hint)
            section = there.get(place)
            if section is None:
                planned.sections.append(self._section(planned.report, place, text, hint))
            elif getattr(section, column("text", language)) is None:
                section.write(language, text=text)

    # There already --------------------------------------------------------------------------------

    def _known(self, one: Said, report: Report) -> None:
        """Texts in a language that is not there yet are filled in; nothing is overwritten."""
        hint = _language(one.words, self.plan.language)
        self._note_language(one, hint)
        fill = Fill(report, kept_report(report))
        there = {(s.kind, s.position): s for s in report.sections.all()}
        for place, text in one.texts:
            section = self._filled(one, report, there.get(place), place, text, hint)
            if section is not None:
                fill.sections.append(section)
                there[place] = section
        fill.citations = self._further_citations(one, report)
        if fill.sections and report.original_language is None:
            report.original_language = hint
        if fill.sections or fill.citations:
            self.plan.fills.append(fill)
        else:
            self.plan.unchanged += 1
        self._count(one, [t for s in there.values() for t in s.texts("text").values()])

    def _filled(
        self, one: Said, report: Report, section: Section | None, place: Place, text: str, hint: str
    ) -> Section | None:
        """The section with the text, when the report has not got it yet."""
        language = _language_of(text, hint)
        old = getattr(section, column("text", language)) if section else None
        if old == text:
            return None
        if old is not None or _is_closed(report):
            code = "report_corrected" if _is_closed(report) else "report_conflict"
            self.plan.note(one.line, code, one.name, language)
            return None
        if section is None:
            return self._section(report, place, text, hint)
        section.write(language, text=text)
        return section

    def _further_citations(self, one: Said, report: Report) -> list:
        if _is_closed(report):
            return []
        there = list(report.citations.all())
        cited = {citation.paragraph_id for citation in there}
        last = max((citation.position for citation in there), default=-1)
        further = [p for p in one.paragraphs if p.pk is None or p.pk not in cited]
        return [(_citation(report, p, last + n), []) for n, p in enumerate(further, 1)]

    def _note_language(self, one: Said, language: str) -> None:
        if one.texts and language != self.plan.language:
            self.plan.note(one.line, "report_language", one.name, language)

    def _count(self, one: Said, kept: list[str]) -> None:
        for text in one.cells:
            self.plan.coverage.cell(text, kept)
        for text in one.headings:
            self.plan.coverage.cell(text, names_of(one.entity))
        for _position, text in one.contacts:
            self.plan.coverage.cell(text, [text])


def _is_of(new: NewReport, one: Said) -> bool:
    return new.report.entity is one.entity and new.key == one.key


def _citation(report: Report, paragraph: Paragraph, position: int) -> Citation:
    return Citation(
        report=report, paragraph=paragraph, typed=paragraph.label, position=position,
        state=Citation.State.EXACT,
    )  # fmt: skip


def _is_closed(report: Report) -> bool:
    return report.edition > 1 or report.state != Report.State.PUBLISHED


def _language(text: str, expected: str) -> str:
    """Capitals tell a classifier less than small letters do."""
    return identify(text.lower(), expected) if text.strip() else expected


def _language_of(text: str, of_row: str) -> str:
    return _language(text, of_row) if len(text) >= CERTAIN_LENGTH else of_row
