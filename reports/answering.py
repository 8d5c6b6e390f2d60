"""What an entity answers to the Secretariat's comments on its report."""

from collections.abc import Mapping

from django.utils import timezone

from accounts.models import User

from .models import Comment, Report


def answer(report: Report, answers: Mapping[int, str], *, by: User) -> int:
    """Keep the answers, given by the comments' ids; returns how many.

    Those to comments of other reports, to internal notes and to answers are left out, and those
    that stand there already: a form that is sent twice answers once.
    """
    if not answers:
        return 0
    comments = Comment.objects.of_report(report).for_the_entity()
    there = set(comments.values_list("reply_to_id", "text"))
    now = timezone.now()
    rows = [
        Comment(report=report, reply_to=comment, kind=comment.kind, paragraph=comment.paragraph,
                text=answers[comment.pk], by=by, at=now)
        for comment in comments.roots()
        if comment.pk in answers and (comment.pk, answers[comment.pk]) not in there
    ]  # fmt: skip
    return len(Comment.objects.bulk_create(rows))
