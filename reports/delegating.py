"""Parts of a draft handed to contributors: written apart, handed in, taken over or called back.

Each verb checks the person's rights as they are at that moment. The text of a part is nobody's but
the contributor's and the coordinators' until it is taken over; then it is the report's.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.policy import Permission as P
from accounts.rights import may
from mandates.models import Paragraph

from . import editing, notifications, workflow
from .models import Citation, DelegatedParagraph, DelegatedText, Delegation, Report, Section
from .scope import paragraphs_for
from .workflow import Incomplete, NotAllowed, Stale


@dataclass(frozen=True)
class Part:
    """What a contributor wrote: texts by section, mark and evidence by paragraph's id."""

    texts: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[int, tuple[str, str]] = field(default_factory=dict)


APPEND, REPLACE = "append", "replace"


@transaction.atomic
def delegate(
    report: Report,
    *,
    by: User,
    to: Iterable[User],
    paragraphs: Iterable[Paragraph] = (),
    note: str = "",
    due_on: datetime.date | None = None,
) -> list[Delegation]:
    """Hand the paragraphs, or everything the report is asked about, to each of the people.

    Raises NotAllowed unless the report is being written, `by` may, and each holds the role.
    """
    _hold(report, by)
    people, chosen = list(to), list(paragraphs) or list(paragraphs_for(report.pk).counted())
    if not all(may(person, P.WRITE_DELEGATED_PARTS, report.entity_id) for person in people):
        raise NotAllowed("a part goes to contributors of the entity")
    parts = [
        Delegation.objects.create(
            report=report, to=person, note=note, due_on=due_on, by=by, at=timezone.now()
        )
        for person in people
    ]
    DelegatedParagraph.objects.bulk_create(
        DelegatedParagraph(delegation=part, paragraph=paragraph)
        for part in parts
        for paragraph in chosen
    )
    for part in parts:
        notifications.delegated(part)
    return parts


@transaction.atomic
def save(part: Delegation, *, by: User, revision: int, content: Part) -> int:
    """Keep what the contributor wrote; the new revision.

    Raises NotAllowed when the part is not theirs to write any more, Stale when it was saved since.
    """
    _write(part, by, revision)
    part.texts.all().delete()
    DelegatedText.objects.bulk_create(
        DelegatedText(delegation=part, kind=kind, text=text)
        for kind, text in content.texts.items()
        if text
    )
    rows = [row for row in part.delegated_paragraphs.all() if row.paragraph_id in content.marks]
    for row in rows:
        row.mark, row.evidence_url = content.marks[row.paragraph_id]
    DelegatedParagraph.objects.bulk_update(rows, ["mark", "evidence_url"])
    return part.revision


@transaction.atomic
def hand_in(part: Delegation, *, by: User, revision: int) -> None:
    """Give the part to the coordinator. Raises as `save` does, and Incomplete when it is bare."""
    _write(part, by, revision)
    if not part.texts.exists() and not part.delegated_paragraphs.marked().exists():
        raise Incomplete([("", "")])
    part.handed_in_at = timezone.now()
    part.save(update_fields=["handed_in_at"])
    notifications.handed_in(part)


@transaction.atomic
def return_part(part: Delegation, *, by: User, note: str) -> None:
    """Give it back for more, with what is still asked."""
    _hold(part.report, by)
    _lock(part)
    if part.handed_in_at is None:
        raise NotAllowed("the part has not been handed in")
    part.handed_in_at, part.note = None, note
    part.save(update_fields=["handed_in_at", "note"])
    notifications.part_returned(part, by=by)


@transaction.atomic
def call_back(part: Delegation, *, by: User) -> None:
    """End it; the contributor may read what was written, and writes no more."""
    _hold(part.report, by)
    _lock(part)
    part.ended_at = timezone.now()
    part.save(update_fields=["ended_at"])


@transaction.atomic
def take_over(
    part: Delegation, *, by: User, revision: int, how: Mapping[str, str], marks: Collection[int]
) -> None:
    """Put the part's texts and marks into the report, by section and paragraph, as chosen.

    `how` says of each section's kind whether its text is appended (APPEND) or replaces the
    report's (REPLACE); others are left. `marks` are ids of paragraphs whose mark is taken.
    Raises NotAllowed unless it was handed in, Stale when the report was saved since, OutOfScope for
    a paragraph that it may not cite any more.
    """
    report = part.report
    _hold(report, by)
    _lock(part)
    if part.handed_in_at is None:
        raise NotAllowed("the part has not been handed in")
    editing.save(report, by=by, revision=revision, content=merged(part, how, marks))
    part.merged_by, part.merged_at = by, timezone.now()
    part.save(update_fields=["merged_by", "merged_at"])
    workflow.merge_part(report, by=by, writer=part.to)


def merged(part: Delegation, how: Mapping[str, str], marks: Collection[int]) -> editing.Draft:
    """What the report is to say when the part is taken over so."""
    there = texts_of(part.report)
    texts = {}
    for row in part.texts.all():
        if how.get(row.kind) == REPLACE or (how.get(row.kind) == APPEND and row.kind not in there):
            texts[row.kind] = row.text
        elif how.get(row.kind) == APPEND:
            texts[row.kind] = f"{there[row.kind]}\n\n{row.text}"
    cited = {
        row.paragraph_id: (row.mark, row.evidence_url)
        for row in Citation.objects.certain_of(part.report)
    }
    for row in part.delegated_paragraphs.marked():
        if row.paragraph_id in marks:
            cited[row.paragraph_id] = (row.mark, row.evidence_url)
    silent = False if texts.get(Section.Kind.DONE) else None
    rows = [(paragraph, *values) for paragraph, values in cited.items()]
    return editing.Draft(sections=texts, citations=rows, nothing_to_report=silent)


def texts_of(report: Report) -> dict[str, str]:
    """The report's own texts by section, in the language it is written in."""
    found: dict[str, str] = {}
    for section in report.sections.all():
        if text := section.texts("text").get(report.original_language):
            found.setdefault(section.kind, text)
    return found


def _hold(report: Report, by: User) -> None:
    """Keep the report as it is while it is being written by someone who may hand parts over."""
    held = Report.objects.held().with_ids([report.pk]).first()
    if held is None or held.state not in Report.WRITABLE:
        raise NotAllowed("the report is not being written")
    if not may(by, P.DELEGATE, held.entity_id):
        raise NotAllowed(f"not without {P.DELEGATE}")


def _lock(part: Delegation) -> None:
    try:
        part.refresh_from_db(from_queryset=Delegation.objects.held())
    except Delegation.DoesNotExist:
        raise NotAllowed("the part is not there any more") from None
    if part.is_over:
        raise NotAllowed("the part was taken over or called back")


def _write(part: Delegation, by: User, revision: int) -> None:
    """Hold the part for its contributor, and count one revision on."""
    _lock(part)
    if part.to_id != by.pk or not may(by, P.WRITE_DELEGATED_PARTS, part.report.entity_id):
        raise NotAllowed("another person’s part")
    if part.handed_in_at is not None or part.report.state not in Report.WRITABLE:
        raise NotAllowed("the part is not being written")
    if part.revision != revision:
        raise Stale(part)
    part.revision += 1
    part.save(update_fields=["revision"])
