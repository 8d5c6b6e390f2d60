"""Who is told of what happens to a report, by mail. The verbs call these in their transaction.

Each reason tells a person once. Whoever lost the role before the mail goes out is not told.
"""

from collections.abc import Iterable
from typing import Any

from accounts.mailing import queue
from accounts.models import Membership, User
from accounts.policy import Permission, Role, roles_with

from .models import Delegation, ExtensionRequest, Report, Transition


def submitted(report: Report, *, by: User | None) -> None:
    """A receipt to the entity's coordinators; the editors learn that a report waits."""
    _tell_entity(report, "receipt", by)
    context, key = _of_report(report, by), _key("submitted", report)
    tell_secretariat(Permission.REVIEW_REPORTS, "submitted", context, key=key)


def returned(report: Report, *, by: User | None, note: str = "") -> None:
    _tell_entity(report, "returned", by, note=note)


def published(report: Report, *, by: User | None) -> None:
    _tell_entity(report, "published", by, roles=(Role.COORDINATOR, Role.APPROVER))


def withdrawn(report: Report, *, by: User | None) -> None:
    _tell_entity(report, "withdrawn", by, roles=(Role.COORDINATOR, Role.APPROVER))


def merged(report: Report, *, by: User | None) -> None:
    """Two published reports of the entity are one now: this one."""
    _tell_entity(report, "merged", by, roles=(Role.COORDINATOR, Role.APPROVER))


def approval_asked(report: Report, *, by: User | None) -> None:
    _tell_entity(report, "approval_asked", by, roles=(Role.APPROVER,))


def approved(report: Report, *, by: User | None) -> None:
    _tell_entity(report, "approved", by)


def approval_refused(report: Report, *, by: User | None, note: str = "") -> None:
    _tell_entity(report, "approval_refused", by, note=note)


def delegated(delegation: Delegation) -> None:
    """The contributor learns of the part that was handed over."""
    report = delegation.report
    queue(
        to=delegation.to,
        kind="delegated",
        context={**_of_report(report, delegation.by), "delegation": delegation},
        key=f"delegated:{delegation.pk}",
        condition={"permission": Permission.WRITE_DELEGATED_PARTS, "entity": report.entity_id},
    )


def part_returned(delegation: Delegation, *, by: User) -> None:
    """The contributor learns that more is asked; once for each time it was handed in."""
    report = delegation.report
    queue(
        to=delegation.to,
        kind="delegated",
        context={**_of_report(report, by), "delegation": delegation},
        key=f"delegated:{delegation.pk}:{delegation.revision}",
        condition={"permission": Permission.WRITE_DELEGATED_PARTS, "entity": report.entity_id},
    )


def handed_in(delegation: Delegation) -> None:
    """Whoever handed the part over learns that it is written, each time that it is."""
    report, moment = delegation.report, delegation.handed_in_at
    queue(
        to=delegation.by,
        kind="handed_in",
        context={**_of_report(report, delegation.to), "delegation": delegation},
        key=f"handed_in:{delegation.pk}:{moment.timestamp() if moment else ''}",
        is_formal=False,
        condition={"permission": Permission.WRITE_REPORTS, "entity": report.entity_id},
    )


def extension_asked(request: ExtensionRequest) -> None:
    context, key = _of_request(request), f"extension_asked:{request.pk}"
    tell_secretariat(Permission.REVIEW_REPORTS, "extension_asked", context, key=key)


def extension_decided(request: ExtensionRequest) -> None:
    for person in in_roles(request.asked.entity_id, Role.COORDINATOR):
        queue(
            to=person,
            kind="extension_decided",
            context=_of_request(request),
            key=f"extension_decided:{request.pk}:{person.pk}",
            condition={"role": Role.COORDINATOR, "entity": request.asked.entity_id},
        )


# Who is told ----------------------------------------------------------------------------------


def in_roles(entity: int, *roles: str) -> list[User]:
    """People who hold one of the roles of the entity now, each once."""
    found = Membership.objects.current().of_entity(entity).in_roles(*roles).with_people()
    return list(dict.fromkeys(membership.user for membership in found))


def tell_secretariat(
    permission: Permission, kind: str, context: dict[str, Any], *, key: str
) -> None:
    """Everybody whose role of the Secretariat carries the permission."""
    roles = roles_with(permission)
    found = Membership.objects.current().of_secretariat().in_roles(*roles).with_people()
    for person in dict.fromkeys(membership.user for membership in found):
        queue(to=person, kind=kind, context=context, key=f"{key}:{person.pk}", is_formal=False,
              condition={"permission": permission, "entity": None})  # fmt: skip


def _tell_entity(
    report: Report,
    kind: str,
    by: User | None,
    *,
    roles: Iterable[str] = (Role.COORDINATOR,),
    note: str = "",
) -> None:
    key = _key(kind, report)
    context = {**_of_report(report, by), "note": note}
    for role in roles:
        for person in in_roles(report.entity_id, role):
            queue(to=person, kind=kind, context=context, key=f"{key}:{person.pk}",
                  condition={"role": role, "entity": report.entity_id})  # fmt: skip


def _key(kind: str, report: Report) -> str:
    """One reason is one step in the report's history."""
    return f"{kind}:{report.pk}:{Transition.objects.last_of(report)}"


def _of_report(report: Report, by: User | None) -> dict[str, Any]:
    return {"report": report, "themes": list(report.themes.all()), "by": by}


def _of_request(request: ExtensionRequest) -> dict[str, Any]:
    return {"request": request, "asked": request.asked, "cycle": request.asked.cycle}
