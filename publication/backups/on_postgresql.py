"""Copying a PostgreSQL database in one snapshot, without tools beside the driver."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection, transaction
from psycopg2.sql import SQL, Identifier

from publication.unhurried import unhurried


class Hashing:
    """A file that counts the rows that pass through it, and their checksum."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self.file, self.rows, self.checksum = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.rows += data.count(b"\n")  # COPY escapes those inside a value
        self.checksum.update(data)
        if self.file is not None:
            self.file.write(data)

    def described(self) -> dict[str, Any]:
        return {"rows": self.rows, "sha256": self.checksum.hexdigest()}


def dump(folder: Path) -> dict[str, Any]:
    """Copy every table into the folder as one moment saw them; returns what is in them."""
    tables = {}
    with _snapshot() as cursor:
        for name in _tables():
            with (folder / f"{name}.copy").open("wb") as file:
                through = Hashing(file)
                cursor.copy_expert(_copy_out(cursor, name), through)
            tables[name] = {**through.described(), "columns": _columns(cursor, name)}
        cursor.execute(
            "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        )
        sequences = dict(cursor.fetchall())
    return {"tables": tables, "sequences": sequences}


def load(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """Make the database what the folder holds; returns the tables that differ from the manifest.

    One transaction: when a table differs, the database stays as it was.
    """
    tables = manifest["tables"]
    if set(_tables()) != set(tables):
        return sorted(set(_tables()) ^ set(tables))
    with unhurried(), connection.cursor() as cursor:
        cursor.execute(SQL("TRUNCATE {}").format(SQL(", ").join(map(Identifier, tables))))
        for name, table in tables.items():
            _copy_in(cursor, name, table["columns"], folder / f"{name}.copy")
        for name, last in manifest["sequences"].items():
            cursor.execute("SELECT setval(%s, %s, %s)", [f'"{name}"', last or 1, last is not None])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        differing = [
            name for name in tables if _described(cursor, name) != _without_columns(tables[name])
        ]
        transaction.set_rollback(bool(differing))
    return differing


def filled_tables() -> list[str]:
    with connection.cursor() as cursor:
        return [name for name in _tables() if _has_rows(cursor, name)]


@contextmanager
def _snapshot() -> Iterator[Any]:
    """A cursor in a transaction that sees one moment, writes nothing and may take its time."""
    with unhurried(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield cursor


def _tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def _columns(cursor: Any, table: str) -> list[str]:
    """Those that are stored, not worked out by the database."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _copy_out(cursor: Any, table: str) -> SQL:
    columns = SQL(", ").join(map(Identifier, _columns(cursor, table)))
    key = connection.introspection.get_primary_key_columns(cursor, table)
    order = SQL(", ").join(map(Identifier, key)) if key else columns
    return SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        columns, Identifier(table), order
    )


def _copy_in(cursor: Any, table: str, columns: list[str], path: Path) -> None:
    names = SQL(", ").join(map(Identifier, columns))
    with path.open("rb") as file:
        cursor.copy_expert(SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), names), file)


def _described(cursor: Any, table: str) -> dict[str, Any]:
    through = Hashing()
    cursor.copy_expert(_copy_out(cursor, table), through)
    return through.described()


def _without_columns(table: dict[str, Any]) -> dict[str, Any]:
    return {"rows": table["rows"], "sha256": table["sha256"]}


def _has_rows(cursor: Any, table: str) -> bool:
    cursor.execute(SQL("SELECT EXISTS(SELECT 1 FROM {})").format(Identifier(table)))
    return cursor.fetchone()[0]
