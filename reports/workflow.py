"""Every change of a report's state. Nothing else assigns it.

Verbs take keyword arguments, `by=` the person (None for the site's own commands), run in one
transaction, check the person's rights as they are at that moment, and leave one `Transition` each
with the report as it then stood. Each locks the report, so that of two at once the second finds
what the first has left. `revision` is the one that the person looked at.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.models import User
from accounts.policy import Permission as P
from accounts.rights import may
from countries.models import Entity
from mandates.models import Theme
from publication.changes import changed
from publication.jobs import one_by_one

from . import file_store, folding, notifications, slots, steps
from .completeness import Problem, problems
from .editions import copied, next_edition, put_right
from .joining import can_join, join
from .models import Asked, Comment, Cycle, Report, Transition
from .snapshots import snapshot
from .writers import may_write

State = Report.State
CHUNK = 1000


class NotAllowed(Exception):
    """The step does not lead on from the report's state, or is not this person's to take."""


class Stale(Exception):
    """Somebody else has saved the report meanwhile; `current` is the report as it now is."""

    def __init__(self, current: Report) -> None:
        super().__init__(f"revision {current.revision} by now")
        self.current = current


class Passed(ValueError):
    """The moment at which something was to happen is over."""


class Incomplete(Exception):
    """Something is wanting; `problems` are rows of field and message."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(field or "report" for field, _message in problems))
        self.problems = problems


class Taken(Exception):
    """The entity has an open report there already: `report`."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"report {report.pk} is open")
        self.report = report


# Imports --------------------------------------------------------------------------------------


@transaction.atomic
def file_imported(reports: Sequence[Report], *, by: User | None, batch: object) -> None:
    """Publish reports that were taken in from outside: drafts, saved or not; all or none.

    Those not saved are, and answer with the sections and citations set on them. `batch` names where
    they came from. Raises NotAllowed when one is not a draft.
    """
    if any(report.state != State.DRAFT for report in reports):
        raise NotAllowed("only drafts are filed from an import")
    now = timezone.now()
    for chunk in _chunks(reports):
        saved = [report.pk for report in chunk if report.pk]
        for report in chunk:
            report.state, report.published_at = State.PUBLISHED, now
        Report.objects.bulk_create(report for report in chunk if not report.pk)
        Report.objects.with_ids(saved).update(state=State.PUBLISHED, published_at=now)
        prefetch_related_objects(chunk, "sections", "citations")
        rows = [
            _row(report, "file_imported", State.DRAFT, by, now, f"import {batch}")
            for report in chunk
        ]
        steps.taken(Transition.objects.bulk_create(rows))


@transaction.atomic
def amend_imported(reports: Sequence[Report], *, by: User | None, batch: object) -> None:
    """Record that an import gave published reports a text they had not; the state stays.

    Raises NotAllowed when one is not published.
    """
    if any(report.state != State.PUBLISHED for report in reports):
        raise NotAllowed("only a published report is given a further text")
    now = timezone.now()
    for chunk in _chunks(reports):
        prefetch_related_objects(chunk, "citations")
        rows = []
        for report in chunk:
            report.__dict__.get("_prefetched_objects_cache", {}).pop("sections", None)
            rows.append(_row(report, "amend_imported", State.PUBLISHED, by, now, f"import {batch}"))
        Transition.objects.bulk_create(rows)


# Beginning ------------------------------------------------------------------------------------


def start(
    *,
    entity: Entity,
    themes: Sequence[Theme],
    by: User | None,
    language: str,
    date: datetime.date,
    cycle: Cycle | None = None,
    on_behalf: bool = False,
    token: UUID | None = None,
) -> Report:
    """Begin a draft, written in `language`; the same `token` again gives the same draft.

    Raises NotAllowed without the right, or when the cycle is closed to the entity or not about the
    themes; Taken when a report of the entity is open in the cycle on one of them.
    """
    try:
        with transaction.atomic():
            if known := _caused_by(token):
                return known.report
            _demand(by, P.FILE_ON_BEHALF if on_behalf else P.WRITE_REPORTS,
                    None if on_behalf else entity)  # fmt: skip
            _check_place(entity, themes, cycle, on_behalf)
            report = Report.objects.create(
                entity=entity, cycle=cycle, date=date, original_language=language, author=by,
                filed_by_secretariat=on_behalf,
                is_demonstration=entity.is_demonstration or bool(cycle and cycle.is_demonstration),
            )  # fmt: skip
            slots.place(report, {theme.pk: 0 for theme in themes})
            _step(report, "start", report.state, by, token=token)
            return report
    except IntegrityError:  # two windows at the same moment
        if known := _caused_by(token):
            return known.report
        if cycle and (taken := slots.holder(cycle, entity, themes)):
            raise Taken(taken) from None
        raise


def _check_place(
    entity: Entity, themes: Sequence[Theme], cycle: Cycle | None, on_behalf: bool
) -> None:
    if not themes:
        raise NotAllowed("a report is on one theme at least")
    if entity.contributes:
        raise NotAllowed("it contributes beside the reports and writes none")
    if cycle is None:
        return
    if not {theme.pk for theme in themes} <= set(cycle.themes.values_list("pk", flat=True)):
        raise NotAllowed("the cycle is not about all of these themes")
    asked = Asked.objects.of_entities([entity]).in_cycle(cycle).first()
    if not on_behalf and (asked is None or not asked.is_open(timezone.now())):
        raise NotAllowed("the cycle is not open to the entity")
    if taken := slots.holder(cycle, entity, themes):
        raise Taken(taken)


@transaction.atomic
def discard(report: Report, *, by: User | None) -> None:
    """Delete a draft that was never submitted; its place is free again."""
    _hold(report, State.DRAFT)
    _demand_of_writer(report, by, P.WRITE_REPORTS)
    files = [str(attachment.file.name) for attachment in report.attachments.all()]
    report.delete()
    transaction.on_commit(lambda: file_store.drop(files))


# Approval, where the entity asks for it -------------------------------------------------------


@transaction.atomic
def ask_approval(report: Report, *, by: User | None, revision: int) -> Transition:
    """Ask the entity's approvers. Raises Incomplete when something is wanting."""
    _hold(report, *Report.WRITABLE, revision=revision)
    _demand_of_writer(report, by, P.SUBMIT_REPORTS)
    if not report.awaits_approval:
        raise NotAllowed("no approval is wanted")
    now = timezone.now()
    if wanting := problems(report, at=now, approval=False):
        raise Incomplete(wanting)
    row = _step(report, "ask_approval", report.state, by, approval_asked_at=now)
    _tell(notifications.approval_asked, report, by)
    return row


@transaction.atomic
def approve(report: Report, *, by: User, revision: int) -> Transition:
    """Approve the text of this revision: another person than the one who asked."""
    _hold(report, *Report.WRITABLE, revision=revision)
    _demand_of_approver(report, by)
    row = _step(
        report, "approve", report.state, by, approved_by=by, approved_revision=report.revision
    )
    _tell(notifications.approved, report, by)
    return row


@transaction.atomic
def refuse_approval(report: Report, *, by: User, revision: int, note: str) -> Transition:
    """Give the text back to its writers, with the reason."""
    _hold(report, *Report.WRITABLE, revision=revision)
    _demand_of_approver(report, by)
    note = _said(note, "a refusal")
    row = _step(report, "refuse_approval", report.state, by, note=note, **Report.UNAPPROVED)
    _tell(notifications.approval_refused, report, by, note=note)
    return row


def _demand_of_approver(report: Report, by: User) -> None:
    _demand(by, P.APPROVE_REPORTS, report.entity)
    if report.approval_asked_at is None or not report.awaits_approval:
        raise NotAllowed("no approval is asked for")
    asked = Transition.objects.of_reports([report.pk]).of_verb("ask_approval").newest_first()
    last = asked.first()
    if by is None or last is None or last.by == by:
        raise NotAllowed("another person approves")


# To the Secretariat and back ------------------------------------------------------------------


@transaction.atomic
def submit(report: Report, *, by: User | None, revision: int, token: UUID) -> Transition:
    """Hand the report in; nobody writes in it until it is returned.

    The same `token` again changes nothing and gives the same step. Raises Incomplete when something
    is wanting.
    """
    if known := held_step(report, token):
        return known
    _hold(report, *Report.WRITABLE, revision=revision)
    _demand_of_writer(report, by, P.SUBMIT_REPORTS)
    now = timezone.now()
    if wanting := problems(report, at=now):
        raise Incomplete(wanting)
    row = _step(report, "submit", State.SUBMITTED, by, token=token, submitted_at=now)
    if by is not None:
        Comment.objects.of_report(report).unsettled().update(settled_by=by, settled_at=now)
    _tell(notifications.submitted, report, by)
    return row


@transaction.atomic
def return_(
    report: Report, *, by: User | None, revision: int, note: str, token: UUID | None = None
) -> Transition:
    """Give the report back to its entity, with what is to be changed."""
    if known := held_step(report, token):
        return known
    _hold(report, State.SUBMITTED, revision=revision)
    _demand(by, P.REVIEW_REPORTS)
    note = _said(note, "a return")
    row = _step(
        report,
        "return",
        State.RETURNED,
        by,
        note=note,
        token=token,
        publish_at=None,
        **Report.UNAPPROVED,
    )
    _tell(notifications.returned, report, by, note=note)
    return row


@transaction.atomic
def assign(report: Report, *, by: User | None, to: User | None) -> None:
    """Say who of the Secretariat looks after the report; no step in its history."""
    _hold(report, State.SUBMITTED, State.RETURNED)
    _demand(by, P.REVIEW_REPORTS)
    if to is not None:
        _demand(to, P.REVIEW_REPORTS)
    Report.objects.with_ids([report.pk]).update(assignee=to)
    report.assignee = to


# Publication ----------------------------------------------------------------------------------


@transaction.atomic
def publish(
    report: Report, *, by: User | None, revision: int, token: UUID | None = None
) -> Transition:
    """Show the report to everybody; it replaces the edition that was published before it."""
    if known := held_step(report, token):
        return known
    _hold(report, State.SUBMITTED, revision=revision)
    _demand(by, P.PUBLISH_REPORTS)
    return _publish(report, by, token=token)


def _publish(
    report: Report, by: User | None, *, verb: str = "publish", note: str = "", token: Any = None,
    tidings: Callable[..., None] = notifications.published,
) -> Transition:  # fmt: skip
    replaced = list(Report.objects.of_lineage(report.public_id).published().held())
    for earlier in replaced:
        _step(earlier, "supersede", State.SUPERSEDED, by)
    row = _step(
        report, verb, State.PUBLISHED, by, note=note, token=token,
        published_at=timezone.now(), publish_at=None,
    )  # fmt: skip
    slots.free(report)
    _tell(tidings, report, by)
    changed([report, *replaced])
    return row


@transaction.atomic
def schedule(
    report: Report, *, by: User, at: datetime.datetime, revision: int | None = None,
    token: UUID | None = None,
) -> Transition:  # fmt: skip
    """Publish the report later, at a moment to come; raises Passed for one that is over."""
    if known := held_step(report, token):
        return known
    if at <= timezone.now():
        raise Passed(at.isoformat())
    _hold(report, State.SUBMITTED, revision=revision)
    _demand(by, P.PUBLISH_REPORTS)
    return _step(
        report, "schedule", report.state, by, note=at.isoformat(), token=token, publish_at=at
    )


@transaction.atomic
def unschedule(report: Report, *, by: User | None, note: str = "") -> Transition:
    """Take the moment of publication back; the report stays submitted."""
    _hold(report, State.SUBMITTED)
    _demand(by, P.PUBLISH_REPORTS)
    if report.publish_at is None:
        raise NotAllowed("no moment is set")
    return _step(report, "unschedule", report.state, by, note=note, publish_at=None)


def publish_due(now: datetime.datetime) -> list[Report]:
    """Publish what is scheduled for `now` or before, each report in a transaction of its own.

    Each is published by whoever scheduled it; where that person may no longer publish, the moment
    is taken back and the report waits in the inbox.
    """
    due = list(Report.objects.to_be_published(now))
    published = one_by_one(due, lambda report: _publish_scheduled(report, now))
    return [report for report in published if report]


@transaction.atomic
def _publish_scheduled(report: Report, now: datetime.datetime) -> Report | None:
    try:
        _hold(report, State.SUBMITTED)
    except NotAllowed:
        return None
    if report.publish_at is None or report.publish_at > now:
        return None
    scheduled = Transition.objects.of_reports([report.pk]).of_verb("schedule").newest_first()
    last = scheduled.first()
    by = last.by if last else None
    if not may(by, P.PUBLISH_REPORTS):
        unschedule(report, by=None, note="no longer the right of whoever scheduled it")
        return None
    _publish(report, by)
    return report


@transaction.atomic
def withdraw(report: Report, *, by: User | None, reason: str) -> None:
    """Take a published report from public view. Its page stays, with the reason.

    Raises NotAllowed when it is not published, ValueError without a reason.
    """
    reason = _said(reason, "a withdrawal")
    _hold(report, State.PUBLISHED)
    _demand(by, P.WITHDRAW_REPORTS)
    _step(report, "withdraw", State.WITHDRAWN, by, note=reason, withdrawal_reason=reason)
    _tell(notifications.withdrawn, report, by)
    changed([report])


# Correction -----------------------------------------------------------------------------------


@transaction.atomic
def correct(report: Report, *, by: User, note: str) -> Report:
    """Begin the next edition of a published report, as a draft that says the same.

    The entity's writers may, and the Secretariat, which then files it on the entity's behalf.
    Raises Taken when the next edition, or another report in its place, is open already.
    """
    _hold(report, State.PUBLISHED)
    own = may(by, P.WRITE_REPORTS, report.entity)
    if not own:
        _demand(by, P.CORRECT_REPORTS)
    note = _said(note, "a correction")
    draft = _next_edition(report, by, filed_by_secretariat=report.filed_by_secretariat or not own)
    _step(draft, "correct", draft.state, by, note=note)
    return draft


@transaction.atomic
def correct_typing(
    report: Report, *, by: User, texts: dict[int, dict[str, str]], note: str
) -> Report:
    """Publish the next edition at once, with some texts put right; returns it.

    `texts` holds, by the id of a section and language, texts that replace existing ones. Raises
    ValueError for a text that does not exist, is empty or is the same; Taken as `correct` does.
    """
    _hold(report, State.PUBLISHED)
    _demand(by, P.CORRECT_REPORTS)
    note = _said(note, "a correction")
    places = {s.pk: (s.kind, s.position) for s in report.sections.all()}
    corrected = {places.get(pk): by_language for pk, by_language in texts.items()}
    edition = _next_edition(report, by, filed_by_secretariat=report.filed_by_secretariat)
    put_right(edition, corrected)
    _publish(edition, by, verb="correct_typing", note=note)
    return edition


def _next_edition(report: Report, by: User, **fields: Any) -> Report:
    _demand_free(report, report.cycle)
    language = report.original_language or by.language  # a stub has no text and so no language
    return next_edition(report, author=by, original_language=language, **fields)


# Beside the states ----------------------------------------------------------------------------


@transaction.atomic
def translated(report: Report, *, by: User | None, language: str) -> Transition:
    """Record that a text of the report was given in another language; original and state stay.

    Raises NotAllowed without the right, or when the report is neither submitted nor published.
    """
    _demand(by, P.TRANSLATE)
    _hold(report, State.SUBMITTED, State.PUBLISHED)
    return _step(report, "translated", report.state, by, note=language)


@transaction.atomic
def citations_resolved(report: Report, *, by: User | None) -> Transition:
    """Record that ambiguous numbers of a published report now mean one paragraph each.

    Raises NotAllowed without the right, or when the report is not published.
    """
    return _cited_otherwise(report, "citations_resolved", by)


@transaction.atomic
def citations_reopened(report: Report, *, by: User | None) -> Transition:
    """Record that such a decision was taken back. Raises NotAllowed like the decision itself."""
    return _cited_otherwise(report, "citations_reopened", by)


def _cited_otherwise(report: Report, verb: str, by: User | None) -> Transition:
    _demand(by, P.RESOLVE_CITATIONS)
    _hold(report, State.PUBLISHED)
    return _step(report, verb, report.state, by)


@transaction.atomic
def records_merged(reports: Sequence[Report], *, by: User, note: str) -> None:
    """Record that the entity, or a paragraph they cite, was merged into another; states stay.

    Raises NotAllowed without the right.
    """
    _demand(by, P.EDIT_RECORDS)
    now = timezone.now()
    for chunk in _chunks(reports):
        there = Report.objects.with_ids([report.pk for report in chunk])
        there.update(changed_at=now)
        rows = [_row(r, "records_merged", r.state, by, now, note) for r in there.for_sheet()]
        steps.taken(Transition.objects.bulk_create(rows))


@transaction.atomic
def merge_part(report: Report, *, by: User | None, writer: User) -> Transition:
    """Record that a part which `writer` wrote was taken over into the text, which is saved before.

    Raises NotAllowed without the right, or when the report is not being written.
    """
    _hold(report, *Report.WRITABLE)
    _demand_of_writer(report, by, P.DELEGATE)
    return _step(report, "merge_part", report.state, by, note=str(writer))


@transaction.atomic
def keep_both(report: Report, *, by: User | None, other: Report) -> Transition:
    """Record that `other`, which says nearly the same, stays beside the report: no one asks again.

    Raises NotAllowed without the right, when the report is neither submitted nor published, or for
    another entity's.
    """
    _hold(report, State.SUBMITTED, State.PUBLISHED)
    _demand(by, P.REVIEW_REPORTS)
    if other.entity_id != report.entity_id or other.public_id == report.public_id:
        raise NotAllowed("both are reports of one entity")
    return _step(report, "keep_both", report.state, by, note=str(other.public_id))


@transaction.atomic
def link_languages(report: Report, *, by: User | None, other: Report, revision: int) -> Transition:
    """Make the report the next edition of `other`, which tells the same in another language.

    It stays submitted; published, it replaces that one and holds the texts of both. Raises
    NotAllowed where they cannot be one, Taken when the next edition of the other is on its way.
    """
    _hold(report, State.SUBMITTED, revision=revision)
    _demand(by, P.CORRECT_REPORTS)
    _hold(other, State.PUBLISHED)
    if not can_join(report, other):
        raise NotAllowed("they do not tell the same in two languages")
    _demand_next(other)
    join(report, other)
    report.revision += 1  # the text is another: open forms are stale
    return _step(report, "link_languages", report.state, by, note=str(other.edition))


@transaction.atomic
def merge(
    report: Report, *, by: User | None, other: Report, revision: int, mark: str
) -> Transition:
    """Make the report the next edition of `other`, which says nearly the same, with what both say.

    It stays submitted; published, it replaces that one. `mark` is that of the merged text which the
    person looked at. Raises NotAllowed where they cannot be one, Taken when the next edition of the
    other is on its way, Stale when the merged text would be another by now.
    """
    _hold(report, State.SUBMITTED, revision=revision)
    _demand_foldable(report, other, by, mark)
    folding.fold(report, other)
    report.revision += 1  # the text is another: open forms are stale
    return _step(report, "merge", report.state, by, note=str(other.edition))


@transaction.atomic
def merge_published(report: Report, *, by: User, other: Report, revision: int, mark: str) -> Report:
    """Make two published reports that tell the same one report; returns its new edition.

    It is the next edition of `other`, published at once with what both say. The report is
    withdrawn, and its address leads to that of the other. Raises as `merge` does; Taken also when
    an edition of either is on its way.
    """
    # In one order, however two people name the pair: neither waits for the other for ever.
    for one in sorted((report, other), key=lambda each: each.pk):
        _hold(one, State.PUBLISHED)
    _hold(report, State.PUBLISHED, revision=revision)
    _demand_foldable(report, other, by, mark)
    _demand(by, P.WITHDRAW_REPORTS)
    cycle = other.cycle or report.cycle
    _demand_free(report, cycle)
    filed = report.filed_by_secretariat
    one = copied(report, author=by, cycle=cycle, filed_by_secretariat=filed)
    folding.fold(one, other)
    one.refresh_from_db()
    place = f"→ /reports/{other.public_id}/"
    _step(report, "merged", State.WITHDRAWN, by, note=place, withdrawal_reason=place,
          merged_into=other.public_id)  # fmt: skip
    _publish(one, by, verb="merge_published", tidings=notifications.merged)
    changed([report])
    return one


def _demand_foldable(report: Report, other: Report, by: User | None, mark: str) -> None:
    _demand(by, P.CORRECT_REPORTS)
    _hold(other, State.PUBLISHED)
    if not folding.can_fold(report, other):
        raise NotAllowed("they cannot be one report")
    _demand_next(other)
    if folding.mark(folding.folds(report, other)) != mark:
        raise Stale(report)


def _demand_next(report: Report) -> None:
    if opened := Report.objects.of_lineage(report.public_id).unpublished().first():
        raise Taken(opened)


def _demand_free(report: Report, cycle: Cycle | None) -> None:
    """No edition of it, and no other report in its place of the cycle, is on its way."""
    _demand_next(report)
    themes = list(report.themes.all())
    if cycle and (taken := slots.holder(cycle, report.entity, themes)):
        raise Taken(taken)


# What the verbs are made of -------------------------------------------------------------------


def _hold(report: Report, *states: str, revision: int | None = None) -> None:
    """Bring the report up to date and keep others from writing it until the transaction ends.

    Raises NotAllowed unless it is there in one of the states; Stale for another revision.
    """
    try:
        report.refresh_from_db(from_queryset=Report.objects.held())
    except Report.DoesNotExist:
        raise NotAllowed("the report is not there any more") from None
    if report.state not in states:
        raise NotAllowed(f"not from {report.state}")
    if revision is not None and report.revision != revision:
        raise Stale(report)


def held_step(report: Report, token: UUID | None) -> Transition | None:
    """The step of this report that the token has caused, once whoever is at it has finished."""
    if token is None:
        return None
    _hold(report, *State)
    if (known := _caused_by(token)) and known.report_id != report.pk:
        raise NotAllowed("the token is another report's")
    return known


def _caused_by(token: UUID | None) -> Transition | None:
    return Transition.objects.with_token(token).first() if token else None


def _demand(by: User | None, permission: P, entity: Entity | None = None) -> None:
    if by is not None and not may(by, permission, entity):
        raise NotAllowed(f"not without {permission}")


def _demand_of_writer(report: Report, by: User | None, permission: P) -> None:
    if not may_write(report, by, permission):
        raise NotAllowed(f"not without {permission}")


def _said(note: str, step: str) -> str:
    if not note.strip():
        raise ValueError(f"{step} needs a reason")
    return note.strip()


def _step(
    report: Report, verb: str, to: str, by: User | None, *, note: str = "", token: Any = None,
    **fields: Any,
) -> Transition:  # fmt: skip
    """Write the step and its fields; one that changes the state makes open forms stale."""
    left, now = report.state, timezone.now()
    revision = report.revision + (to != left)
    Report.objects.with_ids([report.pk]).update(
        state=to, revision=revision, changed_at=now, **fields
    )
    report.refresh_from_db(from_queryset=Report.objects.select_related("entity"))
    row = _row(report, verb, left, by, now, note, token)
    row.save()
    steps.taken([row])
    return row


def _row(
    report: Report, verb: str, left: str, by: User | None, at: datetime.datetime, note: str,
    token: Any = None,
) -> Transition:  # fmt: skip
    return Transition(
        report=report, verb=verb, from_state=left, to_state=report.state, by=by, at=at,
        note=note, token=token, snapshot=snapshot(report),
    )  # fmt: skip


def _tell(tidings: Callable[..., None], report: Report, by: User | None, **said: str) -> None:
    """Mails of the step; the site's own commands tell nobody of what they do."""
    if by is not None:
        tidings(report, by=by, **said)


def _chunks(reports: Iterable[Report]) -> Iterator[list[Report]]:
    rest = iter(reports)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
