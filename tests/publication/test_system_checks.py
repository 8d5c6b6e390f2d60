"""What keeps the portal from starting."""

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.backends.postgresql import psycopg_any

from publication.checks import languages_have_columns, one_driver


def test_nothing_is_wrong():
    assert run_checks() == []


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
