"""How each database is asked for terms; `Entry.terms` is looked up by `matches`."""

from typing import Any

from django.db.models import CharField, Lookup, TextField

from .wanted import POSTGRESQL, SQLITE, Wanted, expression, rechecks

ON_SQLITE = "{row} IN (SELECT rowid FROM search_terms WHERE search_terms MATCH %s)"
ON_POSTGRESQL = "search_vector({column}) @@ %s::tsquery"


def on_sqlite(asked: Wanted, column: str, row: str) -> tuple[str, list[str]]:
    more, parameters = rechecks(asked, SQLITE, column)
    return ON_SQLITE.format(row=row) + more, [expression(asked, SQLITE), *parameters]


def on_postgresql(asked: Wanted, column: str) -> tuple[str, list[str]]:
    more, parameters = rechecks(asked, POSTGRESQL, column)
    found = ON_POSTGRESQL.format(column=column)
    return found + more, [expression(asked, POSTGRESQL), *parameters]


@TextField.register_lookup
class Matches(Lookup):
    """`terms__matches=<Wanted>`: only of the column `terms` of an entry."""

    lookup_name = "matches"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [value]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _none = self.process_lhs(compiler, connection)
        return on_sqlite(self.rhs, column, column.replace('"terms"', '"id"'))

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _none = self.process_lhs(compiler, connection)
        return on_postgresql(self.rhs, column)


@CharField.register_lookup
class Begins(Lookup):
    """`word__begins="educ"`: by the index on both databases. Small letters and digits only."""

    lookup_name = "begins"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _none = self.process_lhs(compiler, connection)
        return f"{column} GLOB %s", [f"{self.rhs}*"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _none = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [f"{self.rhs}%"]
