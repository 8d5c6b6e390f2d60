"""Imports that get SIGKILL in the middle, each on a copy of a prepared database."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connections

from tests.conftest import ROOT
from tests.kept_database import put_the_copy

Digests = dict[str, str]
# Reads the command and the number of the statement that the process does not live to send, 0 for
# none; prints at which statement it first writes, and how many there were.
KILLED = """
import json, os, signal, sys
from django.core.management import call_command
from django.db import connection

command, last = json.loads(sys.stdin.read())
sent = first = 0

def count(execute, statement, *arguments):
    global sent, first
    sent += 1
    if sent == last:
        os.kill(os.getpid(), signal.SIGKILL)
    first = first or (sent if statement.startswith("INSERT") else 0)
    return execute(statement, *arguments)

with connection.execute_wrapper(count):
    call_command(*command, stdout=sys.stderr)
print(json.dumps([first, sent]))
"""
# Reads the command and the databases; prints a line for each database as it was found and as the
# command, run here, left it.
CHECK = """
import hashlib, json, sys
from django.core.management import call_command
from django.db import connection
from tests.imports.fingerprint import NAMED_BY_KEYS, fingerprint

def digests():
    return {
        table: hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()
        for table, rows in fingerprint().items()
        if table not in NAMED_BY_KEYS
    }

command, names = json.loads(sys.stdin.read())
for name in names:
    connection.close()
    connection.settings_dict["NAME"] = name
    found = digests()
    call_command(*command, stdout=sys.stderr)
    call_command("rebuild_search", "--check", stdout=sys.stderr)
    print(json.dumps([found, digests()]))
"""


def killed_or_not(databases: "SQLite | PostgreSQL", command: list[str], kills: int) -> None:
    """Every killed run leaves before or after, and run again comes to what an unbroken one does.

    The kills are spread over the statements from the first that writes to the very last.
    """
    unbroken, fresh = databases.copy(), databases.copy()
    first, last = json.loads(run(unbroken, KILLED, [command, 0]).stdout)
    assert last - first > kills
    broken = [databases.copy() for _kill in range(kills)]
    for n, database in enumerate(broken):
        at = last - n * (last - first) // kills
        assert run(database, KILLED, [command, at]).returncode == -signal.SIGKILL
    (before, after), (complete, again) = found_and_completed([fresh, unbroken], command)
    assert different(before, after) != []
    assert different(complete, after) == []
    assert different(again, after) == []
    left = found_and_completed(broken, command)
    for found, completed in left:
        assert [] in (different(found, before), different(found, after))
        assert different(completed, after) == []
    assert any(different(found, before) == [] for found, _completed in left)


def different(one: Digests, other: Digests) -> list[str]:
    """The tables in which two databases differ."""
    return sorted(table for table in one.keys() | other if one.get(table) != other.get(table))


def found_and_completed(addresses: list[str], command: list[str]) -> list[tuple[Digests, Digests]]:
    """Per database: what its tables hold, and what they hold after the import was run (again)."""
    names = [
        address.rpartition("/")[2]
        if address.startswith("postgres")
        else address[len("sqlite:///") :]
        for address in addresses
    ]
    ended = run(addresses[0], CHECK, [command, names])
    assert ended.returncode == 0, ended.stderr
    return [tuple(json.loads(line)) for line in ended.stdout.splitlines()]


def run(database: str, script: str, told: list) -> subprocess.CompletedProcess:
    """Run a script on a database, in a process of its own that reads what it is told."""
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "--verbosity", "0"]
    return subprocess.run(
        [*shell, "--command", script], cwd=ROOT, env=environment(database),
        input=json.dumps(told), capture_output=True, text=True, check=False,
    )  # fmt: skip


def suite_databases(folder: Path) -> "SQLite | PostgreSQL":
    """Makes copies of one database with the tables and one theme, of the kind the suite runs on."""
    engine = settings.DATABASES["default"]["ENGINE"]
    return SQLite(folder) if engine.endswith("sqlite3") else PostgreSQL()


class SQLite:
    def __init__(self, folder: Path) -> None:
        self.folder, self.copies = folder, 0
        put_the_copy(folder / "template.sqlite3")
        prepare(self.address("template"))

    def address(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite3"

    def copy(self) -> str:
        self.copies += 1
        name = f"copy_{self.copies}"
        shutil.copy(self.folder / "template.sqlite3", self.folder / f"{name}.sqlite3")
        return self.address(name)

    def drop(self) -> None:
        shutil.rmtree(self.folder)


class PostgreSQL:
    def __init__(self) -> None:
        self.prefix, self.made = f"kills_{os.getpid()}", []
        self._create("template", of="template0")
        prepare(self.address("template"))

    def address(self, name: str) -> str:
        of = connections["default"].settings_dict
        host = f"{of['HOST'] or '127.0.0.1'}:{of['PORT'] or 5432}"
        return f"postgres://{of['USER']}:{of['PASSWORD']}@{host}/{self.prefix}_{name}"

    def copy(self) -> str:
        name = f"copy_{len(self.made)}"
        self._create(name, of=f"{self.prefix}_template")
        return self.address(name)

    def drop(self) -> None:
        for name in self.made:
            self._do(f'DROP DATABASE "{self.prefix}_{name}" WITH (FORCE)')

    def _create(self, name: str, of: str) -> None:
        self._do(f'CREATE DATABASE "{self.prefix}_{name}" TEMPLATE "{of}"')
        self.made.append(name)

    def _do(self, statement: str) -> None:
        connection = psycopg2.connect(self.address("x").rpartition("/")[0] + "/postgres")
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()


def prepare(database: str) -> None:
    manage(database, "migrate", "--skip-checks", "--verbosity", "0")
    script = "from tests.factories import make_theme; make_theme(slug='migration')"
    manage(database, "shell", "--no-imports", "--verbosity", "0", "--command", script)


def manage(database: str, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(database),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def environment(database: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": database, "DEBUG": "true", "PORTAL_IGNORE_DOTENV": "1"}
