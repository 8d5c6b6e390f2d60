"""P9: 50,000 reports as CSV, against values_list and a csv writer.

    python -m bench.export [--rounds 5] [--on sqlite postgresql]

Each run has a process of its own, in turns. The yardstick reads reports, their entities' names and
the texts of their sections in one statement through an iterator and writes a line for each section;
it knows no themes, citations, data version or formulas. Ratios are of reports per second, by the
clock and by the processor. Memory is how far the peak rises above what the process had before.
Goals: ≥ 0.5, rise ≤ 50 MB.
"""

import argparse
import csv
import gc
import json
import os
import time
from statistics import median

from bench.many_reports import prepared
from bench.measure import HEAD, Ratio, memory
from bench.running import python

REPORTS = 50_000


def ours() -> int:
    from opendata.exports import Export, csv_text
    from reports.models import Report

    size = 0
    with open(os.devnull, "wb") as out:
        for piece in csv_text.lines(
            Export("reports", Report.objects.published().newest_first()[:REPORTS])
        ):
            size += out.write(piece.encode())
    return size


def yardstick() -> int:
    from publication.languages import columns
    from reports.models import Report

    reports = Report.objects.published().newest_first()[:REPORTS]
    names = [f"entity__{name}" for name in columns("name")]
    texts = [f"sections__{name}" for name in columns("text")]
    rows = Report.objects.with_ids(reports.values("pk")).order_by("-date", "-id").values_list(
        "pk", "lineage", "edition", "date", "date_precision", "symbol", "original_language",
        "nothing_to_report", "published_at", "entity__slug", *names, "sections__kind", *texts,
    )  # fmt: skip
    with open(os.devnull, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        for row in rows.iterator(chunk_size=2000):
            writer.writerow(row)
    return REPORTS


def run(which: str) -> None:
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False
    from opendata.exports import csv_text  # noqa: F401  loaded before memory is looked at
    from reports.models import Report

    Report.objects.first()
    gc.collect()
    gc.freeze()  # as gunicorn does before it forks
    before = memory("VmRSS")
    started, worked = time.perf_counter(), time.process_time()
    {"ours": ours, "yardstick": yardstick}[which]()
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    print(json.dumps({"seconds": seconds, "cpu": cpu, "rise": memory("VmHWM") - before}))


def measure(name: str, address: str, rounds: int) -> None:
    def side(which: str) -> dict:
        return json.loads(python(address, "-m", "bench.export", "--side", which))

    pairs = [(side("ours"), side("yardstick")) for _ in range(rounds)]
    for by in ("seconds", "cpu"):
        speeds = [[REPORTS / one[by] for one in runs] for runs in zip(*pairs, strict=True)]
        ratios = tuple(a / b for a, b in zip(*speeds, strict=True))
        title = f"P9 {name}, by {by}"
        print(Ratio(title, ratios, median(speeds[0]), median(speeds[1]), "/s").row(), flush=True)
    rise = max(one["rise"] for one, _other in pairs)
    print(f"| P9 {name}, memory rise | | | {rise:.0f} MB | |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--side", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
    if options.side:
        run(options.side)
        return
    print(HEAD, flush=True)
    for engine in options.on:
        name = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[engine]
        measure(name, prepared(engine, 100_000), options.rounds)


if __name__ == "__main__":
    main()
