"""How an attachment leaves the portal: as a download, in a sandbox, under our own type."""

import logging
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404

from .models import Attachment

logger = logging.getLogger("portal.files")
# Added to the site's own policy, should a browser show the file all the same.
SANDBOX = {"sandbox": True}


def download(attachment: Attachment) -> FileResponse:
    """The file. Raises Http404 when it is not on the disk; whether one may has been asked."""
    try:
        file = Path(settings.MEDIA_ROOT, attachment.file.name).open("rb")  # noqa: SIM115  the response closes it
    except OSError as absent:
        logger.exception("an attachment is not on the disk: %s", attachment.pk)
        raise Http404 from absent
    response = FileResponse(
        file, as_attachment=True, filename=attachment.name, content_type=attachment.content_type
    )
    response._csp_update = SANDBOX
    return response
