"""What must hold before the portal starts."""

from django.conf import settings
from django.core.checks import Error, register
from django.db import connection


@register()
def one_driver(app_configs, **kwargs) -> list[Error]:  # noqa: ANN001, ANN003
    """Django silently prefers psycopg 3 when it is importable; the portal is built on psycopg2."""
    if connection.vendor != "postgresql":
        return []
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    if not is_psycopg3:
        return []
    return [Error("psycopg 3 is installed: the portal runs on psycopg2.", id="publication.E001")]


@register()
def languages_have_columns(app_configs, **kwargs) -> list[Error]:  # noqa: ANN001, ANN003
    """Content columns exist for exactly four languages; another list needs a migration."""
    if [code for code, _name in settings.LANGUAGES] == ["en", "es", "fr", "pt-br"]:
        return []
    return [Error("LANGUAGES differs from the content columns.", id="publication.E002")]
