"""Imports that get SIGKILL at random moments, each on a copy of a prepared database."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connections

from tests.conftest import ROOT

AT_ONCE = 2
Digests = dict[str, str]
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
    """Every killed run leaves before or after, and run again comes to what an unbroken one does."""
    unbroken = databases.copy(f"unbroken_{kills}")
    started = time.monotonic()
    assert started_on(unbroken, command).wait() == 0
    duration = time.monotonic() - started
    chance = random.Random()

    def killed(n: int) -> str:
        database = databases.copy(f"killed_{kills}_{n}")
        process = started_on(database, command)
        time.sleep(chance.uniform(0.3, 1.1) * duration)  # nothing is read before that
        process.send_signal(signal.SIGKILL)
        process.wait()
        return database

    with ThreadPoolExecutor(AT_ONCE) as pool:
        broken = list(pool.map(killed, range(kills)))
    fresh = databases.copy(f"fresh_{kills}")
    (before, after), (complete, again) = found_and_completed([fresh, unbroken], command)
    assert different(before, after) != []
    assert different(complete, after) == []
    assert different(again, after) == []
    for found, completed in found_and_completed(broken, command):
        assert [] in (different(found, before), different(found, after))
        assert different(completed, after) == []


def different(one: Digests, other: Digests) -> list[str]:
    """The tables in which two databases differ."""
    return sorted(table for table in one.keys() | other if one.get(table) != other.get(table))


def started_on(database: str, command: list[str]) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", *command, "--skip-checks"],
        cwd=ROOT, env=environment(database), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def found_and_completed(addresses: list[str], command: list[str]) -> list[tuple[Digests, Digests]]:
    """Per database: what its tables hold, and what they hold after the import was run (again)."""
    names = [
        address.rpartition("/")[2]
        if address.startswith("postgres")
        else address[len("sqlite:///") :]
        for address in addresses
    ]
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "--verbosity", "0"]
    ended = subprocess.run(
        [*shell, "--command", CHECK], cwd=ROOT, env=environment(addresses[0]),
        input=json.dumps([command, names]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return [tuple(json.loads(line)) for line in ended.stdout.splitlines()]


def suite_databases(folder: Path) -> "SQLite | PostgreSQL":
    """Makes copies of one database with the tables and one theme, of the kind the suite runs on."""
    engine = settings.DATABASES["default"]["ENGINE"]
    return SQLite(folder) if engine.endswith("sqlite3") else PostgreSQL()


class SQLite:
    def __init__(self, folder: Path) -> None:
        self.folder, self.template = folder, folder / "template.sqlite3"
        prepare(self.address("template"))

    def address(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite3"

    def copy(self, name: str) -> str:
        shutil.copy(self.template, self.folder / f"{name}.sqlite3")
        return self.address(name)

    def drop(self) -> None:
        shutil.rmtree(self.folder)


class PostgreSQL:
    def __init__(self) -> None:
        self.prefix, self.made = f"kills_{os.getpid()}", []
        self.copy("template", of="template0")
        prepare(self.address("template"))

    def address(self, name: str) -> str:
        of = connections["default"].settings_dict
        host = f"{of['HOST'] or '127.0.0.1'}:{of['PORT'] or 5432}"
        return f"postgres://{of['USER']}:{of['PASSWORD']}@{host}/{self.prefix}_{name}"

    def copy(self, name: str, of: str = "") -> str:
        template = of or f"{self.prefix}_template"
        self._do(f'CREATE DATABASE "{self.prefix}_{name}" TEMPLATE "{template}"')
        self.made.append(name)
        return self.address(name)

    def drop(self) -> None:
        for name in self.made:
            self._do(f'DROP DATABASE "{self.prefix}_{name}" WITH (FORCE)')

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
