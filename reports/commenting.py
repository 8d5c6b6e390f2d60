"""What the Secretariat says of a report on its way: comments for the entity, notes for itself."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User

from . import workflow
from .models import Comment, Report, Transition

Remark = tuple[str, int | None, str]
"""Kind of a section or "", id of a paragraph or None, text: a comment on one part."""


@transaction.atomic
def return_with_comments(
    report: Report, *, by: User, revision: int, note: str, remarks: Iterable[Remark], token: UUID
) -> Transition:
    """Return the report together with comments on its parts; the same `token` adds none again.

    Raises what `workflow.return_` raises.
    """
    if known := workflow.held_step(report, token):
        return known
    step = workflow.return_(report, by=by, revision=revision, note=note, token=token)
    Comment.objects.bulk_create(
        Comment(report=report, kind=kind, paragraph_id=paragraph, text=text, by=by, at=step.at)
        for kind, paragraph, text in remarks
    )
    return step


def add_note(report: Report, *, by: User, text: str) -> Comment:
    """A note that never leaves the Secretariat."""
    return Comment.objects.create(
        report=report, text=text, by=by, at=timezone.now(), is_internal=True
    )


def add_note_beside(step: Transition, *, text: str) -> None:
    """Keep what was typed beside a decision as a note, once; nothing typed is none.

    To be called in the decision's own transaction.
    """
    if text:
        Comment.objects.get_or_create(
            report_id=step.report_id, text=text, by=step.by, at=step.at, is_internal=True
        )


def settle(comment: Comment, *, by: User) -> None:
    """Say that nothing more is to be done about it; whoever said so first stays named."""
    Comment.objects.unsettled().with_id(comment.pk).update(settled_by=by, settled_at=timezone.now())


def reopen(comment: Comment) -> None:
    Comment.objects.for_the_entity().with_id(comment.pk).update(settled_by=None, settled_at=None)
