"""The request's id and its line in the log."""

import io
import json
import logging
import re
import subprocess
import sys
import time

import pytest
from django.test import Client

from summits_portal.logs import (
    AccessRecord,
    JSONFormatter,
    PatientHandler,
    current_request_id,
    log_access,
    written,
)

OURS = re.compile(r"[0-9a-f]{4}(-[0-9a-f]{4}){3}")
HOSTILE = [
    'new\nline", "level": "critical',
    "carriage\rreturn",
    "line\u2028separator\u2029",
    "escape \x1b[31m",
    "nul \x00",
    "lone surrogate \ud800",
    "right-to-left \u202e",
    '{"at": "x"}',
    "%s %d %(name)s",
    "🦜 é",
]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> list[dict]:
    """Lines as they are written, parsed, filled while the test runs."""
    caplog.handler.setFormatter(JSONFormatter())
    caplog.set_level(logging.INFO)
    return _Lines(caplog)


class _Lines:
    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog

    def of(self, logger: str) -> list[dict]:
        raw = [line for line in self.caplog.text.split("\n") if line]
        return [line for line in map(json.loads, raw) if line["logger"] == logger]


def test_one_line_for_a_request(reader: Client, lines: _Lines, db: None) -> None:
    response = reader.get("/en/?year=secret", headers={"user-agent": "secret"})
    (line,) = lines.of("portal.access")
    assert line.pop("ms") >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("at"))
    assert line == {
        "level": "info",
        "logger": "portal.access",
        "message": "answered",
        "request_id": response["X-Request-ID"],
        "method": "GET",
        "path": "/en/",
        "status": 200,
    }


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/en/account/unsubscribe/7:c2VjcmV0/", "/en/account/unsubscribe/(key)"),
        ("/es/account/unsubscribe/7:c2Vj\ncmV0", "/es/account/unsubscribe/(key)"),
        ("/fr/account/password/reset/key/7-c2VjcmV0/", "/fr/account/password/reset/key/(key)"),
        ("/fr/account/password/reset/key/done/", "/fr/account/password/reset/key/done/"),
        ("/en/account/unsubscribe/", "/en/account/unsubscribe/"),
    ],
)
def test_key_in_a_path_is_not_kept(lines: _Lines, path: str, kept: str) -> None:
    log_access("GET", path, 200, 0)
    logging.getLogger("django.request").error("%s: %s", "Internal Server Error", path)
    assert lines.of("portal.access")[0]["path"] == kept
    assert lines.of("django.request")[0]["message"] == f"Internal Server Error: {kept}"


@pytest.mark.parametrize("path", ["/en/", "/livez", "/en/nothing/", "/en/fault/", "/en/?a=%00"])
def test_each_request_has_an_id_of_its_own(reader: Client, path: str, db: None) -> None:
    first, second = (reader.get(path)["X-Request-ID"] for _ in range(2))
    assert OURS.fullmatch(first)
    assert OURS.fullmatch(second)
    assert first != second


def test_fault_is_logged_under_the_id(reader: Client, lines: _Lines, db: None) -> None:
    response = reader.get("/en/fault/")
    (line,) = lines.of("django.request")
    assert line["request_id"] == response["X-Request-ID"]
    assert "ZeroDivisionError: a fault" in line["exception"]
    assert response["X-Request-ID"] in response.content.decode()


def test_answer_503_is_logged_under_the_id(reader: Client, lines: _Lines) -> None:
    response = reader.get("/readyz")  # without database in this test
    assert response.status_code == 503
    written = {
        line["request_id"]
        for name in ("portal.access", "django.request")
        for line in lines.of(name)
    }
    assert written == {response["X-Request-ID"]}


@pytest.mark.parametrize("given", ["0f3a-91c2-77de", "A" * 64, "12345678"])
def test_well_formed_id_of_a_trusted_proxy(reader: Client, settings: object, given: str) -> None:
    settings.TRUST_PROXY = True
    assert reader.get("/livez", headers={"x-request-id": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["short", "A" * 65, "with space", "a\nb-c-d-e", "<b>-12345678", "é" * 9, "٣" * 9, ""]
)
def test_malformed_id_of_a_trusted_proxy(reader: Client, settings: object, given: str) -> None:
    settings.TRUST_PROXY = True
    assert OURS.fullmatch(reader.get("/livez", HTTP_X_REQUEST_ID=given)["X-Request-ID"])


def test_id_of_anybody_else_is_not_taken(reader: Client) -> None:
    response = reader.get("/livez", headers={"x-request-id": "0f3a-91c2-77de"})
    assert response["X-Request-ID"] != "0f3a-91c2-77de"


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_value_stays_on_one_line(value: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (value,), None)
    record.event = {"path": value, "number": 1}
    token = current_request_id.set(value)
    line = JSONFormatter().format(record)
    current_request_id.reset(token)
    assert line.isascii()
    assert line.isprintable()
    read = json.loads(line)
    assert (read["message"], read["path"], read["request_id"]) == (value, value, value)


def test_thousand_hostile_paths_are_thousand_lines(reader: Client, lines: _Lines, db: None) -> None:
    for number in range(1000):
        reader.get(
            f"/livez{HOSTILE[number % len(HOSTILE)].encode('utf-8', 'replace').decode()}{number}"
        )
    assert len(lines.of("portal.access")) == 1000


def written_by(handler: PatientHandler, level: int, text: str) -> None:
    handler.handle(logging.LogRecord("x", level, "", 0, text, (), None))


def test_lines_are_written_together_soon() -> None:
    stream = io.StringIO()
    handler = PatientHandler(stream)
    for number in range(3):
        written_by(handler, logging.INFO, str(number))
    assert stream.getvalue() == ""
    deadline = time.monotonic() + 10
    while not stream.getvalue() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert stream.getvalue() == "0\n1\n2\n"


def test_warning_is_written_at_once_after_what_waits() -> None:
    stream = io.StringIO()
    handler = PatientHandler(stream)
    written_by(handler, logging.INFO, "first")
    written_by(handler, logging.WARNING, "second")
    assert stream.getvalue() == "first\nsecond\n"


def test_lines_do_not_pile_up() -> None:
    handler = PatientHandler(io.StringIO())
    handler.MANY = 10
    for _ in range(100):
        written_by(handler, logging.INFO, "line")
    assert len(handler.waiting) <= 10


@pytest.mark.parametrize("others", [[], [logging.NullHandler()]], ids=["alone", "beside another"])
def test_line_of_a_request_is_the_same_with_and_without_a_record(monkeypatch, others) -> None:
    ours = PatientHandler(io.StringIO())
    ours.setFormatter(JSONFormatter())
    made = []
    monkeypatch.setattr("summits_portal.logs.AccessRecord", record := _counted(made))
    monkeypatch.setattr(logging.root, "handlers", [ours, *others])
    monkeypatch.setattr(logging.getLogger("portal.access"), "level", logging.INFO)
    current_request_id.set("abcd-1234")
    log_access("GET", "/es/año\n", 304, 0.01234)
    ours.flush()
    line = json.loads(ours.stream.getvalue())
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info", "logger": "portal.access", "message": "answered",
        "request_id": "abcd-1234", "method": "GET", "path": "/es/año\n", "status": 304, "ms": 12.34,
    }  # fmt: skip
    assert [type(one) for one in made] == [record] * len(others)


def _counted(made: list) -> type:
    class Counted(AccessRecord):
        def __init__(self, *answered) -> None:
            super().__init__(*answered)
            made.append(self)

    return Counted


def test_nothing_is_lost_at_a_regular_end() -> None:
    program = (
        "import logging, os, sys; from summits_portal.logs import PatientHandler;"
        "logging.basicConfig(level=10, handlers=[PatientHandler(sys.stdout)],"
        "                    format='%(message)s');"
        "logging.info('before'); child = os.fork();"
        "logging.info('child' if child == 0 else 'parent');"
        "child and os.waitpid(child, 0)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert sorted(said.split()) == ["before", "child", "parent"]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (0, "1970-01-01T00:00:00.000+00:00"),
        (1795314725.9999, "2026-11-22T02:32:05.999+00:00"),
        (1795314725.0019, "2026-11-22T02:32:05.001+00:00"),
    ],
)
def test_moment(moment: float, text: str) -> None:
    assert written(moment) == text


def test_value_that_is_no_json_is_written_as_text() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "said", (), None)
    record.event = {"what": {1, 2}.__class__}
    assert json.loads(JSONFormatter().format(record))["what"] == "<class 'set'>"
