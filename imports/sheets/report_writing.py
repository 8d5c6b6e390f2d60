"""Writes the rows of a sheet of reports, by the verbs of `reports.workflow` alone."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import models

from publication.languages import LANGUAGES, column, columns
from publication.rendering import Markup
from reports import workflow
from reports.editing import Draft, OutOfScope
from reports.editing import save as save_content
from reports.models import Citation, RelatedResource, Report, ReportTheme, Section
from reports.revisions import advance

from ..loading import Log
from ..notes import Refused
from .kinds import write_texts
from .plans import PlannedRow

KINDS = Section.Kind.values


def correct(rows: Sequence[PlannedRow], log: Log, note: str) -> None:
    """Begin the next edition of each report with what its row says, and submit it.

    Raises Refused when one cannot be corrected (any more).
    """
    drafts = []
    for row in rows:
        try:
            drafts.append(_correct(row, log.batch.by, note))
        except workflow.NotAllowed:
            raise Refused("not_allowed") from None
        except (workflow.Taken, workflow.Stale, workflow.Incomplete, OutOfScope):
            raise Refused("sheet_report_moved", row.name) from None
    log.created(drafts)
    log.created(RelatedResource.objects.of_reports(drafts))


def _correct(row: PlannedRow, by: Any, note: str) -> Report:
    draft = workflow.correct(row.record, by=by, note=note)
    revision = advance(draft.pk, by=by, revision=draft.revision, **_facts(row))
    _write_sections(draft, row.values)
    if {"cites", "marks", "evidence"} & row.values.keys():
        draft.revision = revision
        revision = save_content(
            draft, by=by, revision=revision, content=Draft(citations=_citations(row))
        )
    workflow.submit(draft, by=by, revision=revision, token=uuid4())
    return draft


def _facts(row: PlannedRow) -> dict[str, Any]:
    facts = {}
    if "date" in row.values:
        when = row.values["date"]
        facts |= {"date": when.date, "date_precision": when.precision}
    if "symbol" in row.values:
        facts["symbol"] = row.values["symbol"]
    return facts


def _write_sections(report: Report, values: dict[str, Any]) -> None:
    there: dict[str, Section] = {}
    for section in report.sections.all():
        there.setdefault(section.kind, section)
    for kind in KINDS:
        if not any(name in values for name in columns(kind)):
            continue
        section = there.get(kind) or _new_section(report, kind)
        write_texts(section, texts_of(values, kind), ["text"])
        if section.has_text():
            section.save()
        elif section.pk:
            section.delete()


def _new_section(report: Report, kind: str) -> Section:
    return Section(
        report=report, kind=kind, position=KINDS.index(kind), markup=Markup.MARKDOWN,
        original_language=report.original_language,
    )  # fmt: skip


def texts_of(values: dict[str, Any], kind: str) -> dict[str, str]:
    """A section's texts by their columns in the database, of those that `values` has."""
    found = {code: values.get(column(kind, code)) for code in LANGUAGES}
    return {column("text", code): text for code, text in found.items() if text is not None}


def _citations(row: PlannedRow) -> list[tuple[int, str, str]]:
    """All paragraphs that shall be cited, with mark and evidence."""
    there = [one for one in row.record.citations.all() if one.paragraph_id]
    cites = row.values.get("cites", [one.paragraph_id for one in there])
    marks = row.values.get("marks", {one.paragraph_id: one.mark for one in there})
    links = row.values.get("evidence", {one.paragraph_id: one.evidence_url for one in there})
    return [(pk, marks.get(pk, ""), links.get(pk, "")) for pk in cites]


# New reports ----------------------------------------------------------------------------------


def publish(rows: Sequence[PlannedRow], log: Log) -> list[models.Model]:
    """File the new reports as published; returns them."""
    reports = [_new_report(row) for row in rows]
    workflow.file_imported(reports, by=log.batch.by, batch=log.batch.pk)
    ReportTheme.objects.bulk_create(
        ReportTheme(report=report, theme=theme)
        for row, report in zip(rows, reports, strict=True)
        for theme in row.values["themes"]
    )
    Section.objects.bulk_create(one for report in reports for one in report.sections.all())
    Citation.objects.bulk_create(one for report in reports for one in report.citations.all())
    log.created(reports)
    return list(reports)


def _new_report(row: PlannedRow) -> Report:
    """An unsaved report that answers with the sections and citations to be saved with it."""
    said = row.values.get("original_language")
    report = Report(
        entity=row.values["entity"],
        original_language=said or next(
            code for code in LANGUAGES if row.values.get(column("done", code))
        ),
        is_demonstration=row.values["entity"].is_demonstration,
        **_facts(row),
    )  # fmt: skip
    report._prefetched_objects_cache = {
        "sections": _new_sections(row, report),
        "citations": _new_citations(row, report),
    }
    return report


def _new_sections(row: PlannedRow, report: Report) -> list[Section]:
    found = []
    for kind in KINDS:
        section = _new_section(report, kind)
        write_texts(section, texts_of(row.values, kind), ["text"])
        if section.has_text():
            found.append(section)
    return found


def _new_citations(row: PlannedRow, report: Report) -> list[Citation]:
    marks, links = row.values.get("marks", {}), row.values.get("evidence", {})
    return [
        Citation(
            report=report, paragraph_id=pk, position=position, state=Citation.State.EXACT,
            mark=marks.get(pk, ""), evidence_url=links.get(pk, ""),
        )
        for position, pk in enumerate(row.values.get("cites", ()))
    ]  # fmt: skip
