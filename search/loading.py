"""The records of one page of results, kind by kind."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from reports.models import Attachment, Report

from .models import Kind
from .ranking import Ranked

_RECORDS: dict[Kind, Callable[[list[int]], Any]] = {
    Kind.ENTITY: lambda pks: Entity.objects.with_ids(pks),
    Kind.THEME: lambda pks: Theme.objects.with_ids(pks),
    Kind.MEETING: lambda pks: Meeting.objects.with_ids(pks),
    Kind.DOCUMENT: lambda pks: Document.objects.with_ids(pks).select_related("meeting"),
    Kind.PARAGRAPH: lambda pks: Paragraph.objects.with_ids(pks).select_related(
        "document__meeting", "section"
    ),
    Kind.REPORT: lambda pks: Report.objects.with_ids(pks).for_page(),
    Kind.CONTRIBUTION: lambda pks: Contribution.objects.with_ids(pks).for_page(),
    Kind.ATTACHMENT: lambda pks: Attachment.objects.with_ids(pks).select_related("report__entity"),
}


def records_of(page: Iterable[Ranked]) -> dict[int, Any]:
    """The records by the key of the index; one that is gone by now is left out."""
    wanted: dict[Kind, list[int]] = defaultdict(list)
    for one in page:
        wanted[one.kind].append(one.record)
    return {
        kind.key(record.pk): record
        for kind, pks in wanted.items()
        for record in _RECORDS[kind](pks)
    }
