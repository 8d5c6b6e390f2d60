"""The audit log as rows of a spreadsheet."""

import json
from collections.abc import Iterator

from publication.formulas import escaped

from .models.audit import AuditEvent, AuditEventQuerySet

COLUMNS = ("id", "time (UTC)", "kind", "by", "about", "entity", "address", "request", "details")
READ_AT_ONCE = 500


def lines(events: AuditEventQuerySet) -> Iterator[list[str]]:
    """The head, then a row for each event, newest first.

    Read in parts by key, each by a query of its own: no transaction stays open while a slow reader
    fetches the file, and events that come meanwhile shift nothing.
    """
    yield list(COLUMNS)
    last: AuditEvent | None = None
    while part := list(events.after(last)[:READ_AT_ONCE]):
        yield from map(row, part)
        last = part[-1]


def row(event: AuditEvent) -> list[str]:
    cells = [
        event.pk,
        f"{event.at:%Y-%m-%d %H:%M:%S}",
        event.kind,
        event.by.email if event.by else "",
        event.about.email if event.about else "",
        event.entity.slug if event.entity else "",
        event.address or "",
        event.request_id,
        json.dumps(event.details, ensure_ascii=False, sort_keys=True) if event.details else "",
    ]
    return [escaped(str(cell)) for cell in cells]
