"""Rows into tables as fast as the database takes them, past models and signals."""

import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, models
from django.utils import timezone

AT_ONCE = 20_000


class Table:
    """Takes rows as {column: value}; what a row leaves out is the field's default."""

    def __init__(self, model: type[models.Model]) -> None:
        self.name = model._meta.db_table
        fields = [field for field in model._meta.concrete_fields if field.column]
        self.columns = [field.column for field in fields]
        self.defaults = [_default(field) for field in fields]
        self.waiting: list[list] = []
        self.rows = 0

    def add(self, **values: object) -> None:
        row = [
            values.pop(column, default)
            for column, default in zip(self.columns, self.defaults, strict=True)
        ]
        if values:
            raise KeyError(f"{self.name} has no {', '.join(values)}")
        self.waiting.append(row)
        if len(self.waiting) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits. On PostgreSQL with COPY."""
        if connection.vendor == "postgresql":
            _copy(self.name, self.columns, self.waiting)
        elif self.waiting:
            _insert(self.name, self.columns, self.waiting)
        self.rows += len(self.waiting)
        self.waiting = []


def _default(field: models.Field) -> object:
    if field.primary_key and field.get_internal_type() == "BigAutoField":
        return None  # always given
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now().isoformat(sep=" ")
    value = field.get_default()
    return json.dumps(value) if isinstance(value, list | dict) else value


def _copy(name: str, columns: list[str], rows: list[list]) -> None:
    lines = io.StringIO("".join("\t".join(map(_escaped, row)) + "\n" for row in rows))
    quoted = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f'COPY "{name}" ({quoted}) FROM STDIN', lines)


def _escaped(value: object) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        bare = value.replace("\\", "\\\\").replace("\t", "\\t")
        return bare.replace("\n", "\\n").replace("\r", "\\r")
    return str(value)


def _insert(name: str, columns: list[str], rows: list[list]) -> None:
    quoted = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["?"] * len(columns))
    connection.ensure_connection()
    connection.connection.executemany(
        f'INSERT INTO "{name}" ({quoted}) VALUES ({places})',  # noqa: S608  names of ours
        rows,
    )


def numbers_after(model: type[models.Model]) -> Iterator[int]:
    """Ids that are free."""
    last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
    while True:
        last += 1
        yield last


def settle(tables: Iterable[type[models.Model]]) -> None:
    """Let the database know what came: sequences on PostgreSQL, statistics on both."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in tables:
                name = model._meta.db_table
                sequence = f"pg_get_serial_sequence('\"{name}\"', 'id')"
                cursor.execute(f'SELECT setval({sequence}, max(id)) FROM "{name}"')  # noqa: S608
                cursor.execute(f'VACUUM ANALYZE "{name}"')
        else:
            cursor.execute("ANALYZE")


def parts(rows: Iterable, size: int) -> Iterator[list]:
    remaining = iter(rows)
    while part := list(islice(remaining, size)):
        yield part
