"""The mail server down, silent, unwilling or hanging up, while people hand reports in.

python -m bench.faults.mail_down [--runs 20] [--database sqlite|postgresql]

Each run takes the next way to misbehave. Submissions must not notice; the mails must go out when
the server is well again, or be flagged.
"""

import time
from collections import Counter
from pathlib import Path

from accounts.models import Mail
from bench.faults import campaign, ledger, mails, portal, writers
from bench.faults.mail_server import MODES, MailServer

SECONDS = 180.0


def campaigned(folder: Path, runs: int) -> Counter:
    server, book, counts = MailServer(), ledger.Ledger(folder / "ledger"), Counter()
    people, theme = writers.cast(1)
    with (
        portal.served(folder) as web,
        portal.worker(folder, EMAIL_URL=server.address),
    ):
        for run in range(runs):
            server.behave(MODES[run % len(MODES)])
            tasks = writers.drafts(people, theme, 1)
            writers.all_at_once(tasks, web.origin, book)
            counts["wrong"] += sum(not task.done for task in tasks)
            _until_sent(server)
    server.stop()
    return counts + ledger.compared(book) + mails.compared(server)


def _until_sent(server: MailServer) -> None:
    """Everything that was tried while the server misbehaved goes out when it is well again."""
    _wait(lambda: not Mail.objects.filter(attempts=0).exists())
    _wait(lambda: not Mail.objects.in_state("sending").exists())
    server.behave("well")
    mails.send_what_waits(server)
    _wait(lambda: not Mail.objects.in_state("queued", "sending").exists())


def _wait(happened) -> None:
    deadline = time.monotonic() + SECONDS
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.05)


if __name__ == "__main__":
    campaign.main("bench.faults.mail_down", campaigned, runs=20)
