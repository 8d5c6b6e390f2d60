"""The edit counter of a report. Whoever writes its content goes through here first."""

from typing import Any

from django.utils import timezone

from accounts.models import User

from .models import Report
from .workflow import NotAllowed, Stale
from .writers import may_write


def advance(pk: int, *, by: User | None, revision: int, **fields: Any) -> int:
    """Raise the counter from `revision` and write `fields`; returns the new one.

    Call it first in the transaction of an edit: one conditional UPDATE tells whether the report is
    there, writable, in the person's hands and still as the person saw it, and keeps others from
    writing until the transaction ends. An approval ends with it. Raises NotAllowed or Stale.
    """
    found = Report.objects.with_ids([pk]).writable().at_revision(revision)
    if by is not None:
        found = found.writable_by(by)
    content = {**Report.UNAPPROVED, **fields}
    if not found.update(revision=revision + 1, changed_at=timezone.now(), **content):
        _refuse(pk, by)
    return revision + 1


def _refuse(pk: int, by: User | None) -> None:
    current = Report.objects.with_ids([pk]).select_related("entity").first()
    if current is None or current.state not in Report.WRITABLE or not may_write(current, by):
        raise NotAllowed("the report is not to be written in")
    raise Stale(current)
