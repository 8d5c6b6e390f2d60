"""Probes for the platform, and reports of refused content."""

import json
import logging
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from summits_portal import health


@pytest.fixture(autouse=True)
def media_folder(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_live_needs_nothing(reader: Client) -> None:
    response = reader.get("/livez")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.django_db
def test_ready(reader: Client) -> None:
    response = reader.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "localhost", "portal-7d9f.internal"])
def test_probes_work_by_any_host(
    reader: Client, path: str, host: str, db: None, settings: object
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert reader.get(path, headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_probes_take_no_post(reader: Client, path: str) -> None:
    assert reader.post(path).status_code == 405


def unready(reader: Client, caplog: pytest.LogCaptureFixture) -> str:
    caplog.clear()
    response = reader.get("/readyz")
    assert (response.status_code, response.content) == (503, b"unavailable")
    return next(r.getMessage() for r in caplog.records if r.name == "portal.health")


def test_not_ready_without_database(reader: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert unready(reader, caplog).startswith("not ready: database: ")


def test_not_ready_while_the_database_fails(
    reader: Client, caplog: pytest.LogCaptureFixture, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise DatabaseError("password=secret")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", fail)
        assert "password=secret" in unready(reader, caplog)  # in the log, not in the answer


@pytest.mark.django_db
def test_not_ready_with_a_pending_migration(
    reader: Client, caplog: pytest.LogCaptureFixture
) -> None:
    MigrationRecorder(connection).record_unapplied("publication", "0001_initial")
    assert unready(reader, caplog) == "not ready: migrations: 1 migrations are not applied"


@pytest.mark.django_db
def test_ready_costs_few_queries(reader: Client, django_assert_max_num_queries: object) -> None:
    health.known_migrations()
    with django_assert_max_num_queries(3):
        assert reader.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_when_files_cannot_be_written(
    reader: Client, caplog: pytest.LogCaptureFixture, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    (tmp_path / "file").write_text("in the way")
    assert unready(reader, caplog).startswith("not ready: media: ")


@pytest.mark.django_db
def test_not_ready_when_the_disk_is_full(
    reader: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Path("/dev/full")
    monkeypatch.setattr(health.tempfile, "TemporaryFile", lambda **_more: full.open("wb"))
    assert "No space left on device" in unready(reader, caplog)


REPORT = {
    "csp-report": {
        "document-uri": "https://portal.example.org/en/reports/?q=somebody",
        "blocked-uri": "https://evil.example/x.js?token=secret#part",
        "effective-directive": "script-src-elem",
        "script-sample": "secret",
    }
}
NEWER = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "https://portal.example.org/en/reports/?q=somebody",
            "blockedURL": "https://evil.example/x.js?token=secret#part",
            "effectiveDirective": "script-src-elem",
        },
    }
]


@pytest.mark.parametrize("report", [REPORT, NEWER])
def test_refused_content_is_logged_without_queries(
    caplog: pytest.LogCaptureFixture, report: object
) -> None:
    with caplog.at_level(logging.WARNING):
        response = Client(enforce_csrf_checks=True).post(
            "/csp-report", json.dumps(report), content_type="application/csp-report"
        )
    assert (response.status_code, response.content) == (204, b"")
    (record,) = [r for r in caplog.records if r.name == "portal.csp"]
    assert record.event == {
        "directive": "script-src-elem",
        "blocked": "https://evil.example/x.js",
        "page": "https://portal.example.org/en/reports/",
    }


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b"[[]]", b"1", b'"x"', b"\xff\xfe", b"[" * 9000, b"NaN",
        b'{"csp-report": 1}', b'{"csp-report": {"blocked-uri": {"a": []}}}', b"9" * 9000,
        b'{"blocked-uri": "http://[::1"}', b'{"blocked-uri": "\\ud800\\n"}', b"\x00",
    ],
)  # fmt: skip
def test_unreadable_report_is_one_line(caplog: pytest.LogCaptureFixture, body: bytes) -> None:
    response = Client().post("/csp-report", body, content_type="application/csp-report")
    assert response.status_code == 204
    assert len([r for r in caplog.records if r.name == "portal.csp"]) == 1


def test_report_is_bounded(caplog: pytest.LogCaptureFixture) -> None:
    kind = "application/csp-report"
    assert Client().post("/csp-report", b"[" + b" " * 20_000, content_type=kind).status_code == 413
    long = json.dumps({"csp-report": {"blocked-uri": "https://a.example/" + "x" * 9000}})
    assert Client().post("/csp-report", long, content_type=kind).status_code == 204
    (record,) = [r for r in caplog.records if r.name == "portal.csp"]
    assert len(record.event["blocked"]) == 200


def test_report_is_posted(reader: Client) -> None:
    assert reader.get("/csp-report").status_code == 405
