"""Queueing mails, in the transaction that causes them. `accounts.sending` sends them.

`templates/emails/<kind>.txt` is the whole mail: its first line the subject, then the text, without
escaping. The HTML is made of the same text, unless `templates/emails/<kind>.html` is there.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, select_template
from django.utils.translation import override

from publication.jobs import job

from .models import Mail, User, normalise_email

SUBJECT_LENGTH = 250


def queue(
    *,
    to: User | None,
    kind: str,
    context: Mapping[str, Any],
    address: str | None = None,
    language: str | None = None,
    key: str | None = None,
    is_formal: bool = True,
    condition: Mapping[str, Any] | None = None,
) -> Mail:
    """Write a mail of the kind, in the language of the person, and have a worker send it.

    Without a person, `address` and `language` say who gets it. Given a `key`, the same one never
    makes a second mail: the first is returned. What is not `is_formal` is not sent to people who
    want no reminders, and tells how to have no more. `condition` must still hold when the mail
    goes out: {"role": …, "entity": id or None}, {"permission": …, "entity": …} or
    {"invitation": id}; an account that is closed by then gets no mail in any case.

    Raises ValueError without an address. The template gets the context, `to` and `language`.
    """
    address = normalise_email(to.email if to else address or "")
    if not address:
        raise ValueError("a mail needs an address")
    if key and (known := Mail.objects.with_key(key)):
        return known
    language = (to.language if to else language) or settings.LANGUAGE_CODE
    content = written(kind, language, {**context, "to": to})
    values = {**content, "to": to, "address": address, "language": language, "kind": kind,
              "is_formal": is_formal, "condition": dict(condition or {})}  # fmt: skip
    if key is None:
        mail, is_new = Mail.objects.create(**values), True
    else:
        mail, is_new = Mail.objects.get_or_create(key=key, defaults=values)
    if is_new:
        send.enqueue(mail.pk)
    return mail


def written(kind: str, language: str, context: Mapping[str, Any]) -> dict[str, str]:
    """Subject, text and HTML of a mail of the kind, in the language."""
    with override(language):
        values = {**context, "language": language, "base_address": settings.BASE_ADDRESS}
        plain = get_template(f"emails/{kind}.txt").template
        whole = plain.render(Context(values, autoescape=False)).strip()
        subject, _newline, text = whole.partition("\n")
        subject, text = " ".join(subject.split())[:SUBJECT_LENGTH], _tidied(text)
        parts = [part for part in text.split("\n\n") if part]
        html = select_template([f"emails/{kind}.html", "emails/mail.html"]).render(
            {**values, "subject": subject, "parts": parts}
        )
    return {"subject": subject, "text": text, "html": html}


def _tidied(text: str) -> str:
    """At most one empty line between two parts, and none around the whole."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return "\n\n".join(part for part in parts if part) + "\n"


@job(attempts=3)
def send(mail_id: int) -> None:
    """Send a queued mail; one that is not queued any more is left alone."""
    from .sending import deliver

    deliver(mail_id)
