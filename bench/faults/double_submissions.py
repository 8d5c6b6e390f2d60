"""The same form sent twice at once, and a third time later: one submission, one receipt.

python -m bench.faults.double_submissions [--runs 1000] [--database sqlite|postgresql]
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.faults import campaign, ledger, portal, writers

AT_ONCE = 100
AGAIN = 10  # every tenth is sent once more at the end


def campaigned(folder: Path, runs: int) -> Counter:
    book, counts = ledger.Ledger(folder / "ledger"), Counter()
    people, theme = writers.cast()
    with portal.served(folder) as server:
        done: list[writers.Task] = []
        while len(done) < runs:
            each = -(-min(AT_ONCE, runs - len(done)) // len(people))
            tasks = writers.drafts(people, theme, each)[: runs - len(done)]
            for task in tasks:
                counts["double"] += 1
                counts["wrong"] += _sent_twice(task, server.origin, book)
            done += tasks
        for task in done[::AGAIN]:
            counts["sent again later"] += 1
            counts["wrong"] += task.submit(server.origin, book) != "done"
    return counts + _receipts(book) + ledger.compared(book)


def _sent_twice(task: writers.Task, origin: str, book: ledger.Ledger) -> int:
    """How many of the two got no receipt."""
    task.save(origin)
    with ThreadPoolExecutor(2) as clicks:
        said = list(clicks.map(lambda _click: task.submit(origin, book), range(2)))
    return sum(answer != "done" for answer in said)


def _receipts(book: ledger.Ledger) -> Counter:
    """Receipts of a report that are not the same one."""
    steps: dict[int, set[int]] = {}
    for receipt in book.receipts():
        steps.setdefault(receipt.report, set()).add(receipt.step)
    return Counter(
        {"reports": len(steps), "twice": sum(len(found) > 1 for found in steps.values())}
    )


if __name__ == "__main__":
    campaign.main("bench.faults.double_submissions", campaigned, runs=1000)
