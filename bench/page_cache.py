"""P1: a cached page against a bare WSGI application, and whether anything stale is ever served.

    python -m bench.page_cache [--path /en/themes/migration/] [--seconds 3] [--rounds 7]

Reads the database of DATABASE_URL, already loaded. Both sides run in gunicorn with the portal's own
options, 2 workers of 4 threads each, on loopback; wrk asks over 8 connections, both sides in turn.
The bare application reads the same revision and sends the same compressed bytes under the same
header lines; with --few-headers it leaves out those that every answer of the portal must carry.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import HEAD, compare

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "127.0.0.1",
    "BASE_ADDRESS": "https://portal.example.org",
    "SECURE_SSL_REDIRECT": "false",
    "MANIFEST_STATIC": "false",
    "PORTAL_IGNORE_DOTENV": "1",
}
GUNICORN = "--config python:summits_portal.gunicorn --workers 2 --threads 4 --max-requests 0"
VERSION = re.compile(rb"Data version (\d+)")


class Server:
    """gunicorn with one application, from its start to its end."""

    def __init__(self, application: str, **environment: str) -> None:
        self.port = free_port()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as the server
        command = [sys.executable, "-m", "gunicorn", *GUNICORN.split()]
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}", application],
            cwd=ROOT, env=os.environ | PRODUCTION | environment, stderr=self.log,
        )  # fmt: skip

    def wait(self, path: str) -> None:
        for _ in range(100):
            with contextlib.suppress(OSError):
                status, _headers, _body = self.ask(path)
                if status == 200:
                    return
                break
            time.sleep(0.1)
        self.log.seek(0)
        raise SystemExit(f"no good answer to {path}:\n{self.log.read().decode()[-2000:]}")

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return found

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def cpu_seconds(self) -> float:
        return sum(map(cpu_seconds, self.workers()))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def served(application: str, path: str, **environment: str) -> Iterator[Server]:
    server = Server(application, **environment)
    try:
        server.wait(path)
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pss_megabytes(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024


@dataclass
class Load:
    """What one run of wrk came to: the rate, and the server's processor time for a request."""

    per_second: float
    cpu_ms: float


def load(server: Server, path: str, seconds: int, *headers: str) -> Load:
    before = server.cpu_seconds()
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", *(w for h in headers for w in ("-H", h))]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}{path}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"wrk met errors:\n{said}")
    requests = int(re.search(r"(\d+) requests in", said)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return Load(rate, (server.cpu_seconds() - before) * 1000 / requests)


def compare_speed(portal: Server, path: str, options: argparse.Namespace) -> None:
    _status, headers, body = portal.ask(path, **{"Accept-Encoding": "br"})
    if headers.get("Content-Encoding") != "br":
        raise SystemExit(f"{path} is not a page that the cache keeps")
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        tag = headers["ETag"]
        lines = json.dumps(list(headers.items()) if not options.few_headers else [])
        environment = {"BENCH_BODY": file.name, "BENCH_ETAG": tag, "BENCH_HEADERS": lines}
        with served("bench.bare", path, **environment) as bare:
            if bare.ask(path)[2] != body:
                raise SystemExit("the bare application sends other bytes")
            print(f"{path}: {len(body)} bytes compressed, tag {tag}\n{HEAD}")
            cases = {"200": ("Accept-Encoding: br",), "304": (f"If-None-Match: {tag}",)}
            for name, asked in cases.items():
                compare_case(name, portal, bare, path, options, asked)


def compare_case(
    name: str, portal: Server, bare: Server, path: str, options: argparse.Namespace, asked: tuple
) -> None:
    """Both sides in turn, by the clock and by the servers' processor time of the same runs.

    The clock depends on how the 8 connections fall to the processes; processor time does not.
    """
    runs: dict[Server, list[Load]] = {portal: [], bare: []}

    def rate(server: Server) -> float:
        runs[server].append(load(server, path, options.seconds, *asked))
        return runs[server][-1].per_second

    for server in (portal, bare):
        load(server, path, 1, *asked)
    rounds = options.rounds
    by_clock = compare(
        f"P1 {name}", lambda: rate(portal), lambda: rate(bare), rounds=rounds, unit="/s"
    )
    spent = {server: iter([1000 / run.cpu_ms for run in runs[server]]) for server in runs}
    by_cpu = compare(
        f"P1 {name}, a second of CPU",
        lambda: next(spent[portal]),
        lambda: next(spent[bare]),
        rounds=rounds,
        unit="/s",
    )
    print(f"{by_clock.row()}\n{by_cpu.row()}", flush=True)


def count_stale(portal: Server, path: str, publications: int) -> str:
    """Publish, then ask at once over several connections: is the answer ever older?"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
    os.environ.setdefault("DEBUG", "true")
    import django

    django.setup()
    from django.db import transaction

    from publication.changes import changed
    from publication.models import Revision

    before = {pid: cpu_seconds(pid) for pid in portal.workers()}
    answers = stale = 0
    for _ in range(publications):
        with transaction.atomic():
            changed([])
        number = Revision.objects.current().number
        for _ in range(4):
            found = VERSION.search(portal.ask(path)[2])
            answers += 1
            stale += found is None or int(found[1]) < number
    busy = sum(cpu_seconds(pid) > before[pid] + 0.05 for pid in before)
    return (
        f"stale: {stale} of {answers} answers after {publications} publications, {busy} processes"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--path", default="/en/themes/migration/")
    parser.add_argument("--seconds", type=int, default=3, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--few-headers", action="store_true", help="no policy headers on the bare side"
    )
    parser.add_argument("--publications", type=int, default=1000)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed: apt-get install wrk")
    with served("summits_portal.wsgi", options.path) as portal:
        compare_speed(portal, options.path, options)
        memory = [f"{pss_megabytes(pid):.0f}" for pid in portal.workers()]
        print(f"memory of each worker: {' and '.join(memory)} MB PSS")
        if options.publications:
            print(count_stale(portal, options.path, options.publications))


if __name__ == "__main__":
    main()
