"""Many people saving the same reports at once: each acknowledged revision once, no text lost.

python -m bench.faults.contended_saves [--runs 10000] [--database sqlite|postgresql]

Each save adds a mark to the text as its writer read it, so that one text put over another would
take marks away.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from django.db import OperationalError, connection

from bench.faults import campaign
from reports import editing
from reports.models import Report, Section
from reports.workflow import Stale
from tests.factories import make_report

WRITERS = 8
EACH = 200  # saves of one report


def campaigned(folder: Path, runs: int) -> Counter:
    counts: Counter = Counter()
    for begun in range(0, runs, EACH):
        report = make_report(state="draft", texts={}, original_language="en")
        turns = iter(range(min(EACH, runs - begun)))
        with ThreadPoolExecutor(WRITERS) as people:
            said = list(
                people.map(lambda _n, of=report, left=turns: _write(of, left), range(WRITERS))
            )
        acknowledged = [pair for pairs, _refused in said for pair in pairs]
        counts += sum((refused for _pairs, refused in said), Counter())
        counts["acknowledged"] += len(acknowledged)
        counts["most by one writer"] = max(
            counts["most by one writer"], *(len(pairs) for pairs, _refused in said)
        )
        counts += _compared(report, acknowledged)
    return counts


def _write(report: Report, turns) -> tuple[list[tuple[int, str]], Counter]:
    """Save until all turns are taken: the acknowledged revisions with their marks, and refusals.

    Who waits too long for a lock is told so, and nothing was saved; the person tries again.
    """
    numbers, acknowledged, refused = count(), [], Counter()
    for turn in turns:
        mark = f"[{turn}.{next(numbers)}]"
        while True:
            revision = Report.objects.values_list("revision", flat=True).get(pk=report.pk)
            text = _text(report)
            try:
                content = editing.Draft(sections={"done": text + mark})
                new = editing.save(
                    Report(pk=report.pk), by=None, revision=revision, content=content
                )
            except Stale:
                refused["shown as conflicts"] += 1
                continue
            except OperationalError:
                refused["told that it takes too long"] += 1
                continue
            acknowledged.append((new, mark))
            break
    connection.close()
    return acknowledged, refused


def _compared(report: Report, acknowledged: list[tuple[int, str]]) -> Counter:
    revisions = Counter(revision for revision, _mark in acknowledged)
    text = _text(report)
    in_order = "".join(mark for _revision, mark in sorted(acknowledged))
    report.refresh_from_db()
    return Counter(
        {
            "twice": sum(number > 1 for number in revisions.values()),
            "lost": sum(mark not in text for _revision, mark in acknowledged),
            "wrong": int(text != in_order) + int(report.revision != max(revisions)),
        }
    )


def _text(report: Report) -> str:
    return Section.objects.values_list("text_en", flat=True).filter(report=report).first() or ""


if __name__ == "__main__":
    campaign.main("bench.faults.contended_saves", campaigned, runs=10_000)
