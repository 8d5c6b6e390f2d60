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
from ..report_page import current
from ..report_titles import report_heading
from .reading import editions_or_404


@public_page
def attachment(request: HttpRequest, number: int, token: UUID) -> HttpResponseBase:
    """A public file of an edition that is or was published; none once the report is withdrawn."""
    editions = editions_or_404(number)
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
