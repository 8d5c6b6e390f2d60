"""Every change of a report's state. Nothing else assigns it.

Verbs take keyword arguments, `by=` the person (None for the site's own commands), run in one
transaction, and leave one `Transition` each with the report as it then stood.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.models import User
from publication.changes import changed

from .models import Report, Transition

State = Report.State
CHUNK = 1000


class NotAllowed(Exception):
    """The step does not lead on from the report's state."""


def snapshot(report: Report) -> dict[str, Any]:
    """The report's content as plain data, for its history."""
    return {
        "edition": report.edition,
        "date": report.dated.isoformat(),
        "original_language": report.original_language,
        "available_in": report.available_in,
        "nothing_to_report": report.nothing_to_report,
        "sections": [
            {"kind": s.kind, "position": s.position, "markup": s.markup, "texts": s.texts("text")}
            for s in report.sections.all()
        ],
        "citations": [
            {"typed": c.typed, "state": c.state, "paragraph": c.paragraph_id, "mark": c.mark}
            for c in report.citations.all()
        ],
    }


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
        Transition.objects.bulk_create(
            _row(report, "file_imported", State.DRAFT, by, now, f"import {batch}")
            for report in chunk
        )


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


@transaction.atomic
def withdraw(report: Report, *, by: User | None, reason: str) -> None:
    """Take a published report from public view. Its page stays, with the reason.

    Raises NotAllowed when it is not published, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a withdrawal needs a reason")
    if (
        not Report.objects.published()
        .with_ids([report.pk])
        .update(
            state=State.WITHDRAWN, withdrawal_reason=reason.strip(), revision=report.revision + 1
        )
    ):
        raise NotAllowed(f"a {report.state} report cannot be withdrawn")
    report.refresh_from_db()
    row = _row(report, "withdraw", State.PUBLISHED, by, timezone.now(), reason.strip())
    row.save()
    changed([report])


def _row(
    report: Report, verb: str, from_state: str, by: User | None, at: Any, note: str
) -> Transition:
    return Transition(
        report=report, verb=verb, from_state=from_state, to_state=report.state, by=by, at=at,
        note=note, snapshot=snapshot(report),
    )  # fmt: skip


def _chunks(reports: Iterable[Report]) -> Iterator[list[Report]]:
    rest = iter(reports)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
