"""The workspace's first page, put together: what is due of an entity, and where reports stand."""

import datetime

from django.db.models import prefetch_related_objects
from django.urls import reverse

from accounts.models import User
from accounts.policy import Permission, Rights
from countries.models import Entity

from .answered import shares
from .completeness import is_whole
from .models import Asked, Delegation, Report, Transition
from .workspace_rows import ADVANCE, PUBLISHED_SHOWN, Due, Home, Line, Stand, Task

P, State = Permission, Report.State


def home(user: User, rights: Rights, slug: str, at: datetime.datetime) -> Home:
    """The page for one of the person's entities: `slug`, or the first when it is empty.

    Raises Entity.DoesNotExist for an entity that is not among them.
    """
    seen = rights.entities_with(P.SEE_OWN_REPORTS)
    entities = list(Entity.objects.with_ids(seen))
    if not entities and not slug:
        return Home(None, [], _with_themes(_parts_of(user, rights, [])))
    entity = next((one for one in entities if slug in ("", one.slug)), None)
    if entity is None:
        raise Entity.DoesNotExist(slug)
    asked = _open_to(entity, at)
    reports = _reports(entity, [row.cycle_id for row in asked])
    parts = _parts_of(user, rights, [r.pk for r in reports if r.state in Report.OPEN])
    lines = _lines(reports, parts, rights.may(P.WRITE_REPORTS, entity.pk))
    own = [part for part in parts if part.to_id == user.pk and _writes(part, rights)]
    return Home(entity, entities, _with_themes(own), _dues(entity, asked, lines, at), lines)


def _open_to(entity: Entity, at: datetime.datetime) -> list[Asked]:
    rows = Asked.objects.of_entities([entity.pk]).open(at).with_extension_waiting()
    return sorted(rows, key=lambda row: (row.due_at, row.pk))


def _reports(entity: Entity, cycles: list[int]) -> list[Report]:
    """Open ones, those of the cycles, and the newest published, each with what its line says."""
    reports = list(Report.objects.for_home(entity, cycles, PUBLISHED_SHOWN))
    written = [report for report in reports if report.state in Report.WRITABLE]
    prefetch_related_objects(reports, "themes")
    prefetch_related_objects(written, "sections", "citations")
    for report in reports:
        report.entity = entity
    return reports


def _parts_of(user: User, rights: Rights, reports: list[int]) -> list[Delegation]:
    """Parts that the person may write, and those of the reports."""
    entities = rights.entities_with(P.WRITE_DELEGATED_PARTS)
    if not entities and not reports:
        return []
    return list(Delegation.objects.to_write_or_of(user, entities, reports))


def _writes(part: Delegation, rights: Rights) -> bool:
    return rights.may(P.WRITE_DELEGATED_PARTS, part.report.entity_id)


def _with_themes(parts: list[Delegation]) -> list[Delegation]:
    prefetch_related_objects(parts, "report__themes")
    return parts


def _lines(reports: list[Report], parts: list[Delegation], may_write: bool) -> list[Line]:
    back = [report.pk for report in reports if report.state == State.RETURNED]
    notes = Transition.objects.last_returns(back) if back else {}
    open_lineages = {report.lineage_id for report in reports if report.state in Report.OPEN}
    lines = []
    for report in reports:
        stand = _stand(report)
        own = [part for part in parts if part.report_id == report.pk and not part.is_over]
        url = _next_step(report, stand, may_write)
        corrected = (report.lineage_id or report.pk) in open_lineages
        lines.append(Line(report, stand, url, notes.get(report.pk), tuple(own), corrected))
    return lines


def _next_step(report: Report, stand: Stand, may_write: bool) -> str:
    """The address of what comes next; whoever writes nothing reads."""
    if stand == Stand.PUBLISHED:
        return report.get_absolute_url()
    steps = {Stand.AWAITS_APPROVAL: "approval"}
    if may_write:
        writing = {Stand.READY: "check", Stand.RETURNED: "editor", Stand.IN_PROGRESS: "editor"}
        steps |= writing
    return reverse(f"workspace:{steps.get(stand, 'preview')}", args=[report.pk])


def _stand(report: Report) -> Stand:
    if report.state in (State.SUBMITTED, State.RETURNED, State.PUBLISHED):
        return Stand(report.state)
    if not is_whole(report):
        return Stand.IN_PROGRESS
    if not report.awaits_approval:
        return Stand.READY
    return Stand.AWAITS_APPROVAL if report.approval_asked_at else Stand.IN_PROGRESS


def _dues(
    entity: Entity, asked: list[Asked], lines: list[Line], at: datetime.datetime
) -> list[Due]:
    counted = shares([row.cycle_id for row in asked], entity.pk) if asked else {}
    furthest: dict[tuple[int | None, int], Line] = {}
    for line in sorted(lines, key=lambda line: ADVANCE.index(line.stand)):
        for theme in line.report.themes.all():
            furthest[line.report.cycle_id, theme.pk] = line
    return [
        Due(
            row, _days(row, at),
            tuple(
                Task(share.theme, share, furthest.get((row.cycle_id, share.theme.pk)))
                for share in counted.get(row.cycle_id, [])
            ),
        )
        for row in asked
    ]  # fmt: skip


def _days(asked: Asked, at: datetime.datetime) -> int:
    """Days on the calendar of the cycle's own zone."""
    zone = asked.cycle.zone
    return (asked.due_at.astimezone(zone).date() - at.astimezone(zone).date()).days
