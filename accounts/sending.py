"""Handing queued mails to the mail server, at most once each.

A mail is marked *being sent* before the server is spoken to, and *sent* after. When the server
refused it, it waits and is tried again, six times in all. When nobody knows what became of it, as
after a worker's death or a connection lost in the middle, a person decides; it is never sent again
by itself.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from publication.jobs import one_by_one

from .models import Invitation, Mail, Membership
from .recipients import recipients_of
from .rights import current_rights
from .unsubscribing import unsubscribe_address

logger = logging.getLogger("portal.mail")

State = Mail.State
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
"""After each failed attempt but the last."""

SILENCE = timedelta(minutes=10)
"""A mail that has been on its way for so long lost its worker."""

HOLDING_SECRETS = frozenset(
    {"invitation", "password_reset", "second_factor_reset"}
    | {"follow_confirm", "follow_link", "followed", "newsletter"}
)
"""Kinds whose links open something: their text is not kept once they go nowhere any more."""

REFUSALS = (
    smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError,
    smtplib.SMTPHeloError, smtplib.SMTPNotSupportedError,
)  # fmt: skip


def deliver(mail_id: int) -> str:
    """Send the mail if it is queued and due, and return its state then ("" when it is gone)."""
    now = timezone.now()
    mail = Mail.objects.take(mail_id, now)
    if mail is None:
        return ""
    if not is_wanted(mail, now):
        return _settle(mail, State.DROPPED)
    try:
        connection = get_connection()
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return _postpone(mail, error)
    try:
        return _hand_over(mail, connection)
    finally:
        _hang_up(connection)


def _hand_over(mail: Mail, connection: BaseEmailBackend) -> str:
    try:
        message_of(mail, connection).send()
    except REFUSALS as error:
        return _postpone(mail, error)
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("fate of a mail unknown", extra=_event(mail, error))
        return _settle(mail, State.UNKNOWN, error=_said(error))
    return _settle(mail, State.SENT)


def _hang_up(connection: BaseEmailBackend) -> None:
    """What goes wrong after the server took the mail changes nothing."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.info("the mail server hung up first")


def deliver_due(now: datetime) -> int:
    """Send what waits: mails put off, and those whose job was lost. Returns how many were tried."""
    mark_lost(now)
    waiting = list(Mail.objects.due(now).values_list("pk", flat=True)[:200])
    one_by_one(waiting, deliver)
    return len(waiting)


def mark_lost(now: datetime) -> int:
    """Say of mails whose worker gave no answer that their fate is unknown; returns how many."""
    lost = Mail.objects.sending_since_before(now - SILENCE)
    return lost.update(state=State.UNKNOWN, error="no answer from the worker")


def is_wanted(mail: Mail, now: datetime) -> bool:
    """Whether the person may still read it and wants it."""
    if mail.to and not mail.to.is_active:
        return False
    if mail.to and not mail.is_formal and not mail.to.wants_reminders:
        return False
    if recipients := recipients_of(mail):
        return recipients.still_want(mail)
    condition, entity = mail.condition, mail.condition.get("entity")
    if "invitation" in condition:
        return Invitation.objects.open(now).with_id(condition["invitation"]).exists()
    if "permission" in condition:
        return current_rights(mail.to).may(condition["permission"], entity)
    if "role" in condition:
        held = Membership.objects.roles_of(mail.to)
        return (entity, condition["role"]) in held
    return True


def message_of(mail: Mail, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The message to the one person: text, HTML, and headers for machines."""
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": make_msgid(
            f"mail-{mail.pk}", domain=urlsplit(settings.BASE_ADDRESS).hostname
        ),
    }
    if ending := _ending(mail):
        headers["List-Unsubscribe"] = f"<{ending}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    address = mail.to.email if mail.to else mail.address
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[address], headers=headers, connection=connection
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _ending(mail: Mail) -> str:
    """The address that ends mails of this kind; "" for those that cannot be ended."""
    if recipients := recipients_of(mail):
        return recipients.unsubscribe_address(mail)
    if mail.to and not mail.is_formal:
        return unsubscribe_address(mail.to, mail.language)
    return ""


class Settled(Exception):
    """The mail needs nobody any more."""


def settle(mail: Mail, choice: str) -> None:
    """A person's word on a mail given up or of unknown fate: "again", "sent" or "drop".

    Raises Settled when the mail is in another state by now, or for another word.
    """
    now = timezone.now()
    values = {
        "again": {"state": State.QUEUED, "next_at": now, "attempts": 0},
        "sent": {"state": State.SENT, "sent_at": now, **_erased(mail)},
        "drop": {"state": State.DROPPED, **_erased(mail)},
    }.get(choice)
    if values is None or not Mail.objects.needing_a_person().with_id(mail.pk).update(**values):
        raise Settled


# What becomes of a mail -----------------------------------------------------------------------


def _settle(mail: Mail, state: str, **values) -> str:
    """Write what became of the mail, unless somebody has said so meanwhile."""
    if state == State.SENT:
        values["sent_at"] = timezone.now()
    if state in (State.SENT, State.DROPPED):
        values |= _erased(mail)
    Mail.objects.taken_up(mail).update(state=state, **{"error": "", **values})
    return state


def _erased(mail: Mail) -> dict[str, str]:
    """The columns that a mail loses at its end: no link that opens something is kept."""
    is_kept = settings.DEBUG or mail.kind not in HOLDING_SECRETS
    return {} if is_kept else {"text": "–", "html": ""}


def _postpone(mail: Mail, error: Exception) -> str:
    if mail.attempts > len(WAITS):
        logger.error("mail given up", extra=_event(mail, error))
        return _settle(mail, State.FAILED, error=_said(error))
    next_at = timezone.now() + WAITS[mail.attempts - 1]
    return _settle(mail, State.QUEUED, error=_said(error), next_at=next_at)


def _event(mail: Mail, error: Exception) -> dict:
    """For the log, which names no person."""
    return {"event": {"mail": mail.pk, "kind": mail.kind, "error": type(error).__name__}}


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
