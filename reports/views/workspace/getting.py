"""The object a page is about, or 404 as if it did not exist."""

from django.http import Http404, HttpRequest

from accounts.access import check
from accounts.policy import Permission
from publication.keys import is_key

from ...models import Report
from ...writers import writes


def own_report(request: HttpRequest, pk: int, permission: Permission) -> Report:
    """The report with its entity, cycle and themes, for a person with the permission there.

    Raises Http404 for a missing report and another entity's, PermissionDenied for one's own without
    the permission.
    """
    report = Report.objects.for_workspace(pk).first() if is_key(pk) else None
    if report is None:
        raise Http404
    check(request, permission, report.entity_id)
    return report


def report_to_write(
    request: HttpRequest, pk: int, permission: Permission = Permission.WRITE_REPORTS
) -> Report:
    """The same for whoever writes it: its entity's people, or the Secretariat on their behalf."""
    report = Report.objects.for_workspace(pk).first() if is_key(pk) else None
    if report is None:
        raise Http404
    if not writes(report, request.rights, permission):
        check(request, permission, report.entity_id)
    return report
