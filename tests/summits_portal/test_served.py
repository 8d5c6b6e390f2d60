"""The whole stack in gunicorn, as in production: two processes, a database of its own."""

import http.client
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings

from tests.summits_portal.test_environment import PRODUCTION, ROOT

SAID = re.compile(r"version (\d+) process (\d+)")
PUBLICATIONS = 250


class Database:
    """A database that the server and this test share."""

    def __init__(self, folder: Path) -> None:
        default = settings.DATABASES["default"]
        self.is_postgresql = "postgresql" in default["ENGINE"]
        self.url = f"sqlite:///{folder}/served.sqlite3"
        if self.is_postgresql:
            self.name = f"served_{os.getpid()}"
            place = f"{default['HOST']}:{default['PORT'] or 5432}"
            address = f"postgres://{default['USER']}:{default['PASSWORD']}@{place}"
            self.server, self.url = f"{address}/postgres", f"{address}/{self.name}"
            self.on_server(f"CREATE DATABASE {self.name}")

    def on_server(self, statement: str) -> None:
        connection = psycopg2.connect(self.server)
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()

    def execute(self, statement: str) -> None:
        if self.is_postgresql:
            connection = psycopg2.connect(self.url)
        else:
            connection = sqlite3.connect(urlsplit(self.url).path, timeout=20)
        connection.cursor().execute(statement)
        connection.commit()
        connection.close()

    def drop_connections(self) -> None:
        """What a restart of the server does to its clients."""
        clients = f"FROM pg_stat_activity WHERE datname = '{self.name}'"  # noqa: S608  our own name
        self.on_server(f"SELECT pg_terminate_backend(pid) {clients}")

    def drop(self) -> None:
        if self.is_postgresql:
            self.on_server(f"DROP DATABASE {self.name} WITH (FORCE)")


class Server:
    def __init__(self, database: Database, folder: Path) -> None:
        self.environment = {
            **PRODUCTION,
            "PATH": os.environ["PATH"],
            "PORTAL_IGNORE_DOTENV": "1",
            "DJANGO_SETTINGS_MODULE": "tests.summits_portal.served_settings",
            "DATABASE_URL": database.url,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECURE_SSL_REDIRECT": "false",
            "MANIFEST_STATIC": "false",
            "MEDIA_ROOT": str(folder / "media"),
            "BIND": "127.0.0.1",
            "PORT": str(free_port()),
        }
        self.run("manage.py", "migrate", "publication", "--verbosity", "0")
        database.execute("INSERT INTO publication_revision (id, number) VALUES (1, 0)")
        self.log = folder / "log"
        options = "--config python:summits_portal.gunicorn --workers 2 --threads 4"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *options.split(), "summits_portal.wsgi"],
                cwd=ROOT, env=self.environment, stderr=log,
            )  # fmt: skip

    def run(self, *command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, env=self.environment, check=True)

    def get(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
        port = int(self.environment["PORT"])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read().decode(errors="replace")
        connection.close()
        return found

    def send(self, request: bytes) -> tuple[int, http.client.HTTPMessage, str]:
        """What bytes that need not be a request are answered with."""
        address = ("127.0.0.1", int(self.environment["PORT"]))
        with socket.create_connection(address, timeout=30) as connection:
            connection.sendall(request)
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            return answer.status, answer.headers, answer.read().decode()

    def wait(self) -> None:
        for _ in range(300):
            try:
                self.get("/livez")
                return
            except OSError:
                time.sleep(0.1)
        pytest.fail(self.log.read_text())

    def lines(self) -> list[dict]:
        """What the portal has logged; gunicorn's own lines are no JSON."""
        time.sleep(0.5)
        return [json.loads(line) for line in self.log.read_text().splitlines() if line[0] == "{"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("database"))
    yield database
    database.drop()


@pytest.fixture(scope="module")
def server(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(database, tmp_path_factory.mktemp("server"))
    try:
        server.wait()
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def test_nothing_stale_on_any_process(server: Server, database: Database) -> None:
    """Each publication shows in the very next answers of both processes: 0 of 1,000 are stale."""
    processes, stale = set(), 0
    for number in range(1, PUBLICATIONS + 1):
        database.execute("UPDATE publication_revision SET number = number + 1")
        for _ in range(4):
            version, process = SAID.search(server.get("/en/themes/")[2]).groups()
            processes.add(process)
            stale += int(version) < number
    assert stale == 0
    assert len(processes) == 2


def test_page_is_kept_by_each_process(server: Server) -> None:
    answers = {server.get("/fr/?page=2")[2] for _ in range(40)}
    assert len(answers) <= 2


def test_database_that_was_restarted(server: Server, database: Database) -> None:
    if not database.is_postgresql:
        pytest.skip("SQLite has no server to restart")
    for _ in range(20):
        server.get("/en/")
    database.drop_connections()
    assert [server.get("/en/")[0] for _ in range(20)] == [200] * 20


def test_compressed_and_conditional(server: Server) -> None:
    status, headers, _body = server.get("/data/themes/migration.json", **{"Accept-Encoding": "br"})
    assert (status, headers["Content-Encoding"]) == (200, "br")
    status, again, body = server.get(
        "/data/themes/migration.json", **{"If-None-Match": headers["ETag"]}
    )
    assert (status, body) == (304, "")
    assert again["Content-Security-Policy"] == headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/en/", "/livez", "/en/nothing/", "/en/fault/", "/pt/"])
def test_software_is_not_named(server: Server, path: str) -> None:
    _status, headers, _body = server.get(path)
    assert "Server" not in headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert len(headers.get_all("X-Request-ID")) == 1


@pytest.mark.parametrize(
    "path",
    ["/es/?q=" + "a" * 7900, "/es/%00", "/es/%ff", "/es/?q=%ED%A0%80", "/es/?" + "a=1&" * 101],
)
def test_odd_address_is_refused_in_the_readers_language(server: Server, path: str) -> None:
    status, _headers, body = server.get(path)
    assert status == 400
    assert "No se entiende esta dirección" in body


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"<script>alert(1)</script>", 400),
        (b"GET /en/ HTTP/9.9", 400),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\nno header at all", 400),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1", 414),
        (b"GET /en/ HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(200)), 431),
    ],
)
def test_what_is_no_request_gets_a_page_of_ours(
    server: Server, request_line: bytes, status: int
) -> None:
    found, headers, body = server.send(request_line + b"\r\n\r\n")
    assert found == status
    assert "No se entendió la solicitud." in body
    assert "script" not in body
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["Cache-Control"]) == ("DENY", "no-store")
    reference = headers["X-Request-ID"]
    assert f"{status} · <code>{reference}</code>" in body
    lines = [line for line in server.lines() if line["request_id"] == reference]
    assert [(line["logger"], line["status"]) for line in lines] == [("portal.access", status)]


def test_other_charset_is_refused(server: Server) -> None:
    status, _headers, _body = server.get(
        "/en/?q=%C3%A9", **{"Content-Type": "text/plain; charset=rot13"}
    )
    assert status == 400


def test_each_answer_has_its_line(server: Server) -> None:
    """A thread whose connection was cut before may have a warning of its own beside the line."""
    answered = {server.get("/es/?year=secret")[1]["X-Request-ID"] for _ in range(50)}
    written = [line for line in server.lines() if line["request_id"] in answered]
    lines = [line for line in written if line["logger"] == "portal.access"]
    assert len(lines) == len(answered) == 50
    assert {(line["path"], line["status"]) for line in lines} == {("/es/", 200)}
    assert "secret" not in server.log.read_text()
