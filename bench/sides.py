"""Processes that each answer for one database, one question at a time, in turns."""

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from statistics import median

from bench.measure import Ratio
from bench.running import ROOT


class Side:
    """A process of the module, started with --serve, that serves one database."""

    def __init__(self, address: str, module: str) -> None:
        environment = {**os.environ, "DATABASE_URL": address, "DEBUG": "true", "LOG_LEVEL": "ERROR"}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", module, "--serve"], cwd=ROOT, env=environment,
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def ask(self, what: str, query: str):
        self.process.stdin.write(json.dumps([what, query]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def serve(answers: dict[str, Callable]) -> None:
    """In the process: answer each line, until there is none."""
    import django
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
    django.setup()
    settings.DEBUG = False
    client()
    gc.collect()
    gc.freeze()  # as gunicorn does before it forks
    for line in sys.stdin:
        what, query = json.loads(line)
        print(json.dumps(answers[what](query)), flush=True)


@cache
def client():
    """One for all requests, since it loads the middleware."""
    from django.test import Client

    found = Client(HTTP_HOST="localhost")
    found.get("/livez")
    return found


def get(path: str):
    response = client().get(path)
    assert response.status_code == 200, response.status_code
    return response


def milliseconds(call: Callable[[], object]) -> float:
    """Of the clock."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def show(title: str, ours: list[float], yardstick: list[float]) -> None:
    ratios = tuple(a / b for a, b in zip(ours, yardstick, strict=True))
    print(Ratio(title, ratios, median(ours), median(yardstick), "ms").row(), flush=True)
