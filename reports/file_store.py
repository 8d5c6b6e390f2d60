"""Uploaded files on the disk: whole or not at all.

A file is written under a passing name, brought to the disk, then given its own; only after that
does a row name it. A process that dies in between leaves a file that no row names, which
`remove_orphans` takes away.
"""

import logging
import os
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from .models import Attachment

logger = logging.getLogger("portal.files")
FOLDER = "attachments"


class NoRoom(Exception):
    """The disk is full, or may not be written to."""


def keep(data: bytes) -> str:
    """Write the bytes; the stored name, below MEDIA_ROOT. Raises NoRoom and leaves nothing."""
    token = uuid.uuid4().hex
    name = f"{FOLDER}/{token[:2]}/{token}"
    path = _path(name)
    passing = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with passing.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        passing.rename(path)
    except OSError as refused:
        passing.unlink(missing_ok=True)
        logger.warning("a file could not be kept: %s", refused)
        raise NoRoom(name) from refused
    return name


def drop(names: Iterable[str]) -> None:
    """Delete the files that no attachment names any more."""
    names = set(names)
    for name in names - Attachment.objects.stored_names(names):
        _delete(_path(name))


def remove_orphans(before: datetime) -> int:
    """Delete files last written before the moment that no attachment names; how many there were."""
    root = _path(FOLDER)
    paths = [path for path in root.glob("*/*") if path.stat().st_mtime < before.timestamp()]
    names = {f"{FOLDER}/{path.relative_to(root).as_posix()}": path for path in paths}
    orphans = set(names) - Attachment.objects.stored_names(names)
    for name in orphans:
        _delete(names[name])
    return len(orphans)


def _delete(path: Path) -> None:
    """A file that stays for now is an orphan, and goes with the next sweep."""
    try:
        path.unlink(missing_ok=True)
    except OSError as refused:
        logger.warning("a file could not be deleted: %s", refused)


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name
