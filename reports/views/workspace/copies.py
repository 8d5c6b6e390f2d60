"""Copies of a report for those who clear it outside the portal."""

import io

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from accounts.policy import Permission
from publication.languages import page_language

from ...downloads import SANDBOX
from ...word_copy import CONTENT_TYPE, word_copy
from .getting import report_to_write


@require_safe
def word(request: HttpRequest, pk: int) -> FileResponse:
    """The report as a Word document, as a download."""
    report = report_to_write(request, pk, Permission.SEE_OWN_REPORTS)
    data, name = word_copy(report, page_language())
    response = FileResponse(
        io.BytesIO(data), as_attachment=True, filename=name, content_type=CONTENT_TYPE
    )
    response._csp_update = SANDBOX
    return response
