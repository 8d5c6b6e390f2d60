"""PostgreSQL restarted under load, in good order or not; SQLite's write lock held for 30 s.

python -m bench.faults.database_restarted [--runs 20] [--database sqlite|postgresql]

Without a PostgreSQL server of our own all its sessions are ended instead.
"""

import random
import time
from collections import Counter
from pathlib import Path
from threading import Thread

from django.db import connection

from bench.faults import campaign, databases, ledger, portal, writers

EACH = 3


def campaigned(folder: Path, runs: int) -> Counter:
    book, database = ledger.Ledger(folder / "ledger"), databases.of_environment()
    counts: Counter = Counter()
    people, theme = writers.cast()
    with portal.served(folder) as server:
        for _run in range(runs):
            tasks = writers.drafts(people, theme, EACH)
            connection.close()
            disturbance = Thread(target=_disturb, args=(database, counts))
            disturbance.start()
            answers = writers.all_at_once(tasks, server.origin, book)
            disturbance.join()
            counts["without an answer"] += len(tasks) - answers["done"]
            start = time.monotonic()
            counts += writers.until_done(tasks, server.origin, book)
            counts["slowest recovery, ms"] = max(
                counts["slowest recovery, ms"], round((time.monotonic() - start) * 1000)
            )
    return counts + ledger.compared(book)


def _disturb(database: databases.SQLite | databases.PostgreSQL, counts: Counter) -> None:
    time.sleep(random.uniform(0, 0.3))
    counts[database.disturb()] += 1


if __name__ == "__main__":
    campaign.main("bench.faults.database_restarted", campaigned, runs=20)
