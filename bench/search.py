"""P4 and P5: the page of a search with total, facets and highlights, against its statement alone.

    python -m bench.search [--rounds 15] [--on sqlite postgresql] [--many 1000000]

Each database has a process of its own that answers one request at a time, in turns. The yardstick
is one statement over the narrow table of the index: total, facets by country and by theme, the 20
newest; `LIKE` is the count by which most sites search. Words are rare, middling and common.
Goals: at 100,000 reports common ≤ 5 × middling; at 1,000,000 on PostgreSQL p95 ≤ 1.5 × the
statement + 30 ms, and never more than 1 s. The index is made first where it is not there.
"""

import argparse
from statistics import median, quantiles

from bench.many_reports import WORDS, prepared
from bench.measure import HEAD
from bench.running import python
from bench.sides import Side, get, milliseconds, serve, show

FEW, MANY = 100_000, 1_000_000
NAMES = dict(zip(WORDS, ("rare", "middling", "common"), strict=True))
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NARROW = """WITH hits AS MATERIALIZED (SELECT e.id, e.entity_id, e.themes, e.day FROM {source})
    SELECT 'total', '', COUNT(*) FROM hits UNION ALL
    SELECT 'entity', CAST(entity_id AS TEXT), COUNT(*) FROM hits GROUP BY entity_id UNION ALL
    SELECT 'theme', themes, COUNT(*) FROM hits GROUP BY themes UNION ALL
    SELECT * FROM (SELECT 'row', CAST(id AS TEXT), 0 FROM hits ORDER BY day DESC, id DESC LIMIT 20)
        AS newest"""
SOURCES = {
    "sqlite": "search_terms CROSS JOIN search_entry e INDEXED BY search_facets "
    "ON e.id = search_terms.rowid WHERE search_terms MATCH %s",
    "postgresql": "search_entry e WHERE search_vector(e.terms) @@ %s::tsquery",
}
LIKE = " OR ".join(f"text_{code} LIKE %s" for code in ("en", "es", "fr", "pt_br"))


# In the process that serves -------------------------------------------------------------------


def _indexed(_query: str) -> int:
    """How many reports the index holds."""
    from search.models import Entry, Kind

    return Entry.objects.of_kind(Kind.REPORT).count()


def _page(word: str) -> float:
    return milliseconds(lambda: get(f"/en/search/?q={word}"))


def _narrow(word: str) -> float:
    """The statement, with the terms of the word in each language."""
    from django.db import connection

    from search.finding import terms_of
    from search.grammar import parse
    from search.patience import within
    from search.wanted import POSTGRESQL, SQLITE, expression

    dialect = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    asked = expression(terms_of(parse(f"{word} "), ("en", "es", "fr", "pt-br")), dialect)
    statement = NARROW.format(source=SOURCES[connection.vendor])
    with within():  # as the page: without it, common words take five times as long
        return milliseconds(lambda: _all(statement, [asked]))


def _like(word: str) -> float:
    statement = f"SELECT COUNT(DISTINCT report_id) FROM reports_section WHERE {LIKE}"  # noqa: S608
    return milliseconds(lambda: _all(statement, [f"%{word}%"] * 4))


def _all(statement: str, parameters: list[str]) -> list:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


ANSWERS = {"indexed": _indexed, "page": _page, "narrow": _narrow, "like": _like}


# Measuring ------------------------------------------------------------------------------------


def side(engine: str, reports: int) -> Side:
    address = prepared(engine, reports)
    made = Side(address, "bench.search")
    if made.ask("indexed", "") < reports:
        made.close()
        python(address, "manage.py", "rebuild_search", "--skip-checks")
        made = Side(address, "bench.search")
    return made


def measure(name: str, of: Side, rounds: int) -> dict[str, list[float]]:
    """Rows for each word; the milliseconds of its page."""
    pages = {}
    for word, kind in NAMES.items():
        for what in ("page", "narrow", "like"):
            of.ask(what, word)  # once before it counts
        taken = [[of.ask(what, word) for what in ("page", "narrow")] for _ in range(rounds)]
        pages[word], narrow = ([row[place] for row in taken] for place in range(2))
        show(f"{name}, {kind}: page by the statement", pages[word], narrow)
        like = [of.ask("like", word) for _ in range(3)]
        show(f"{name}, {kind}: page by LIKE", pages[word][:3], like)
        p95, most = quantiles(pages[word], n=20)[-1], max(pages[word])
        limit = 1.5 * median(narrow) + 30
        print(f"| {name}, {kind}: p95 | {p95 / limit:.2f} of 1.5 × + 30 ms | most {most:.0f} ms "
              f"| {p95:.0f} ms | {limit:.0f} ms |", flush=True)  # fmt: skip
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--on", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(ANSWERS)
        return
    print(HEAD, flush=True)
    for engine in options.on:
        few = side(engine, FEW)
        pages = measure(f"P4 {ENGINES[engine]} at {FEW:,}", few, options.rounds)
        _rare, middling, common = pages.values()
        show(f"P4 {ENGINES[engine]}: common by middling", common, middling)
        few.close()
        if engine == "postgresql" and options.many > FEW:
            many = side(engine, options.many)
            measure(f"P5 PostgreSQL at {options.many:,}", many, options.rounds)
            many.close()


if __name__ == "__main__":
    main()
