"""The portal under test: gunicorn and a worker for jobs, each a process that may be killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import portal as browsers

ROOT = browsers.ROOT


def environment(folder: Path, given: dict[str, str]) -> dict[str, str]:
    """Settings as in service, but plain http and unhashed static files; `given` on top."""
    return {
        **browsers.environment(folder),
        "MANIFEST_STATIC": "false",
        "LOG_LEVEL": "CRITICAL",
        # One process answers all, so that killing it hits whatever is under way.
        "WEB_CONCURRENCY": "1",
        "WEB_THREADS": "4",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "TMPDIR": str(folder),
        **given,
    }


def manage(*arguments: str, env: dict[str, str] | None = None) -> None:
    """A command of manage.py, run to its end."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True)


class Server:
    """gunicorn on a free port."""

    def __init__(self, process: subprocess.Popen, origin: str) -> None:
        self.process, self.origin = process, origin

    def workers(self) -> list[int]:
        """Ids of the processes that answer requests."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def kill_workers(self) -> None:
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)


@contextmanager
def served(folder: Path, **changed: str) -> Iterator[Server]:
    """Serve the portal of this process's environment; `changed` variables differ for it."""
    log_path = folder / "gunicorn.log"
    with socket.create_server(("127.0.0.1", 0)) as listener, log_path.open("a") as log:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "--config", "python:summits_portal.gunicorn",
                "--bind", f"fd://{listener.fileno()}", "summits_portal.wsgi",
            ],
            cwd=ROOT, env={**os.environ, **changed}, pass_fds=[listener.fileno()],
            stdout=log, stderr=log,
        )  # fmt: skip
        try:
            browsers.wait_for(origin, process, log_path)
            yield Server(process, origin)
        finally:
            process.terminate()
            process.wait(timeout=browsers.SECONDS_TO_START)


@contextmanager
def worker(folder: Path, **changed: str) -> Iterator[subprocess.Popen]:
    """A worker for jobs; it is killed at the end if it still lives."""
    with (folder / "worker.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay"],
            cwd=ROOT, env={**os.environ, **changed}, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.kill()
            process.wait()
