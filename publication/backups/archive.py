"""The one file: a compressed tar of a manifest, the database's own dump, and uploaded files.

The database is copied first, in one snapshot, and the files after it: they are written once and
never changed, so that every file a row names is there.
"""

import hashlib
import json
import os
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from . import on_postgresql, on_sqlite

FORMAT = 1
FILLED_BY_MIGRATE = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "django_site"}
    | {"publication_revision"}
    # Attempts to sign in, counted for some minutes: whoever tried the empty portal has left one.
    | {"portal_cache"}
)


class Unusable(Exception):
    """The copy, or the database it is for, cannot be used; `str()` says why in one sentence."""


def engine():
    """The module that knows the database in use."""
    return {"sqlite": on_sqlite, "postgresql": on_postgresql}[connection.vendor]


def write(target: Path, at: datetime) -> dict[str, Any]:
    """Write a copy of everything to `target` and return its manifest.

    The file is whole or not there. Raises Unusable when there is one of that name.
    """
    if target.exists():
        raise Unusable(f"{target} exists; a copy overwrites nothing.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        folder = Path(name)
        (folder / "database").mkdir()
        manifest = {
            "format": FORMAT,
            "vendor": connection.vendor,
            "taken_at": at.isoformat(),
            "migrations": migrations(),
            **engine().dump(folder / "database"),
            "files": {},
        }
        for path in sorted((folder / "database").iterdir()):
            manifest["files"][f"database/{path.name}"] = _fingerprint(path)
        whole = folder / "whole"
        whole.touch(mode=0o600)  # it holds addresses and password hashes
        _pack(whole, folder, manifest)
        whole.rename(target)
    return manifest


def _pack(whole: Path, folder: Path, manifest: dict[str, Any]) -> None:
    with whole.open("wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
        tar.add(folder / "database", "database")
        root = Path(settings.MEDIA_ROOT)
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink() and not _is_passing(path, root):
                name = f"media/{path.relative_to(root).as_posix()}"
                manifest["files"][name] = _fingerprint(path)
                tar.add(path, name)
        described = folder / "manifest.json"
        described.write_text(json.dumps(manifest, indent=1))
        tar.add(described, "manifest.json")
    with whole.open("rb+") as file:
        os.fsync(file.fileno())


def read(source: Path, *, force: bool = False) -> dict[str, Any]:
    """Make the database and the uploaded files what the copy holds; returns its manifest.

    Everything in the copy is compared with its checksums before anything is written, and the
    tables after. Raises Unusable when something differs, when another version made the copy, or
    when the database holds rows and `force` is not given. The database is as it was then, but for
    tables of SQLite that turn out to differ once they are written: there is no way back.
    """
    with tempfile.TemporaryDirectory(prefix="restore-") as name:
        folder = Path(name)
        manifest = _unpack(source, folder)
        _check_target(manifest, force=force)
        _put_files(folder / "media")
        differing = engine().load(folder / "database", manifest)
    if differing:
        raise Unusable(f"After the copy these tables differ: {', '.join(differing)}.")
    return manifest


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise Unusable(f"{source} is no whole copy: {error}.") from error
    if manifest.get("format") != FORMAT:
        raise Unusable(f"{source} is of a format that is not known here.")
    for name, known in manifest["files"].items():
        path = folder / name
        if not path.is_file() or _fingerprint(path) != known:
            raise Unusable(f"{name} in {source} is not what was copied.")
    return manifest


def _check_target(manifest: dict[str, Any], *, force: bool) -> None:
    if manifest["vendor"] != connection.vendor:
        raise Unusable(f"The copy is of a {manifest['vendor']} database, not {connection.vendor}.")
    if not migrations():
        call_command("migrate", verbosity=0, interactive=False)
    if migrations() != manifest["migrations"]:
        raise Unusable(
            "Another version of the portal made the copy: restore it with that one, then migrate."
        )
    filled = sorted(set(engine().filled_tables()) - FILLED_BY_MIGRATE)
    if filled and not force:
        raise Unusable(f"The database is not empty ({', '.join(filled[:5])}); --force replaces it.")


def migrations() -> list[str]:
    """What is applied, as app.name."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _is_passing(path: Path, root: Path) -> bool:
    """True for what is still being written, by the name of the file or of a folder around it."""
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return hidden or path.suffix == ".part"


def _put_files(media: Path) -> None:
    """Under the same names, each whole or not; what is there already is the same."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")) if media.is_dir() else []:
        target = root / path.relative_to(media)
        if path.is_dir() or (target.is_file() and _fingerprint(target) == _fingerprint(path)):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        passing = target.with_name(target.name + ".part")
        passing.write_bytes(path.read_bytes())
        passing.rename(target)


def _fingerprint(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {
            "size": path.stat().st_size,
            "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
        }
