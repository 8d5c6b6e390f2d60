"""One statement over the narrow columns: how much is found, by each facet, and what to rank.

Each facet is counted under the other filters. A record that several of its languages match counts
once, but for the languages themselves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from publication.keys import Keys

from . import lookups
from .models import Kind
from .traits import TRAITS, values
from .wanted import Wanted

RANKED = 1000  # the newest entries, which are ranked and can be paged through
TITLED = 300  # the newest of those that the words name in their title
NAMED = 400  # entities, themes, meetings and documents

# Facets that each are one column, and the same that ids as words stand in.
_LISTS = ("theme", "meeting")
COLUMNS = ("key", "kind", "entity_id", "themes", "meetings", "day", "traits")
OF_ENTITIES = {"entity", "entity_kind", "subregion"}  # filters that name entities
_COLUMN = {"kind": "kind", "entity": "entity_id", "theme": "themes", "meeting": "meetings"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the search is limited to; 0 and empty for no limit. `keys` are those of entries.

    `entity`, `entity_kind` and `subregion` each name entities, by their ids; `mark` and `funding`
    are values of `TRAITS`.
    """

    kind: Kind | None = None
    language: str = ""
    entity: frozenset[int] | None = None
    entity_kind: frozenset[int] | None = None
    subregion: frozenset[int] | None = None
    theme: int = 0
    meeting: int = 0
    document: int = 0
    keys: frozenset[int] | None = None
    mark: str = ""
    funding: str = ""
    since: int = 0
    until: int = 0


@dataclass(slots=True)
class Counted:
    """Numbers of records by facet and value, and the ids of the entries to rank."""

    facets: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
    rows: list[int] = field(default_factory=list)


def count(asked: Wanted, limits: Limits) -> Counted:
    statement, parameters = _statement(asked, limits)
    counted = Counted()
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        for names, value, number in cursor.fetchall():
            if names == "row":
                counted.rows.append(int(value))
                continue
            for what in names.split(","):
                for one in _values(what, value):
                    counted.facets[what][one] += number
    counted.rows = list(dict.fromkeys(counted.rows))
    return counted


def _values(what: str, value: str) -> Iterable[int | str]:
    """Those of a facet that stand in one value of its column."""
    if what in _LISTS:
        return map(int, value.split())
    if what in TRAITS:
        return values(what, int(value))
    return [value if what == "language" else int(value)]


def _source(asked: Wanted) -> tuple[str, list[str]]:
    """FROM and WHERE with their parameters: the entries that match. The row is called `e`."""
    if connection.vendor == "sqlite":
        more, parameters = lookups.rechecks(asked, lookups.SQLITE, "e.terms")
        return (
            "search_terms CROSS JOIN search_entry e INDEXED BY search_facets "
            f"ON e.id = search_terms.rowid WHERE search_terms MATCH %s{more}",
            [lookups.expression(asked, lookups.SQLITE), *parameters],
        )
    where, parameters = lookups.on_postgresql(asked, "e.terms")
    return f"search_entry e WHERE {where}", parameters


def _ids(found: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(found))) or "-1"


def _conditions(limits: Limits) -> dict[str, str]:
    """A condition by the name of each filter that is set. Numbers only, so nothing to quote."""
    found = {}
    if limits.kind is not None:
        found["kind"] = f"kind = {limits.kind.value:d}"
    for name in sorted(OF_ENTITIES):
        if (meant := getattr(limits, name)) is not None:
            found[name] = f"entity_id IN ({_ids(meant)})"
    if limits.theme:
        found["theme"] = f"themes LIKE '%% {limits.theme:d} %%'"
    if limits.meeting:
        found["meeting"] = f"meetings LIKE '%% {limits.meeting:d} %%'"
    for name, bits in TRAITS.items():
        if value := getattr(limits, name):
            found[name] = f"traits & {bits[value]:d} > 0"
    if limits.since:
        found["since"] = f"day >= {limits.since:d}0000"
    if limits.until:
        found["until"] = f"day BETWEEN 1 AND {limits.until:d}1231"
    return found


def _where(conditions: dict[str, str], *but: str) -> str:
    kept = [said for name, said in conditions.items() if name not in but]
    return f" WHERE {' AND '.join(kept)}" if kept else ""


def _statement(asked: Wanted, limits: Limits) -> tuple[str, list[str]]:
    """Records of one row are counted as they are found; the rows of others are joined before."""
    source, parameters = _source(asked)
    titled, of_titled = _source(asked.titled())
    about = f" AND e.documents LIKE '%% {limits.document:d} %%'" if limits.document else ""
    if limits.keys is not None:
        among, keys = Keys(limits.keys).written_for(connection)
        about += f" AND e.key IN {among}"
        parameters, of_titled = [*parameters, *keys], [*of_titled, *keys]
    conditions = _conditions(limits)
    spoken = {"language": f"language = '{limits.language}'"} if limits.language else {}
    rows = _where(conditions | spoken)
    either = " AND " if rows else " WHERE "
    alone = f"(SELECT * FROM matched{_where({'alone': 'alone'} | spoken)}) AS alone"  # noqa: S608
    parts = [
        *(
            _numbers(columns, f"{found}{where}")
            for found in (alone, "several")
            for where, columns in _facets(conditions).items()
        ),
        _number("language", "language", f"matched{_where(conditions)}"),
        _newest(f"matched{rows}{either}kind <= {Kind.DOCUMENT.value}", NAMED),
        _newest(f"titled{rows}", TITLED),
        _newest(f"matched{rows}", RANKED),
    ]
    own = ", ".join(f"e.{name}" for name in ("id", "language", "alone", *COLUMNS))
    least = ", ".join(f"MIN({name}) AS {name}" for name in COLUMNS[1:])
    others = _where({"alone": "NOT alone"} | spoken)
    return (
        f"WITH matched AS MATERIALIZED (SELECT {own} FROM {source}{about}), "  # noqa: S608
        f"titled AS (SELECT {own} FROM {titled}{about}), "
        f"several AS MATERIALIZED (SELECT key, {least} FROM matched{others} GROUP BY key) "
        f"{' UNION ALL '.join(parts)}",
        [*parameters, *of_titled],
    )


def _facets(conditions: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """The facets that are counted under the same conditions, by the column that each counts."""
    columns = {**_COLUMN, **dict.fromkeys(TRAITS, "traits"), "year": "day / 10000"}
    if conditions.keys() & OF_ENTITIES:
        columns |= dict.fromkeys(OF_ENTITIES - {"entity"}, "entity_id")
    found: dict[str, dict[str, list[str]]] = {}
    for what, column in columns.items():
        where = _where(conditions, *(("since", "until") if what == "year" else (what,)))
        found.setdefault(where, {}).setdefault(column, []).append(what)
    return found


def _numbers(columns: dict[str, list[str]], source: str) -> str:
    """How many rows have each value of each column, under the names of the facets."""
    if connection.vendor == "sqlite" or len(columns) == 1:
        parts = (_number(",".join(names), column, source) for column, names in columns.items())
        return " UNION ALL ".join(parts)
    every = ", ".join(columns)  # the rows are read once for all columns
    bits = [2 ** len(columns) - 1 - 2**place for place in reversed(range(len(columns)))]
    which = " ".join(
        f"WHEN {others} THEN '{','.join(names)}'"
        for others, names in zip(bits, columns.values(), strict=True)
    )
    value = ", ".join(f"CAST({column} AS TEXT)" for column in columns)
    sets = ", ".join(f"({column})" for column in columns)
    return (
        f"SELECT CASE GROUPING({every}) {which} END, COALESCE({value}), COUNT(*) "  # noqa: S608
        f"FROM {source} GROUP BY GROUPING SETS ({sets})"
    )


def _number(what: str, column: str, source: str) -> str:
    return f"SELECT '{what}', CAST({column} AS TEXT), COUNT(*) FROM {source} GROUP BY {column}"  # noqa: S608


def _newest(source: str, most: int) -> str:
    return (
        f"SELECT * FROM (SELECT 'row', CAST(id AS TEXT), 0 FROM {source} "  # noqa: S608
        f"ORDER BY day DESC, key DESC, language LIMIT {most}) AS newest_{source.split()[0]}_{most}"
    )
