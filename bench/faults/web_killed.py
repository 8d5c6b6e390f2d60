"""The web process killed while it answers, most often between a write and its commit.

python -m bench.faults.web_killed [--runs 20] [--database sqlite|postgresql]
"""

import random
import time
from collections import Counter
from pathlib import Path
from threading import Thread

from bench.faults import campaign, databases, ledger, portal, writers

EACH = 3
WATCHED = 5.0  # seconds to wait for somebody who writes


def campaigned(folder: Path, runs: int) -> Counter:
    book, database = ledger.Ledger(folder / "ledger"), databases.of_environment()
    counts: Counter = Counter()
    people, theme = writers.cast()
    with portal.served(folder) as server:
        for _run in range(runs):
            tasks = writers.drafts(people, theme, EACH)
            killer = Thread(target=_kill, args=(server, database, counts))
            killer.start()
            answers = writers.all_at_once(tasks, server.origin, book)
            killer.join()
            counts["without an answer"] += len(tasks) - answers["done"]
            start = time.monotonic()
            counts += writers.until_done(tasks, server.origin, book)
            counts["slowest recovery, ms"] = max(
                counts["slowest recovery, ms"], round((time.monotonic() - start) * 1000)
            )
    return counts + ledger.compared(book)


def _kill(server: portal.Server, database, counts: Counter) -> None:
    """Kill as soon as somebody has written and not committed; a bit later every other time."""
    time.sleep(random.uniform(0, 0.5))
    deadline = time.monotonic() + WATCHED
    while not (is_written := database.is_written()) and time.monotonic() < deadline:
        time.sleep(0.001)
    if random.random() < 0.5:
        time.sleep(random.uniform(0, 0.03))
    server.kill_workers()
    counts["killed while a transaction was open"] += is_written


if __name__ == "__main__":
    campaign.main("bench.faults.web_killed", campaigned, runs=20)
