"""Sheets of reports. A change to a published one becomes a correction; a new row is published."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from opendata.records import KINDS, loaded
from publication.keys import is_key
from publication.languages import LANGUAGES, column, columns
from reports.models import Citation, Report, Section
from reports.scope import paragraphs_for

from ..loading import Log
from .cells import (
    CellFault,
    is_web_address,
    language,
    line,
    one_of,
    paragraphs,
    partial_date,
    prose,
    several,
    some_of,
    texts,
)
from .kinds import SheetKind, write_texts
from .known import Known
from .plans import PlannedRow
from .report_writing import correct, publish, texts_of

ONLY_NEW = ("entity", "themes", "original_language")


def marks(text: str, known: Known) -> dict[int, str]:
    return _said(text, known, lambda mark: mark in Citation.Mark.values)


def evidence(text: str, known: Known) -> dict[int, str]:
    return _said(text, known, lambda url: len(url) <= 500 and is_web_address(url))


def _said(text: str, known: Known, is_right: Any) -> dict[int, str]:
    """What is said of each paragraph: "document/paragraph = value"."""
    found = {}
    for one in several(text):
        address, equals, value = (part.strip() for part in one.partition("="))
        if not equals or not is_right(value):
            raise CellFault("cell_said_of_paragraph", one[:60])
        found[known.paragraph(address)] = value
    return found


class ReportSheet(SheetKind):
    code = "reports"
    label = _("Reports")
    model = Report
    corrects = True
    numbers = True
    reads = {
        "entity": one_of("entities"),
        "date": partial_date,
        "themes": some_of("themes"),
        "symbol": line(60),
        "original_language": language,
        "cites": paragraphs,
        "marks": marks,
        "evidence": evidence,
        **{name: read for kind in Section.Kind.values for name, read in texts(kind, prose).items()},
    }
    needed = ("entity", "date", "themes")

    def find(self, ids: Iterable[str]) -> dict[str, tuple[Any, Report]]:
        numbers = [int(one) for one in ids if is_key(one)]
        found = Report.objects.in_lineages(numbers).published()
        records = {one.pk: one for one in found.for_sheet()}
        rows = loaded(KINDS[self.code], found)
        return {str(row[0]): (row, records[row.pk]) for row in rows}  # the first column is `id`

    def apply(self, row: PlannedRow, known: Known) -> None:
        """Of a report that is there, the target is what its next edition will say."""
        row.target = row.record or Report(entity=row.values["entity"])
        if row.record is None:
            _check_new(row)
        else:
            _check_correction(row)

    def check(self, rows: Sequence[PlannedRow], known: Known) -> None:
        there = [row for row in rows if row.record is not None]
        numbers = {row.record.public_id: row for row in there}
        for opened in Report.objects.in_lineages(list(numbers)).unpublished():
            numbers[opened.public_id].fault("id", "sheet_open_edition")
        _check_doubles([row for row in rows if row.record is None])

    def save(self, rows: Sequence[PlannedRow], log: Log, note: str) -> list[models.Model]:
        correct([row for row in rows if row.record is not None], log, note)
        return publish([row for row in rows if row.record is None], log)


# What is wrong with a row ---------------------------------------------------------------------


def _check_new(row: PlannedRow) -> None:
    there = {code for code in LANGUAGES if row.values.get(column("done", code))}
    chosen = row.values.get("original_language")
    if not there:
        row.fault(column("done", LANGUAGES[0]), "sheet_no_report_text")
    elif chosen and chosen not in there:
        row.fault("original_language", "sheet_no_original", chosen)
    elif not chosen and len(there) > 1:
        row.fault("original_language", "sheet_which_original")
    if not row.values["themes"]:
        row.fault("themes", "sheet_needed")
    _check_said(row, set(row.values.get("cites", ())))


def _check_correction(row: PlannedRow) -> None:
    for name in ONLY_NEW:
        if name in row.values:
            row.fault(name, "sheet_read_only")
    sections = defaultdict(list)
    for section in row.record.sections.all():
        sections[section.kind].append(section)
    for kind in Section.Kind.values:
        edited = [name for name in columns(kind) if name in row.values]
        if edited and len(sections[kind]) > 1:
            row.fault(edited[0], "sheet_several_sections")
        elif edited:
            target = sections[kind][0] if sections[kind] else Section(kind=kind)
            write_texts(target, texts_of(row.values, kind), ["text"])
            sections[kind] = [target]
    told = any(section.has_text() for section in sections[Section.Kind.DONE])
    if not told and not (row.record.nothing_to_report and row.record.no_report_reason):
        row.fault(column("done", row.record.written_in), "sheet_no_report_text")
    _check_citations(row)


def _check_citations(row: PlannedRow) -> None:
    there = {c.paragraph_id for c in row.record.citations.all() if c.paragraph_id}
    wanted = set(row.values.get("cites", there))
    if new := wanted - there:
        in_scope = set(paragraphs_for(row.record.pk).with_ids(list(new)).ids())
        if new - in_scope:
            row.fault("cites", "sheet_out_of_scope")
    _check_said(row, wanted)


def _check_said(row: PlannedRow, wanted: set[int]) -> None:
    for name in ("marks", "evidence"):
        if set(row.values.get(name, ())) - wanted:
            row.fault(name, "sheet_not_cited")


def _check_doubles(rows: list[PlannedRow]) -> None:
    """A report that is published already, with the same text of the same day, is not made again."""
    entities = {row.target.entity.pk for row in rows}
    known: dict[tuple, str] = {}
    if rows:
        for report in Report.objects.published().by_entities(entities).for_sheet():
            for section in report.sections.all():
                for text in section.texts("text").values():
                    known[_mark(report.entity_id, report.date, text)] = str(report.public_id)
    for row in rows:
        said = [row.values.get(column("done", code)) for code in LANGUAGES]
        for text in filter(None, said):
            mark = _mark(row.target.entity.pk, row.values["date"].date, text)
            if mark in known:
                row.fault("id", "sheet_there_already", known[mark])
                break
            known[mark] = f"({row.number})"


def _mark(entity: int, date: Any, text: str) -> tuple:
    return entity, date, " ".join(text.split())
