"""P7: coverage of all entities × themes, against one grouped count over the narrow table.

    python -m bench.coverage [--reports 1000000] [--on postgresql]

"Cold" is the matrix worked out anew, with who was asked; "kept" is what every later reader of the
same data version costs. The joins that the narrow table saves are measured beside them.
"""

import argparse
import os
import time
from collections.abc import Callable

import django

from bench.many_reports import ENGINES, prepared

# What five states cannot do without; and the same blind to how a report stands.
YARDSTICK = "SELECT entity_id, theme_id, state, count(*) FROM reports_standing GROUP BY 1, 2, 3"
BLIND = "SELECT entity_id, theme_id, count(*) FROM reports_standing GROUP BY 1, 2"
JOINED = """SELECT r.entity_id, t.theme_id, count(*), sum(CASE WHEN EXISTS (
    SELECT 1 FROM reports_citation c
    JOIN mandates_paragraphtheme p ON p.paragraph_id = c.paragraph_id
    WHERE c.report_id = r.id AND p.theme_id = t.theme_id) THEN 1 ELSE 0 END)
    FROM reports_reporttheme t JOIN reports_report r ON r.id = t.report_id
    WHERE r.state = 'published' GROUP BY 1, 2"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--on", choices=ENGINES, default="postgresql")
    options = parser.parse_args()
    os.environ["DATABASE_URL"] = prepared(options.on, options.reports)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
    django.setup()
    measure(options.rounds)


def measure(rounds: int) -> None:
    """Print the ratios; fills the narrow table first where the generated reports are not in it."""
    from django.db import connection

    from bench.measure import HEAD, compare
    from publication.changes import changed
    from publication.unhurried import unhurried
    from reports.coverage_matrix import Scope, _matrix, matrix
    from reports.models import ReportTheme, Standing

    rows = Standing.objects.count()
    if rows < ReportTheme.objects.published().count():
        start = time.perf_counter()
        with unhurried():
            rows = Standing.objects.rebuild()
            changed([])
        print(f"{rows} rows derived in {time.perf_counter() - start:.0f} s")
        with connection.cursor() as cursor:
            tail = " reports_standing" if connection.vendor == "postgresql" else ""
            cursor.execute(f"{'VACUUM ' if tail else ''}ANALYZE{tail}")
    matrix()
    counted = lambda: timed(lambda: fetched(YARDSTICK))  # noqa: E731
    found = [
        compare("P7 cold", lambda: timed(lambda: _matrix(Scope())), counted, rounds=rounds),
        compare(
            "P7 cold, to the blind count",
            lambda: timed(lambda: _matrix(Scope())),
            lambda: timed(lambda: fetched(BLIND)),
            rounds=rounds,
        ),
        compare("P7 kept", lambda: timed(matrix), counted, rounds=rounds),
        compare("the joins alone", lambda: timed(lambda: fetched(JOINED)), counted, rounds=2),
    ]
    print(f"{connection.vendor}, {rows} rows\n{HEAD}", *(one.row() for one in found), sep="\n")


def fetched(query: str) -> list:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of one call on the clock: the database works in a process of its own."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
