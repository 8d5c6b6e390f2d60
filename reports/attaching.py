"""Files and links beside a draft: taken in, described, taken away.

Whoever asks has been checked. A report that is not being written takes nothing: NotAllowed.
"""

import hashlib
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Entity

from . import file_store
from .file_kinds import MAX_BYTES, MAX_ENTITY_BYTES, MAX_FILES, examine
from .file_names import clean_name, title_from
from .models import Attachment, RelatedResource, Report
from .upload_handlers import NOT_WRITTEN
from .workflow import NotAllowed


def attach(
    report: Report,
    *,
    by: User,
    file: UploadedFile,
    language: str,
    is_public: bool = False,
    is_note_received: bool = False,
) -> Attachment:
    """Keep one uploaded file beside the report.

    Raises ValidationError, in words for whoever chose the file, when it is not taken, and
    NotAllowed when the report is not being written.
    """
    name = clean_name(file.name or "")
    data, kind = examine(_content(file), name)
    attachment = Attachment(
        report=report, name=name, title=title_from(name), language=language, added_by=by,
        content_type=kind.content_type, size=len(data), sha256=hashlib.sha256(data).hexdigest(),
        is_public=is_public, is_note_received=is_note_received, added_at=timezone.now(),
    )  # fmt: skip
    try:
        attachment.file.name = file_store.keep(data)
    except file_store.NoRoom as full:
        raise no_room() from full
    try:
        _add(attachment)
    except BaseException:
        file_store.drop([attachment.file.name])
        raise
    return attachment


def _content(file: UploadedFile) -> bytes:
    if getattr(file, NOT_WRITTEN, False):
        raise no_room()
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 10 MB."), code="size")
    return file.read()


def no_room() -> ValidationError:
    """What is said when the disk is full."""
    message = _("The server cannot keep the file at the moment. Please try again later.")
    return ValidationError(message, code="no_room")


@transaction.atomic
def _add(attachment: Attachment) -> None:
    """Save the row, one at a time for each entity, so that two uploads cannot pass the limits."""
    report = attachment.report
    Entity.objects.select_for_update().get(pk=report.entity_id)
    _writable(report)
    if report.attachments.count() >= MAX_FILES:
        raise ValidationError(_("A report takes no more than 20 files."), code="count")
    taken = Attachment.objects.bytes_of_entity(report.entity_id)
    if taken + attachment.size > MAX_ENTITY_BYTES:
        raise ValidationError(_("The 100 MB of your entity are used up."), code="quota")
    attachment.save()


def _writable(report: Report) -> None:
    """Hold the report while it is being written; what was approved of it no longer stands."""
    held = Report.objects.held().with_ids([report.pk]).first()
    if held is None or held.state not in Report.WRITABLE:
        raise NotAllowed("nothing is put beside a report that is not being written")
    Report.objects.with_ids([report.pk]).update(**Report.UNAPPROVED)


@transaction.atomic
def describe(report: Report, attachments: Iterable[Attachment]) -> None:
    """Save titles, languages and who may read them of the report's attachments."""
    _writable(report)
    for attachment in attachments:
        attachment.save(update_fields=["title", "language", "is_public"])


@transaction.atomic
def remove(attachment: Attachment) -> None:
    """Take a file away; its bytes go when the transaction is through."""
    _writable(attachment.report)
    name = attachment.file.name
    attachment.delete()
    transaction.on_commit(lambda: file_store.drop([name]))


@transaction.atomic
def add_link(report: Report, *, title: str, url: str, language: str) -> RelatedResource:
    """Name one of the entity's own pages beside the report."""
    _writable(report)
    return RelatedResource.objects.create(
        entity_id=report.entity_id, report=report, title=title, url=url, language=language,
        position=report.resources.count(), is_demonstration=report.is_demonstration,
    )  # fmt: skip


@transaction.atomic
def remove_link(link: RelatedResource) -> None:
    _writable(link.report)
    link.delete()
