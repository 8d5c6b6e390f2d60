"""P6: the filtered list of reports with all its counts, at 1,000,000 reports against 100,000.

    python -m bench.lists [--rounds 7] [--on postgresql sqlite]

Each database has a process of its own that answers one request at a time, in turns. `growth` is the
first page at 1,000,000 by the first page at 100,000; `last` the last reachable page by the first;
`SQL` the whole page by the same statements alone, sent again without Django and read to the end.
Goals: growth ≤ 1.5, last ≤ 3. On SQLite 100,000 reports are measured.
"""

import argparse

from bench.many_reports import prepared
from bench.measure import HEAD
from bench.sides import Side, get, milliseconds, serve, show

FEW, MANY = 100_000, 1_000_000
CASES = {
    "everything": "", "a theme": "theme={theme}", "an entity": "entity={entity}",
    "a language": "language=es", "a mark": "mark=done",
    "three filters": "theme={theme}&language=es&since=2015",
}  # fmt: skip


# In the process that serves -------------------------------------------------------------------


def _names(_query: str) -> dict[str, str]:
    """The theme and the entity with the most reports."""
    from countries.models import Entity
    from mandates.models import Theme
    from reports.models import Report, ReportTheme

    by_theme = ReportTheme.objects.counts_by_theme()
    by_entity = Report.objects.published().counts_by_entity()
    theme, entity = max(by_theme, key=by_theme.get), max(by_entity, key=by_entity.get)
    return {
        "theme": Theme.objects.get(pk=theme).slug, "entity": Entity.objects.get(pk=entity).slug
    }  # fmt: skip


def _get(query: str):
    return get(f"/en/reports/?{query}")


def _page(query: str) -> float:
    return milliseconds(lambda: _get(query))


def _last(query: str) -> int:
    from django.http import QueryDict

    from reports.report_list import report_list

    return report_list(QueryDict(query), "en").page.paginator.num_pages


def _sql(query: str) -> float:
    """The statements of the page, sent again."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        _get(query)
    statements = [one["sql"] for one in captured]
    raw = connection.connection.cursor()

    def again() -> None:
        for statement in statements:
            raw.execute(statement)
            raw.fetchall()

    return milliseconds(again)


ANSWERS = {"names": _names, "page": _page, "last": _last, "sql": _sql}


# Measuring ------------------------------------------------------------------------------------


def measure(name: str, few: Side, many: Side | None, rounds: int) -> None:
    biggest, number = many or few, MANY if many else FEW
    for case, query in CASES.items():
        of = {side: query.format(**side.ask("names", "")) for side in (few, biggest)}
        pages = biggest.ask("last", of[biggest])
        last = f"{of[biggest]}&page={pages}"
        for side in of:
            side.ask("page", of[side])  # once before it counts
        taken = [
            [
                biggest.ask("page", of[biggest]), few.ask("page", of[few]),
                biggest.ask("page", last), biggest.ask("sql", of[biggest]),
            ]
            for _ in range(rounds)
        ]  # fmt: skip
        first, small, end, sql = ([row[place] for row in taken] for place in range(4))
        if many:
            show(f"P6 {name}, {case}: growth", first, small)
        show(f"P6 {name} at {number:,}, {case}: last page ({pages})", end, first)
        show(f"{name} at {number:,}, {case}: page by its SQL", first, sql)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--on", nargs="+", default=["postgresql", "sqlite"])
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(ANSWERS)
        return
    print(HEAD, flush=True)
    for engine in options.on:
        few = Side(prepared(engine, FEW), "bench.lists")
        many = (
            Side(prepared(engine, options.many), "bench.lists") if engine == "postgresql" else None
        )
        measure({"postgresql": "PostgreSQL", "sqlite": "SQLite"}[engine], few, many, options.rounds)
        for side in filter(None, (few, many)):
            side.close()


if __name__ == "__main__":
    main()
