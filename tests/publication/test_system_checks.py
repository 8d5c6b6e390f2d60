"""What keeps the portal from starting."""

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.backends.postgresql import psycopg_any

from publication import checks
from publication.checks import (
    database_keeps_every_character,
    languages_have_columns,
    one_driver,
)


@pytest.mark.django_db
def test_nothing_is_wrong():
    assert run_checks(databases=["default"]) == []


class Server:
    """A PostgreSQL server with a database in `encoding`."""

    vendor = "postgresql"

    def __init__(self, encoding):
        self.encoding = encoding

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def execute(self, statement):
        assert statement == "SHOW server_encoding"

    def fetchone(self):
        return (self.encoding,)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("UTF8", []),
        ("SQL_ASCII", ["The database keeps its texts as SQL_ASCII: make it with ENCODING 'UTF8'."]),
        ("LATIN1", ["The database keeps its texts as LATIN1: make it with ENCODING 'UTF8'."]),
    ],
)
def test_database_in_another_encoding_is_refused(monkeypatch, encoding, said):
    monkeypatch.setattr(checks, "connections", {"default": Server(encoding)})
    errors = database_keeps_every_character(None, databases=["default"])
    assert [error.msg for error in errors] == said
    assert database_keeps_every_character(None) == []


def test_psycopg_3_is_refused(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(psycopg_any, "is_psycopg3", True)
    assert [error.id for error in one_driver(None)] == ["publication.E001"]


def test_psycopg_3_is_not_importable():
    with pytest.raises(ImportError):
        import psycopg  # noqa: F401


@pytest.mark.parametrize(
    "languages",
    [
        [("en", "English")],
        [("en", ""), ("es", ""), ("fr", ""), ("pt", "")],
        [("es", ""), ("en", ""), ("fr", ""), ("pt-br", "")],
    ],
)
def test_other_languages_are_refused(languages, settings):
    settings.LANGUAGES = languages
    assert [error.id for error in languages_have_columns(None)] == ["publication.E002"]
