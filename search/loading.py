"""The records of one page of results, kind by kind."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from reports.models import Attachment, Report

from .facets import Names
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
    Kind.CONTRIBUTION: lambda pks: Contribution.objects.with_ids(pks).for_page(),
    Kind.ATTACHMENT: lambda pks: Attachment.objects.with_ids(pks).select_related("report__entity"),
}


def records_of(page: list[Ranked], names: Names) -> dict[int, Any]:
    """The records by the key of the index; one that is gone by now is left out."""
    wanted: dict[Kind, list[int]] = defaultdict(list)
    for one in page:
        wanted[one.kind].append(one.record)
    found = {
        kind.key(record.pk): record
        for kind, pks in wanted.items()
        if kind != Kind.REPORT
        for record in _RECORDS[kind](pks)
    }
    if Kind.REPORT in wanted:
        languages = {one.language for one in page if one.kind == Kind.REPORT and one.language}
        for report in _reports(wanted[Kind.REPORT], languages, names):
            found[Kind.REPORT.key(report.pk)] = report
    return found


def _reports(pks: list[int], languages: set[str], names: Names) -> Iterable[Report]:
    """By far the most results, so that their entities and themes are those known already."""
    for report in Report.objects.with_ids(pks).for_results(languages):
        if report.entity_id in names.entity_by_id:
            report.entity = names.entity_by_id[report.entity_id]
        for link in report.theme_links.all():
            if link.theme_id in names.theme_by_id:
                link.theme = names.theme_by_id[link.theme_id]
        yield report
