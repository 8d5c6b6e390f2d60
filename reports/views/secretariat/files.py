"""Files beside reports on their way, for those who review them."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission

from ...downloads import download
from ...models import Attachment, Report


@require_safe
@secretariat_page(Permission.SEE_INBOX)
def attachment(request: HttpRequest, token: UUID) -> FileResponse:
    """One file, public or not, of a report that has reached the Secretariat."""
    reports = Report.objects.for_review()
    found = Attachment.objects.with_token(token).beside(reports).first()
    if found is None:
        raise Http404
    return download(found)
