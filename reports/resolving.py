"""Decisions on ambiguous citations, carried out and taken back; each is one `Resolution`."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from mandates.models import Paragraph
from publication.changes import changed

from . import workflow
from .citation_queue import Choice, chosen, groups, obstacles, waiting
from .models import Citation, Report, Resolution


class Outdated(Exception):
    """What was decided on has changed since; nothing was written."""


class CannotUndo(Exception):
    """Something was built on the decision; nothing was written."""


def resolve(tokens: Iterable[str], *, by: User) -> Resolution:
    """Let the numbers of each group mean the paragraph chosen for it; all or nothing.

    `tokens` are those of `Choice`: they name the groups as the person saw them. Raises Outdated
    when one of them is not as it was seen, or a report cites the paragraph already; NotAllowed
    without the right.
    """
    try:
        return _resolve(tokens, by)
    except IntegrityError as fault:  # another writer cited the paragraph in the same moment
        raise Outdated from fault


@transaction.atomic
def _resolve(tokens: Iterable[str], by: User) -> Resolution:
    choices, unknown = chosen(waiting(), tokens)
    if unknown or not choices or obstacles(choices):
        raise Outdated
    resolution, reports = _carry_out(choices, by)
    changed(reports)
    return resolution


@transaction.atomic
def settle(reports: Iterable[Report], paragraph: Paragraph, *, by: User) -> Resolution | None:
    """Make certain the numbers in the reports that can mean nothing but the paragraph any more.

    None when there is none; a number stays open in a report that cites the paragraph already. The
    caller says that the reports have `changed`. Raises NotAllowed without the right.
    """
    found = groups(Citation.objects.waiting().with_reports(reports).with_candidate(paragraph))
    choices = [Choice(group, paragraph) for group in found if len(group.candidates) == 1]
    hindered = {obstacle.choice for obstacle in obstacles(choices)}
    ready = [choice for choice in choices if choice not in hindered]
    return _carry_out(ready, by)[0] if ready else None


def _carry_out(choices: list[Choice], by: User) -> tuple[Resolution, list[Report]]:
    resolution = Resolution.objects.create(by=by, at=timezone.now(), choices=_rows(choices))
    for choice in choices:
        ids = list(choice.group.reports)
        written = Citation.objects.still_waiting(ids).update(
            state=Citation.State.EXACT, paragraph=choice.paragraph, resolved_by=by,
            resolved_at=resolution.at, resolution=resolution,
        )  # fmt: skip
        if written != len(ids):
            raise Outdated
    Citation.objects.with_ids([row["citation"] for row in resolution.choices]).drop_candidates()
    reports = {r.pk: r for choice in choices for r in choice.group.reports.values()}
    for report in reports.values():
        workflow.citations_resolved(report, by=by)
    return resolution, list(reports.values())


def _rows(choices: Iterable[Choice]) -> list[dict]:
    """What an undo gives back."""
    return [
        {
            "citation": citation,
            "paragraph": choice.paragraph.pk,
            "candidates": [one.pk for one in choice.group.candidates],
        }
        for choice in choices
        for citation in choice.group.reports
    ]


@transaction.atomic
def undo(resolution: Resolution, *, by: User) -> None:
    """Make the numbers of a decision ambiguous again, with the candidates they had.

    Raises CannotUndo when it was taken back before, when a citation is not as the decision left
    it, when its report is not published any more, or when a candidate is gone; NotAllowed without
    the right.
    """
    if (
        not Resolution.objects.standing()
        .with_id(resolution.pk)
        .update(undone_by=by, undone_at=timezone.now())
    ):
        raise CannotUndo
    if not can_undo(resolution):
        raise CannotUndo
    rows = {row["citation"]: row for row in resolution.choices}
    citations = list(Citation.objects.with_ids(list(rows)).select_related("report"))
    reopened = Citation.objects.with_ids(list(rows)).left_by(resolution).update(
        state=Citation.State.AMBIGUOUS, paragraph=None, resolved_by=None, resolved_at=None,
        resolution=None,
    )  # fmt: skip
    if reopened != len(rows):
        raise CannotUndo
    for citation in citations:
        citation.candidates.set(rows[citation.pk]["candidates"])
    reports = {citation.report_id: citation.report for citation in citations}
    for report in reports.values():
        workflow.citations_reopened(report, by=by)
    changed(reports.values())
    resolution.refresh_from_db()


def can_undo(resolution: Resolution) -> bool:
    """Whether everything is still as the decision left it, and each candidate is there."""
    left = Citation.objects.left_by(resolution).values_list("pk", "paragraph")
    if dict(left) != {row["citation"]: row["paragraph"] for row in resolution.choices}:
        return False
    candidates = {pk for row in resolution.choices for pk in row["candidates"]}
    return Paragraph.objects.with_ids(list(candidates)).count() == len(candidates)
