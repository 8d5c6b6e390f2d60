"""What became of mails, against what the mail server was given."""

from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts import sending
from accounts.models import Mail
from publication import jobs

from .mail_server import MailServer

State = Mail.State


def let_time_pass() -> None:
    """What waits is due now; what dead workers left behind is found, as if hours had passed."""
    later = timezone.now() + timedelta(hours=7)
    sending.mark_lost(later)
    jobs.sweep(later)
    now = timezone.now()
    Mail.objects.in_state(State.QUEUED).update(next_at=now)
    jobs.unfinished().filter(status="READY").update(run_after=now)


def send_what_waits(server: MailServer) -> None:
    """The worker's regular work, without waiting for its minute to come round."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    now = timezone.now()
    Mail.objects.in_state(State.QUEUED).update(next_at=now)
    sending.deliver_due(now)


def compared(server: MailServer) -> Counter:
    """Each mail was given to the server once, or flagged for a person; never twice."""
    counts: Counter = Counter()
    for mail in Mail.objects.all():
        taken = server.taken[mail.pk]
        counts[mail.state] += 1
        counts["twice"] += taken > 1
        counts["lost"] += mail.state == State.SENT and taken == 0
        counts["lost"] += mail.state == State.DROPPED
        # Still under way, or taken by the server though the portal says that it was not.
        counts["half applied"] += mail.state in (State.QUEUED, State.SENDING)
        counts["half applied"] += mail.state == State.FAILED and taken > 0
        counts["flagged though the server has it"] += mail.state == State.UNKNOWN and taken == 1
    return counts
