"""What staff do with a newsletter: draft, edit, try, discard, send; once to each follower."""

import datetime
import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.safestring import mark_safe

from accounts import mailing
from accounts.audit import record
from accounts.models import AuditEvent, Mail, User
from publication.changes import changed
from publication.jobs import job
from publication.languages import LANGUAGES

from .drafting import draft, published_in
from .links import NEWSLETTER
from .mails import links_of
from .models import Delivery, Follower, Newsletter, NewsletterText

AT_A_TIME = 100
LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\((\S+?)\)")
MARKS = re.compile(r"^#+ +", re.MULTILINE)


class Stale(Exception):
    """Somebody else has saved, sent or discarded it meanwhile."""


def begin(month: datetime.date) -> Newsletter:
    """The issue of the month, drafted when there is none yet."""
    known = Newsletter.objects.of_month(month).first()
    return known or _write(month)


def draft_again(newsletter: Newsletter, *, mark: str) -> None:
    """Draft it from what is published now; what was edited is lost. Raises Stale."""
    with transaction.atomic():
        _hold(newsletter, mark)
        newsletter.delete()
        _write(newsletter.month)


def _write(month: datetime.date) -> Newsletter:
    reports = published_in(month)
    drafts = {language: draft(month, reports, language) for language in LANGUAGES}
    with transaction.atomic():
        newsletter, is_new = Newsletter.objects.get_or_create(
            month=month,
            defaults={
                "made_at": timezone.now(),
                "has_demonstration": any(report.is_demonstration for report in reports),
            },
        )
        for language, made in drafts.items() if is_new else ():
            NewsletterText.objects.create(
                newsletter=newsletter, language=language, title=made.title, body=made.body
            )
    return newsletter


@transaction.atomic
def save(newsletter: Newsletter, texts: Mapping[str, tuple[str, str]], *, mark: str) -> None:
    """Keep title and text of each language. Raises Stale."""
    _hold(newsletter, mark)
    for text in newsletter.texts.all():
        text.title, text.body = texts[text.language]
        text.save()
    newsletter.revision += 1
    newsletter.save(update_fields=["revision"])


def _hold(newsletter: Newsletter, mark: str) -> None:
    """Lock it as it now is. Raises Stale unless it is a draft, and at the `mark` that was seen."""
    try:
        newsletter.refresh_from_db(from_queryset=Newsletter.objects.held())
    except Newsletter.DoesNotExist:
        raise Stale from None
    if newsletter.sent_at or newsletter.mark != mark:
        raise Stale


@transaction.atomic
def discard(newsletter: Newsletter, *, by: User, mark: str) -> None:
    """Throw the draft away; the audit log keeps which month it was of. Raises Stale."""
    _hold(newsletter, mark)
    record(AuditEvent.Kind.DISCARDED, by=by, month=str(newsletter))
    newsletter.delete()


def try_out(newsletter: Newsletter, *, to: User, language: str) -> Mail:
    """Send it to oneself, in a language, as followers would get it."""
    follower = Follower(pk=0, user=to, language=language)
    return mailing.queue(
        to=None, address=to.email, language=language, kind="newsletter",
        context=_context(newsletter, follower, language),
    )  # fmt: skip


@transaction.atomic
def send(newsletter: Newsletter, *, by: User, mark: str) -> None:
    """Make it public and have a worker write to everybody who wants it. Raises Stale."""
    _hold(newsletter, mark)
    newsletter.sent_at, newsletter.sent_by = timezone.now(), by
    newsletter.save(update_fields=["sent_at", "sent_by"])
    deliver.enqueue(newsletter.pk)
    changed([newsletter])


@job(attempts=5, within=datetime.timedelta(minutes=30))
def deliver(pk: int) -> None:
    """Queue the mails of an issue. Done again, it writes to those left out alone."""
    newsletter = Newsletter.objects.sent().with_texts().get(pk=pk)
    done = Delivery.objects.of(newsletter).followers()
    left = [one for one in Follower.objects.of_newsletter() if one.pk not in done]
    for start in range(0, len(left), AT_A_TIME):
        with transaction.atomic():
            for follower in left[start : start + AT_A_TIME]:
                _deliver_one(newsletter, follower)


def _deliver_one(newsletter: Newsletter, follower: Follower) -> None:
    _row, is_new = Delivery.objects.get_or_create(
        newsletter=newsletter, follower=follower, defaults={"at": timezone.now()}
    )
    if not is_new or not follower.may_be_written_to:
        return
    mailing.queue(
        to=None, address=follower.mailed_to, language=follower.reads, kind="newsletter",
        context=_context(newsletter, follower, follower.reads), is_formal=False,
        key=f"newsletter:{newsletter.pk}:{follower.pk}",
        condition={"follower": follower.pk, "what": NEWSLETTER},
    )  # fmt: skip


def _context(newsletter: Newsletter, follower: Follower, language: str) -> dict[str, object]:
    text = newsletter.text_in(language)
    links = links_of(follower, language, NEWSLETTER) if follower.pk else {"own": "", "ending": ""}
    # What publication.rendering cleaned when the text was saved.
    return {
        "title": text.title, "plain": plain(text.body), "body_html": mark_safe(text.html), **links,  # noqa: S308
        "is_demonstration": newsletter.has_demonstration,
    }  # fmt: skip


def plain(body: str) -> str:
    """Markdown as a plain mail shows it: addresses behind their words, no marks."""
    text = LINK.sub(r"\1: \2", MARKS.sub("", body))
    return re.sub(r"\\([\\`*_\[\]<>#|])", r"\1", text)
