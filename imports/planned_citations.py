"""Finds the paragraphs that cited numbers mean. Nothing is guessed."""

from mandates.models import Paragraph
from reports.models import Citation, Report

from .legacy_rows import ReportRow
from .matching import CitedNumbers, CitedParagraphs
from .plans import Cited, Plan

State = Citation.State


def state_of(candidates: list[Paragraph]) -> Citation.State:
    if len(candidates) == 1:
        return State.EXACT
    return State.AMBIGUOUS if candidates else State.UNRESOLVED


def new_citations(
    plan: Plan, report: Report, row: ReportRow, cited: CitedParagraphs
) -> list[Cited]:
    """The citations of a new report, given its numbers with the paragraphs they may mean."""
    found = []
    for number, candidates in cited:
        citation = Citation(report=report, typed=number, position=len(found))
        found.append((citation, _point(citation, candidates)))
        _note_open(plan, row.line, citation, candidates)
    if len(found) < len(row.citations):
        plan.note(row.line, "repeated_citation", row.citations_as_printed)
    return found


def resolved_anew(plan: Plan, numbers: CitedNumbers, report: Report, line: int) -> list[Cited]:
    """Citations that other paragraphs answer to now than when they were imported.

    What a person resolved, or picked from a list, stays.
    """
    changed = []
    citations = list(report.citations.all())
    taken = {citation.paragraph_id for citation in citations} - {None}
    for citation in citations:
        if citation.resolved_by_id or not citation.typed:
            continue
        candidates = numbers.find(citation.typed, report.dated)
        if _meant(citation) != {paragraph.pk for paragraph in candidates}:
            if len(candidates) == 1 and candidates[0].pk in taken:
                continue  # by another citation of the report, which a person resolved
            changed.append((citation, _point(citation, candidates)))
        _note_open(plan, line, citation, candidates)
    return changed


def _point(citation: Citation, candidates: list[Paragraph]) -> list[Paragraph]:
    """Set what is certain; returns the candidates of what is not."""
    citation.state = state_of(candidates)
    citation.paragraph = candidates[0] if citation.state == State.EXACT else None
    return [] if citation.state == State.EXACT else candidates


def _meant(citation: Citation) -> set[int | None]:
    if citation.state == State.EXACT:
        return {citation.paragraph_id}
    return {paragraph.pk for paragraph in citation.candidates.all()}


def _note_open(plan: Plan, line: int, citation: Citation, candidates: list[Paragraph]) -> None:
    if citation.state == State.AMBIGUOUS:
        places = (f"{p.document.slug}/{p.slug}" for p in candidates)
        plan.note(line, "ambiguous_citation", citation.typed, ", ".join(places))
    elif citation.state == State.UNRESOLVED:
        plan.note(line, "unresolved_citation", citation.typed)
