"""The audit log: shown in pages, and as a file for spreadsheets."""

import csv
from collections.abc import Iterator

from allauth.account.decorators import reauthentication_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from publication.paging import page_numbers

from ..access import secretariat_page
from ..audit import record
from ..audit_sheet import lines
from ..filters import AuditFilter
from ..models import AuditEvent
from ..policy import Permission

PER_PAGE = 50
SEES_AUDIT = secretariat_page(Permission.SEE_AUDIT)


@require_safe
@SEES_AUDIT
def audit(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.GET)
    page = Paginator(form.events(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "pages": page_numbers(page), "query": request.GET,
    }  # fmt: skip
    return render(request, "secretariat/audit.html", context)


class Echo:
    """What csv writes to when the line itself is wanted."""

    def write(self, line: str) -> str:
        return line


@require_safe
@SEES_AUDIT
@reauthentication_required
def sheet(request: HttpRequest) -> HttpResponse:
    """The events chosen, as CSV. That somebody took them is an event too."""
    form = AuditFilter(request.GET)
    chosen = {name: str(value) for name, value in form.chosen.items()}
    record(AuditEvent.Kind.EXPORTED, by=request.user, filters=chosen)
    name = f"audit-{timezone.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content_type = "text/csv; charset=utf-8"
    return StreamingHttpResponse(written(form), content_type=content_type, headers=headers)


def written(form: AuditFilter) -> Iterator[str]:
    write = csv.writer(Echo()).writerow
    yield "\ufeff"  # spreadsheets take it for the sign of UTF-8
    for line in lines(form.events()):
        yield write(line)
