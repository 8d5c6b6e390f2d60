"""A portal of its own for the browser: as in service, over demonstration data in one SQLite file.

The pages do not differ between the databases, so that the browser reads them from one alone.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from tests.kept_database import put_the_copy

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 120
PREPARATIONS = (
    ("manage.py", "migrate", "--verbosity", "0"),
    ("manage.py", "load_reference"),
    ("manage.py", "load_demo"),
    ("-m", "tests.browser.stage"),
    ("manage.py", "collectstatic", "--no-input", "--verbosity", "0"),
)


def environment(folder: Path) -> dict[str, str]:
    """Settings as in service, page cache and hashed static files included, but over plain http."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "summits_portal.settings",
        "PORTAL_IGNORE_DOTENV": "1",
        "DEBUG": "false",
        # The same for all that use the folder: second factors are encrypted with it.
        "SECRET_KEY": sha256(bytes(folder)).hexdigest(),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_ADDRESS": "https://portal.example.org",
        "SECURE_SSL_REDIRECT": "false",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "WEB_CONCURRENCY": "1",
        "LOG_LEVEL": "ERROR",
    }


def prepare(folder: Path) -> None:
    """Fill `folder` with the database and the static files; RuntimeError says what went wrong."""
    put_the_copy(folder / "portal.sqlite3")
    for command in PREPARATIONS:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment(folder),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def work_on(folder: Path, job: str, number: int) -> None:
    """Carry out one job as a worker would; the others wait on, for those who test them."""
    module, _, name = job.rpartition(".")
    code = f"from {module} import {name}; {name}.func({number})"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=ROOT, env=environment(folder), check=True,
    )  # fmt: skip


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve the portal in `folder` by gunicorn on a free port, and give its origin."""
    with socket.create_server(("127.0.0.1", 0)) as listener, (folder / "log").open("a") as log:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "--config", "python:summits_portal.gunicorn",
                "--bind", f"fd://{listener.fileno()}", "summits_portal.wsgi",
            ],
            cwd=ROOT, env=environment(folder), pass_fds=[listener.fileno()], stdout=log, stderr=log,
        )  # fmt: skip
        try:
            wait_for(origin, server, folder / "log")
            yield origin
        finally:
            server.terminate()
            server.wait(timeout=SECONDS_TO_START)


def wait_for(origin: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{origin}/livez", timeout=2):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError(f"the portal did not start:\n{log.read_text()}")
