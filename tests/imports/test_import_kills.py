"""Twenty imports killed at random moments leave before or after, never between.

Each runs on a copy of a prepared database, in a process of its own that gets SIGKILL; then the
same import is run again and must come to what an unbroken run comes to.
"""

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
import pytest
from django.conf import settings
from django.db import connections

from tests.conftest import ROOT
from tests.imports.written_pages import MANDATES, TEXTS, page

KILLS, AT_ONCE = 20, 2
TITLE = "Lima Commitment - Lima, Peru - April 2018"
STATES = ["Argentina", "Brazil", "Canada", "Peru", "Mexico", "Haiti", "Chile", "Cuba"]
LINES = 8


def long_page():
    """768 reports, so that writing takes a good part of the run."""
    numbers = [(str(n), f"{MANDATES['en']} ({n})") for n in range(1, 31)]
    dates = [f"{2019 + n // 12}-{1 + n % 12:02}-15" for n in range(48)]
    return page(
        documents=[(TITLE, numbers)],
        entities=[
            (
                f"{state} {half}",
                [
                    (date, f"{1 + n % 30}, {1 + (n + 7) % 30}", "\n".join([TEXTS["en"]] * LINES))
                    for n, date in enumerate(dates)
                ],
            )
            for state in STATES
            for half in ("North", "South")
        ],
    )


@pytest.fixture(scope="module")
def databases(tmp_path_factory):
    """Makes copies of one database with the tables and one theme, of the kind the suite runs on."""
    kind = SQLite if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else PostgreSQL
    made = kind(tmp_path_factory.mktemp("databases"))
    yield made
    made.drop()


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
    def __init__(self, folder: Path) -> None:
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


def importing(database: str, file: Path) -> subprocess.Popen:
    arguments = ["import_sisca", "--skip-checks", str(file), "--theme", "migration"]
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments, "--create-missing"],
        cwd=ROOT, env=environment(database), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


CHECK = """
import hashlib, json, sys
from django.core.management import call_command
from django.db import connection
from tests.imports.fingerprint import fingerprint

def digest():
    return hashlib.sha256(json.dumps(fingerprint(), default=str).encode()).hexdigest()

*databases, page = sys.stdin.read().splitlines()
for database in databases:
    connection.close()
    connection.settings_dict["NAME"] = database
    found = digest()
    call_command("import_sisca", page, theme="migration", create_missing=True, stdout=sys.stderr)
    print(json.dumps([found, digest()]))
"""


def found_and_completed(databases: list[str], file: Path) -> list[tuple[str, str]]:
    """Per database: a digest of what it holds, and one after the import was run (again)."""
    names = [
        address.rpartition("/")[2]
        if address.startswith("postgres")
        else address[len("sqlite:///") :]
        for address in databases
    ]
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "--verbosity", "0"]
    ended = subprocess.run(
        [*shell, "--command", CHECK], cwd=ROOT, env=environment(databases[0]),
        input="\n".join([*names, str(file)]),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return [tuple(json.loads(line)) for line in ended.stdout.splitlines()]


def test_twenty_kills_leave_before_or_after(databases, tmp_path):
    file = tmp_path / "page.txt"
    file.write_bytes(long_page())
    unbroken = databases.copy("unbroken")
    started = time.monotonic()
    assert importing(unbroken, file).wait() == 0
    duration = time.monotonic() - started
    chance = random.Random()

    def killed(n: int) -> str:
        database = databases.copy(f"killed_{n}")
        process = importing(database, file)
        time.sleep(chance.uniform(0.3, 1.1) * duration)  # nothing is read before that
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
        return database

    with ThreadPoolExecutor(AT_ONCE) as pool:
        broken = list(pool.map(killed, range(KILLS)))
    (before, after), (complete, same) = found_and_completed(
        [databases.copy("fresh"), unbroken], file
    )
    assert before != after
    assert after == complete == same
    for found, completed in found_and_completed(broken, file):
        assert found in (before, after)
        assert completed == after
