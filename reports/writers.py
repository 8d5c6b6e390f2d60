"""Who writes a report: the entity's own people, and the Secretariat where it files on behalf.

Actions and figures are kept by the entity's own people alone.
"""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.policy import Permission, Rights
from accounts.rights import current_rights
from countries.models import Entity

from .models import Report


def may_write(
    report: Report, by: User | None, permission: Permission = Permission.WRITE_REPORTS
) -> bool:
    """Whether the person may, now; None stands for the site's own commands.

    `permission` is one of an entity's, such as WRITE_REPORTS or SUBMIT_REPORTS.
    """
    return by is None or writes(report, current_rights(by), permission)


def writes(
    report: Report, rights: Rights, permission: Permission = Permission.WRITE_REPORTS
) -> bool:
    """`may_write` by rights that are known already, such as a request's."""
    if rights.may(permission, report.entity_id):
        return True
    return report.filed_by_secretariat and rights.may(Permission.FILE_ON_BEHALF)


def demand_keeper(entity: Entity, by: User) -> None:
    """Raises PermissionDenied for whoever may not keep the entity's actions and figures now."""
    if not current_rights(by).may(Permission.KEEP_ACTIONS, entity.pk):
        raise PermissionDenied
