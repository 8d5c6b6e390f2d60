"""Files that stand beside published reports."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.access import public_page
from publication.languages import page_language
from summits_portal.errors import gone

from ..downloads import download
from ..models import Attachment, Report
from ..report_page import current, public_editions
from ..report_titles import report_heading


@public_page
def attachment(request: HttpRequest, number: int, token: UUID) -> HttpResponseBase:
    """A public file of an edition that is or was published; none once the report is withdrawn."""
    try:
        editions = public_editions(number)
    except Report.DoesNotExist as absent:
        raise Http404 from absent
    found = Attachment.objects.beside(editions).public().with_token(token).first()
    if found is None:
        raise Http404
    newest = current(editions)
    if newest.merged_into_id:  # the file stands beside that one now, under another token
        return redirect("reports:report", newest.merged_into_id, permanent=True)
    if newest.state == Report.State.WITHDRAWN:
        title = report_heading(newest, page_language())
        return gone(request, title=title, reason=newest.withdrawal_reason)
    return download(found)
