"""The worker for jobs killed while it hands mails over.

python -m bench.faults.worker_killed [--runs 20] [--database sqlite|postgresql]
"""

import random
import time
from collections import Counter
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts import mailing
from accounts.models import Mail, User
from bench.faults import campaign, mails, portal
from bench.faults.mail_server import MailServer
from publication import jobs
from tests.factories import make_user

EACH = 6
SECONDS = 120.0


def campaigned(folder: Path, runs: int) -> Counter:
    server, person, counts = MailServer(), make_user(), Counter()
    server.behave("well")
    for _run in range(runs):
        _queue(person)
        with portal.worker(folder, EMAIL_URL=server.address):
            before = server.taken.total()
            _wait(lambda start=before: server.taken.total() > start)
            _catch_in_the_middle()
        counts["killed with a mail under way"] += Mail.objects.in_state("sending").exists()
        mails.let_time_pass()
    with portal.worker(folder, EMAIL_URL=server.address):
        _wait(lambda: not jobs.unfinished().exists())
    mails.let_time_pass()
    mails.send_what_waits(server)
    server.stop()
    return counts + mails.compared(server)


@transaction.atomic
def _queue(person: User) -> None:
    for _number in range(EACH):
        mailing.queue(to=person, kind="password_changed", context={"at": timezone.now()})


def _catch_in_the_middle() -> None:
    """Wait until a mail is on its way; every third time a moment more, without looking."""
    _wait(lambda: Mail.objects.in_state("sending").exists() or not jobs.unfinished().exists())
    if random.random() < 0.3:
        time.sleep(random.uniform(0, 0.05))


def _wait(happened) -> None:
    deadline = time.monotonic() + SECONDS
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.002)


if __name__ == "__main__":
    campaign.main("bench.faults.worker_killed", campaigned, runs=20)
