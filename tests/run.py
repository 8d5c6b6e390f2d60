"""Run the whole suite on SQLite and, when a server answers, again on PostgreSQL: `make test`.

One line per database, the skipped tests with their reasons, and last the sum of both:
`N passed, N failed, N skipped`. PostgreSQL is sought at TEST_DATABASE_URL, else on this machine;
a database that was not there counts as one skipped, or one failed with REQUIRE_POSTGRES=1.
The browser tests run once, with SQLite: their portal has its own database, and what the pages
show does not depend on its kind. Other arguments go to pytest.
"""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
LOCAL_SERVER = "postgres://postgres@127.0.0.1:5432"
PYTEST_NO_TESTS = 5
# Files go to the processes in the order of tests/conftest.py.
WORKERS = ["--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder"]
# On the second database; a `-m` among the arguments of the command wins over it.
ONCE = "not browser and not deep"


def main(arguments: list[str]) -> int:
    counts = run_suite("SQLite", "sqlite://:memory:", arguments)
    counts += run_on_postgresql(arguments)
    print(summary(counts))
    return 1 if counts["failed"] else 0


def run_on_postgresql(arguments: list[str]) -> Counter:
    server = os.environ.get("TEST_DATABASE_URL", f"{LOCAL_SERVER}/postgres")
    refusal = refusal_of(server)
    if not refusal:
        return run_suite("PostgreSQL", own_database(server), ["-m", ONCE, *arguments])
    outcome = "failed" if os.environ.get("REQUIRE_POSTGRES") == "1" else "skipped"
    print(f"PostgreSQL: not run, counted as {outcome}: {refusal}", flush=True)
    return Counter({outcome: 1})


def refusal_of(server: str) -> str:
    """Why the PostgreSQL server cannot be used, in one line; empty when it answers."""
    try:
        psycopg2.connect(server, connect_timeout=5).close()
    except psycopg2.Error as error:
        return " ".join(str(error).split()) or "no answer"
    return ""


def own_database(server: str) -> str:
    """On the local server a name of our own, so that two runs at once do not share a database."""
    if "TEST_DATABASE_URL" in os.environ:
        return server
    return f"{LOCAL_SERVER}/summits_{os.getpid()}"


def run_suite(database: str, url: str, arguments: list[str]) -> Counter:
    """Run pytest on one database, print what it came to and return the counts."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        command = [sys.executable, "-m", "pytest", "-rfE", f"--junitxml={results}", *WORKERS]
        status = subprocess.run(
            [*command, *arguments], cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode
        cases = list(ET.parse(results).iter("testcase")) if results.exists() else []
    counts = Counter(outcome(case) for case in cases)
    if status not in (0, PYTEST_NO_TESTS) and not counts["failed"]:
        counts["failed"] = 1  # the run itself broke off
    for line in skipped_lines(cases):
        print(line)
    print(f"{database}: {summary(counts)}\n", flush=True)
    return counts


def outcome(case: ET.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def skipped_lines(cases: Iterable[ET.Element]) -> list[str]:
    """One line per reason, then the tests it kept from running."""
    by_reason = defaultdict(list)
    for case in cases:
        skipped = case.find("skipped")
        if skipped is not None:
            by_reason[skipped.get("message")].append(f"{case.get('classname')}.{case.get('name')}")
    return [
        line
        for reason, names in by_reason.items()
        for line in [f"{len(names)} skipped: {reason}", *(f"    {name}" for name in names)]
    ]


def summary(counts: Counter) -> str:
    return f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
