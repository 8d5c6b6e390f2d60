"""Databases to break: a SQLite file, and PostgreSQL on a server of our own where there is one.

A server of our own writes through to the disk and can really be restarted. Without its programs, or
when TEST_DATABASE_URL names a server, a database is made there and ending all its sessions stands
for the restart.
"""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import choice
from urllib.parse import urlsplit

import psycopg2

from tests.run import LOCAL_SERVER, refusal_of

LOCK_SECONDS = 30.0
KINDS = ("sqlite", "postgresql")


class SQLite:
    """The file of the portal."""

    def __init__(self, address: str) -> None:
        self.address, self.path = address, address.removeprefix("sqlite:///")

    def is_written(self) -> bool:
        """Whether somebody holds the write lock now."""
        with closing(sqlite3.connect(self.path, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            return False

    def disturb(self) -> str:
        """Hold the write lock for half a minute."""
        with closing(sqlite3.connect(self.path, timeout=60, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(LOCK_SECONDS)
        return "write lock held"


class PostgreSQL:
    """A database, and the folder of its server when that is ours."""

    def __init__(self, address: str, folder: Path | None) -> None:
        self.address, self.folder = address, folder
        self._watching: psycopg2.extensions.connection | None = None

    def is_written(self) -> bool:
        """Whether another session has written and not committed."""
        if self._watching is None or self._watching.closed:
            self._watching = psycopg2.connect(self.address)
            self._watching.autocommit = True
        cursor = self._watching.cursor()
        cursor.execute(
            "select 1 from pg_stat_activity where datname = current_database() "
            "and backend_xid is not null and pid <> pg_backend_pid()"
        )
        return cursor.fetchone() is not None

    def disturb(self) -> str:
        """Restart the server, in good order or not; without one of our own end all sessions."""
        self._watching = None
        if self.folder is None:
            with closing(psycopg2.connect(self.address)) as connection:
                connection.cursor().execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    "where datname = current_database() and pid <> pg_backend_pid()"
                )
            return "sessions ended"
        mode = choice(["fast", "immediate"])
        _control(self.folder, "restart", "--mode", mode)
        return f"{mode} restart"


def of_environment() -> SQLite | PostgreSQL:
    """The database of DATABASE_URL; FAULTS_SERVER names the folder of a server of our own."""
    address = os.environ["DATABASE_URL"]
    if address.startswith("sqlite"):
        return SQLite(address)
    folder = os.environ.get("FAULTS_SERVER")
    return PostgreSQL(address, Path(folder) if folder else None)


@contextmanager
def made(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The environment of an empty database of the kind. Raises LookupError when no server answers.

    `folder` is ours; everything is gone afterwards.
    """
    if kind == "sqlite":
        yield {"DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}"}
        return
    programs = _programs()
    maker = _own_server if programs and "TEST_DATABASE_URL" not in os.environ else _on_server
    with maker(folder) as environment:
        yield environment


@contextmanager
def _own_server(folder: Path) -> Iterator[dict[str, str]]:
    data = folder / "server"
    data.mkdir()
    if owner := _owner():
        folder.chmod(0o755)
        shutil.chown(data, owner)
    _run("initdb", "--pgdata", str(data), "--username=postgres", "--auth=trust", "--no-locale",
         "--encoding=UTF8")  # fmt: skip
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(f"listen_addresses = ''\nunix_socket_directories = '{data}'\n")
    _control(data, "start")
    try:
        yield {
            "DATABASE_URL": f"postgres://postgres@/postgres?host={data}",
            "FAULTS_SERVER": str(data),
        }
    finally:
        _control(data, "stop", "--mode", "immediate")


@contextmanager
def _on_server(folder: Path) -> Iterator[dict[str, str]]:
    server = os.environ.get("TEST_DATABASE_URL", f"{LOCAL_SERVER}/postgres")
    if refusal := refusal_of(server):
        raise LookupError(refusal)
    name = f"summits_faults_{os.getpid()}"
    _execute(server, f"create database {name}")
    try:
        yield {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
    finally:
        _execute(server, f"drop database {name} with (force)")


def _execute(server: str, statement: str) -> None:
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)


def _control(data: Path, *command: str) -> None:
    _run("pg_ctl", "--pgdata", str(data), "--wait", "--log", str(data / "log"), *command)


def _run(program: str, *arguments: str) -> None:
    """One of the server's programs, which root may not run as itself."""
    path = _programs() / program  # type: ignore[operator]
    subprocess.run(
        [path, *arguments], check=True, user=_owner(), cwd="/", stdout=subprocess.DEVNULL
    )


def _owner() -> str | None:
    return "postgres" if os.geteuid() == 0 else None


def _programs() -> Path | None:
    """The newest folder with programs of the server."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    newest = Path(on_path) if on_path else found[-1] if found else None
    return newest.parent if newest else None
