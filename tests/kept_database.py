"""An empty SQLite database as the migrations leave it, kept from one run of the tests to the next.

Migrating takes far longer than most tests. The copy is named after all that migrations are made
from, so that any change of them makes another one; with PostgreSQL nothing is kept.
"""

import fcntl
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-databases"


def copy_path() -> Path:
    """Named by a digest of our migrations, of the versions of everybody else's, and of Python's."""
    digest = sha256(sys.version.encode())
    for path in [ROOT / "requirements" / "dev.txt", *sorted(ROOT.glob("*/migrations/*.py"))]:
        digest.update(path.name.encode() + path.read_bytes())
    return FOLDER / digest.hexdigest()[:20]


def start_from_the_copy() -> None:
    """Let the next test database begin as the copy, or else leave one behind.

    `migrate` finds done what the copy holds. Parallel processes take turns.
    """
    if connection.vendor != "sqlite":
        return
    creation = connection.creation
    create, create_empty, copy = creation.create_test_db, creation._create_test_db, copy_path()

    def create_test_db(*args: Any, **options: Any) -> str:
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if copy.exists():
                creation._create_test_db = create_filled
            name = create(*args, **options)
            # Without migrations (an option of the tests) there is nothing to start from.
            if not copy.exists() and "django_migrations" in connection.introspection.table_names():
                _keep(copy)
        return name

    def create_filled(*args: Any, **options: Any) -> str:
        name = create_empty(*args, **options)
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as source:
            source.backup(connection.connection)
        return name

    creation.create_test_db = create_test_db


def put_the_copy(path: Path) -> None:
    """Let a database file begin as the copy where there is one, with less to migrate."""
    if copy_path().exists():
        shutil.copy(copy_path(), path)


def _keep(copy: Path) -> None:
    """Under a passing name first: a process that dies leaves no half of a copy."""
    for old in FOLDER.glob("[0-9a-f]*"):
        old.unlink()
    passing = copy.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(passing)) as target:
        connection.connection.backup(target)
    passing.rename(copy)
