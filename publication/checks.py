"""What must hold before the portal starts."""

from collections.abc import Sequence

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connection, connections


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


@register(Tags.database)
def database_keeps_every_character(
    app_configs,  # noqa: ANN001
    databases: Sequence[str] | None = None,
    **kwargs,  # noqa: ANN003
) -> list[Error]:
    """PostgreSQL in a bare environment makes databases that know neither accents nor languages."""
    found = []
    for name in databases or ():
        if connections[name].vendor != "postgresql":
            continue
        with connections[name].cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            [encoding] = cursor.fetchone()
        if encoding != "UTF8":
            said = f"The database keeps its texts as {encoding}: make it with ENCODING 'UTF8'."
            found.append(Error(said, id="publication.E003"))
    return found
