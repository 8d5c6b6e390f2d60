"""Mails to followers: one for all that is due, in the follower's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts import mailing
from accounts.models import Mail
from accounts.policy import Permission
from accounts.rights import may
from publication.dates import written as day_written
from publication.jobs import one_by_one
from reports.models import Report
from reports.report_titles import report_title

from .links import ALERTS, NEWSLETTER, ending_address, own_address
from .models import Asking, Follow, Follower, Frequency, Kind, Notice
from .targets import Said, say_all

LINES = 40
"""At most so many reports are named in a mail; the rest is counted."""


@dataclass(frozen=True)
class Line:
    """A report in a mail: what happened to it, its title, date and address."""

    verb: str
    edition: int
    title: str
    when: str
    url: str
    is_demonstration: bool


@dataclass(frozen=True)
class Group:
    """What falls under one thing that is followed."""

    what: Said
    lines: list[Line]


def send_due(now: datetime) -> list[Mail]:
    """Queue a mail to each follower with something due. Doing it again at once queues none."""
    due = Follower.objects.with_ids(Notice.objects.due(now).followers())
    return [mail for mail in one_by_one(due, lambda follower: _send(follower, now)) if mail]


@transaction.atomic
def _send(follower: Follower, now: datetime) -> Mail | None:
    """In a transaction of its own: killed in between, nobody is told of anything twice."""
    notices = list(Notice.objects.due(now).of(follower).with_all().held())
    if not notices or not follower.may_be_written_to:
        return None
    Notice.objects.with_ids([notice.pk for notice in notices]).update(queued_at=now)
    language = follower.reads
    with override(language):
        groups = grouped(notices, follower, language)
        if not groups:
            return None
        context = {**_context(groups), **links_of(follower, language, ALERTS)}
    return mailing.queue(
        to=None, address=follower.mailed_to, language=language, kind="followed", context=context,
        key=f"followed:{follower.pk}:{max(notice.pk for notice in notices)}", is_formal=False,
        condition={"follower": follower.pk, "what": ALERTS},
    )  # fmt: skip


def _context(groups: list[Group]) -> dict[str, object]:
    number = sum(len(group.lines) for group in groups)
    shown, left = [], LINES
    for group in groups:
        if left > 0:
            shown.append(Group(group.what, group.lines[:left]))
        left -= len(group.lines)
    return {
        "groups": shown, "number": number, "first": groups[0].lines[0],
        "more": max(0, -left),
    }  # fmt: skip


def links_of(follower: Follower, language: str, what: str) -> dict[str, str]:
    return {
        "own": own_address(follower, language),
        "ending": ending_address(follower, what, language),
    }


def grouped(notices: Iterable[Notice], follower: Follower, language: str) -> list[Group]:
    """What to tell, by what is followed. `language` is the active one, too.

    Left out: reports that are not public any more, unless that is the news; and citations of an
    entity's documents, for who no longer acts for the entity.
    """
    notices = [notice for notice in notices if _still_concerns(notice.follow, follower)]
    ids = [notice.happening.report for notice in notices]
    reports = {one.pk: one for one in Report.objects.once_public().with_ids(ids).for_page()}
    by_follow: dict[Follow, list[Line]] = {}
    for notice in notices:
        report = reports.get(notice.happening.report)
        if report and _is_news(notice.happening.verb, report):
            line = _line(notice.happening.verb, report, language)
            by_follow.setdefault(notice.follow, []).append(line)
    words = say_all([follow.target for follow in by_follow], language)
    return [Group(what, lines) for what, lines in zip(words, by_follow.values(), strict=True)]


def _still_concerns(follow: Follow, follower: Follower) -> bool:
    if follow.kind != Kind.CITED:
        return True
    return may(follower.user, Permission.WRITE_REPORTS, follow.number)


def _is_news(verb: str, report: Report) -> bool:
    """A report withdrawn or replaced meanwhile has a happening of its own."""
    withdrawn = report.state == Report.State.WITHDRAWN
    return withdrawn if verb == "withdraw" else report.state == Report.State.PUBLISHED


def _line(verb: str, report: Report, language: str) -> Line:
    return Line(
        verb=verb,
        edition=report.edition,
        title=report_title(report, language),
        when=day_written(report.dated, language),
        url=settings.BASE_ADDRESS + report.get_absolute_url(),
        is_demonstration=report.is_demonstration,
    )


# Asked again when a mail goes out ---------------------------------------------------------------


class AskedAddresses:
    """Who typed an address: the link in the mail must still work."""

    def still_want(self, mail: Mail) -> bool:
        waiting = Asking.objects.open(timezone.now()).with_id(mail.condition["asking"])
        return waiting.exists()

    def unsubscribe_address(self, mail: Mail) -> str:
        return ""


class Followers:
    """Followers: they still follow, at the address to which the mail was written."""

    def still_want(self, mail: Mail) -> bool:
        follower = self._follower(mail)
        if follower is None or not follower.may_be_written_to:
            return False
        if mail.address != follower.mailed_to:
            return False
        what = mail.condition.get("what")
        return what is None or gets(what, follower)

    def unsubscribe_address(self, mail: Mail) -> str:
        follower, what = self._follower(mail), mail.condition.get("what")
        return ending_address(follower, what, mail.language) if follower and what else ""

    @staticmethod
    def _follower(mail: Mail) -> Follower | None:
        return Follower.objects.with_id(mail.condition["follower"]).first()


def follows_of(what: str, follower: Follower):
    """The follower's alerts, or the newsletter; ended ones too."""
    follows = Follow.objects.of(follower)
    return follows.of_newsletter() if what == NEWSLETTER else follows.of_alerts()


def gets(what: str, follower: Follower) -> bool:
    """Whether alerts, or the newsletter, are wanted now."""
    return follows_of(what, follower).with_mails().exists()


@transaction.atomic
def end(follower: Follower, what: str) -> None:
    """No more alerts, or no more newsletter, from now on. Lists that are only kept stay.

    All that ends has one moment, by which `owning.take_up` knows it again.
    """
    now, wanted = timezone.now(), follows_of(what, follower).with_mails()
    wanted.of_readers().end(now)
    wanted.of_delegations().update(ended_at=now, frequency=Frequency.NEVER)
