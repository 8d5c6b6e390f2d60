"""The checkout's own commands, run against a database."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")


def python(database: str, *arguments: str) -> str:
    """What Python prints with these arguments, on the database at this address."""
    environment = {**os.environ, "DATABASE_URL": database, "DEBUG": "true"}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
