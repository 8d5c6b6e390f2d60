"""Throwing away what nobody needs any more, for `manage.py prune`."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from accounts.models import AuditEvent, Invitation, Mail
from publication import jobs
from publication.pruning import prune_also

from .file_store import remove_orphans

ORPHANS_STAY = timedelta(hours=24)
JOBS_STAY = timedelta(days=30)
INVITATIONS_STAY = timedelta(days=90)
MAILS_STAY = timedelta(days=365)


def prune(now: datetime) -> dict[str, int]:
    """Throw away what is over; returns how many of each. Done again at once it finds nothing."""
    sessions = Session.objects.filter(expire_date__lt=now).delete()[0]
    current = Session.objects.values("session_key")
    return {
        "sessions": sessions + UserSession.objects.exclude(session_key__in=current).delete()[0],
        "jobs": jobs.prune(now - JOBS_STAY),
        "mails": Mail.objects.over(now - MAILS_STAY).delete()[1].get("accounts.Mail", 0),
        "invitations": Invitation.objects.lapsed(now - INVITATIONS_STAY).delete()[0],
        "files": remove_orphans(now - ORPHANS_STAY),
        "audit_events": AuditEvent.objects.forget(years_before(now, settings.AUDIT_YEARS)),
        **prune_also(now),
    }


def years_before(now: datetime, years: int) -> datetime:
    """The same day, that many years earlier; of 29 February the day before."""
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)
