"""Copying an SQLite database by its own online backup, which disturbs no writer."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

FILE = "database.sqlite3"


def dump(folder: Path) -> dict[str, Any]:
    """Copy the database into the folder; returns rows and checksum of each table."""
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / FILE)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole
        return {"tables": _fingerprints(copy)}


def load(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """Make the database what the folder holds; returns the tables that differ from the manifest.

    When the copy itself differs, nothing is written.
    """
    with closing(sqlite3.connect(folder / FILE)) as copy:
        differing = _differing(_fingerprints(copy), manifest["tables"])
        if differing:
            return differing
        connection.ensure_connection()
        copy.backup(connection.connection)
    with closing(sqlite3.connect(folder / "after.sqlite3")) as after:
        connection.connection.backup(after)  # Django's own connection gives values another shape
        found = _fingerprints(after)
    connection.close()  # the next one sets the write-ahead log again
    return _differing(found, manifest["tables"])


def filled_tables() -> list[str]:
    connection.ensure_connection()
    raw = connection.connection
    return [name for name in _tables(raw) if _first(raw, f'SELECT EXISTS(SELECT 1 FROM "{name}")')]  # noqa: S608


def _tables(raw: sqlite3.Connection) -> list[str]:
    """Tables of rows. Those of a full-text index follow from others and come along in the file."""
    found = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    tables = found.fetchall()
    virtual = [name for name, sql in tables if sql and sql.startswith("CREATE VIRTUAL TABLE")]
    derived = ("sqlite_", *(f"{name}_" for name in virtual))
    return [name for name, _sql in tables if name not in virtual and not name.startswith(derived)]


def _fingerprints(raw: sqlite3.Connection) -> dict[str, Any]:
    return {name: _fingerprint(_rows(raw, name)) for name in _tables(raw)}


def _rows(raw: sqlite3.Connection, table: str) -> Iterator[tuple]:
    width = len(raw.execute(f'PRAGMA table_info("{table}")').fetchall())
    order = ", ".join(map(str, range(1, width + 1)))
    yield from raw.execute(f'SELECT * FROM "{table}" ORDER BY {order}')  # noqa: S608


def _fingerprint(rows: Iterator[tuple]) -> dict[str, Any]:
    number, checksum = 0, hashlib.sha256()
    for row in rows:
        number += 1
        checksum.update(repr(row).encode())
    return {"rows": number, "sha256": checksum.hexdigest()}


def _differing(found: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    return sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))


def _first(raw: sqlite3.Connection, question: str) -> Any:
    return raw.execute(question).fetchone()[0]
