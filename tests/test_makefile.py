"""What the Makefile takes from where: its command line, the environment, `.env`, its default."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).resolve().parent.parent / "Makefile"
SHOW = "show: ; @echo $$PORT $$DATABASE_URL"

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def shown(folder: Path, *words: str, **environment: str) -> str:
    """What commands of the Makefile find, in a folder with an `.env` of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = ["make", "--silent", f"--file={MAKEFILE}", f"--eval={SHOW}", "show", *words]
    return subprocess.run(
        command, cwd=folder, env=kept | environment, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("words", "environment", "port"),
    [((), {}, "9000"), ((), {"PORT": "7000"}, "7000"), (("PORT=6000",), {"PORT": "7000"}, "6000")],
)
def test_what_is_said_wins_over_the_file(tmp_path, words, environment, port):
    (tmp_path / ".env").write_text("PORT=9000\nDATABASE_URL=sqlite:////tmp/a.sqlite3\n")
    assert shown(tmp_path, *words, **environment) == f"{port} sqlite:////tmp/a.sqlite3"


def test_without_a_file_there_is_a_port_and_no_database(tmp_path):
    assert shown(tmp_path) == "8000"
