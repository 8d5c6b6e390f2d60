"""Saving what people write in a report. Content only: states are the workflow's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from publication.languages import LANGUAGES, column
from publication.rendering import Markup

from .models import Citation, Report, Section
from .revisions import advance
from .scope import paragraphs_for

KINDS = [kind.value for kind in Section.Kind]
WRITTEN = [
    field.name
    for field in Section._meta.concrete_fields
    if field.name not in ("id", "report", "kind", "position", "paragraph", "text", "html")
]


class OutOfScope(Exception):
    """A paragraph was cited that the report may not cite."""


@dataclass(frozen=True)
class Draft:
    """What is to be saved; what is left out, or None, stays as it is.

    `sections` by kind, an empty text for none; `citations` rows of paragraph, mark and evidence,
    all there shall be; `kept` kinds whose carried text is confirmed as it stands, and "citations".
    """

    sections: Mapping[str, str] = field(default_factory=dict)
    citations: Sequence[tuple[int, str, str]] | None = None
    nothing_to_report: bool | None = None
    reason: str | None = None
    kept: frozenset[str] = frozenset()


def save(report: Report, *, by: User | None, revision: int, content: Draft) -> int:
    """Save `content` on top of `revision` in one transaction; returns the new revision.

    Raises NotAllowed where the person may not or the report is not to be written in, Stale when
    somebody else has saved meanwhile, OutOfScope for a paragraph it may not cite; then nothing
    is written. Of `report` the id is enough.
    """
    with transaction.atomic():
        new = advance(report.pk, by=by, revision=revision, **_facts(content))
        if content.sections or content.kept - {"citations"}:
            _save_sections(report.pk, content.sections, content.kept)
        if content.citations is not None:
            _save_citations(report.pk, content.citations)
        if "citations" in content.kept:
            Citation.objects.with_reports([report.pk]).update(carried_from=None)
    report.revision = new
    return new


def _facts(content: Draft) -> dict[str, object]:
    facts: dict[str, object] = {}
    if content.nothing_to_report is not None:
        facts["nothing_to_report"] = content.nothing_to_report
    if content.nothing_to_report is False:
        facts["no_report_reason"] = ""
    elif content.reason is not None:
        facts["no_report_reason"] = content.reason
    return facts


# Sections -------------------------------------------------------------------------------------


def _save_sections(report: int, texts: Mapping[str, str], kept: frozenset[str]) -> None:
    language, there = _sections_of(report)
    written, dropped = [], []
    for kind in [kind for kind in KINDS if kind in texts or kind in kept]:
        section = there.get(kind) or Section(
            report_id=report, kind=kind, position=KINDS.index(kind), markup=Markup.MARKDOWN
        )
        text = texts.get(kind, getattr(section, column("text", language)) or "")
        if _write(section, language, text, kind in kept):
            (written if text else dropped).append(section)
    if dropped:
        Section.objects.with_ids([section.pk for section in dropped]).delete()
    upsert(written)


def _sections_of(report: int) -> tuple[str, dict[str, Section]]:
    """The report's language, and the first section of each kind."""
    names = [field.attname for field in Section._meta.concrete_fields]
    there: dict[str, Section] = {}
    rows = list(Report.objects.with_ids([report]).section_rows())
    for _language, *values in rows:
        if values[0] is not None:
            section = Section.from_db("default", names, values)
            there.setdefault(section.kind, section)
    return rows[0][0] or LANGUAGES[0], there


def _write(section: Section, language: str, text: str, kept: bool) -> bool:
    """Set the text; True when something is to be saved. What was carried and changes is one's own.

    Translations remember the text they were made from, so that they show as older than this one.
    """
    name = column("text", language)
    if text == (getattr(section, name) or ""):
        confirmed = kept and section.carried_from_id is not None
        section.carried_from_id = None if kept else section.carried_from_id
        return confirmed
    if not text:
        return True
    for code in section.languages():
        digest = column("digest", code)
        if code != section.original_language and not getattr(section, digest):
            setattr(section, digest, section.source_digest())
    setattr(section, name, text)
    section.original_language, section.carried_from_id = language, None
    section.settle()
    return True


def upsert(sections: Iterable[Section]) -> None:
    """Insert or update by report, kind and position, in one query."""
    rows = list(sections)
    for section in rows:
        section.pk = None
    if rows:
        Section.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["report", "kind", "position"],
            update_fields=WRITTEN,
        )


# Citations ------------------------------------------------------------------------------------


def _save_citations(report: int, rows: Sequence[tuple[int, str, str]]) -> None:
    every = list(Citation.objects.with_reports([report]))
    there = {c.paragraph_id: c for c in every if c.paragraph_id}
    wanted = {paragraph: (mark, evidence) for paragraph, mark, evidence in rows}
    _check_scope(report, wanted.keys() - there.keys())
    dropped = [citation.pk for paragraph, citation in there.items() if paragraph not in wanted]
    if dropped:
        Citation.objects.with_ids(dropped).drop()
    position = max((citation.position for citation in every), default=-1)
    written = []
    for paragraph, (mark, evidence) in wanted.items():
        citation = there.get(paragraph)
        if citation is None:
            position += 1
            citation = Citation(
                report_id=report, paragraph_id=paragraph, position=position,
                state=Citation.State.EXACT,
            )  # fmt: skip
        elif (citation.mark, citation.evidence_url) == (mark, evidence):
            continue
        citation.mark, citation.evidence_url, citation.carried_from = mark, evidence, None
        citation.pk = None
        written.append(citation)
    if written:
        Citation.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["report", "position"],
            update_fields=["mark", "evidence_url", "carried_from"],
        )


def _check_scope(report: int, new: Iterable[int]) -> None:
    ids = list(new)
    if ids and paragraphs_for(report).with_ids(ids).count() != len(ids):
        raise OutOfScope(ids)
