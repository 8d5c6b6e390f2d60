"""The parts of a report under review: each with what changed and what was said of it."""

from dataclasses import dataclass

from django.forms import BoundField, Form
from django.utils.safestring import SafeString, mark_safe

from publication.languages import page_language
from publication.passages import Passage, passage

from .comparing import ChangedPart, Changes
from .mandate_lines import MandateLine
from .models import Citation, Comment, Report, Section
from .review_forms import DecisionForm
from .scope import lines_cited


@dataclass(slots=True)
class Part:
    """A section under review; `field` takes a comment on it while the report may be decided on."""

    title: str
    passage: Passage | None
    html: SafeString
    changed: ChangedPart | None
    comments: list[Comment]
    field: BoundField | None


@dataclass(slots=True)
class Judged:
    """A citation under review: the mandate it means, or the candidates, or none."""

    citation: Citation
    lines: list[MandateLine]
    comments: list[Comment]
    field: BoundField | None


def review_parts(report: Report, form: DecisionForm, changed: Changes | None) -> list[Part]:
    """Sections in their order; a field to comment on *done* even where it is empty."""
    sections = sorted(report.sections.all(), key=lambda one: (one.position, one.pk))
    found = [_part(section.kind, section, report, form, changed) for section in sections]
    if all(section.kind != Section.Kind.DONE for section in sections):
        found.insert(0, _part(Section.Kind.DONE, None, report, form, changed))
    return found


def _part(
    kind: str, section: Section | None, report: Report, form: Form, changed: Changes | None
) -> Part:
    text = passage(section, "html", report.original_language or page_language())
    return Part(
        str(Section.Kind(kind).label),
        text,
        mark_safe(text.text) if text else SafeString(""),  # noqa: S308  cleaned when saved
        changed.part(kind) if changed else None,
        [one for one in threads(report) if one.kind == kind],
        _comment_field(report, form, f"on_{kind}"),
    )


def judged(report: Report, form: DecisionForm, language: str) -> list[Judged]:
    lines = {line.id: line for line in lines_cited(report.pk, language)}
    said = [one for one in threads(report) if one.paragraph_id]
    found = []
    for citation in report.citations.all():
        meant = [citation.paragraph_id] if citation.paragraph_id else _candidates(citation)
        found.append(
            Judged(
                citation,
                [lines[number] for number in meant],
                [one for one in said if one.paragraph_id == citation.paragraph_id],
                _comment_field(report, form, f"on_p{citation.paragraph_id}"),
            )
        )
    return found


def _candidates(citation: Citation) -> list[int]:
    return [candidate.pk for candidate in citation.candidates.all()]


def _comment_field(report: Report, form: Form, name: str) -> BoundField | None:
    decidable = report.state == Report.State.SUBMITTED
    return form[name] if decidable and name in form.fields else None


def threads(report: Report) -> list[Comment]:
    """Comments for the entity, each with its `answers`."""
    public = [one for one in report.comments_read if not one.is_internal]
    roots = [one for one in public if one.reply_to_id is None]
    for root in roots:
        root.answers = [one for one in public if one.reply_to_id == root.pk]
    return roots


def is_open(comment: Comment) -> bool:
    return not (comment.is_internal or comment.reply_to_id or comment.settled_at)
