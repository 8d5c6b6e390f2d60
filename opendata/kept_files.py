"""Making a file in a job and keeping it under the data version it was made of.

A file is asked for by what it holds: `{"maker": "page", …}`, where the maker is one of MAKERS. The
same wish under the same data version is made once, however many ask; under a later one it is
made anew, and `forget` throws the earlier file away.
"""

import logging
import os
import tempfile
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import blake2b
from json import dumps
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from publication.jobs import job
from publication.models import Revision

from .models import DraftedDocument, KeptFile

logger = logging.getLogger("portal.files")
FOLDER = "kept"
MOST_WAITING = 20
LOST_AFTER = timedelta(minutes=15)  # then the wish is made again
STAY = timedelta(hours=24)  # readers may still hold the page that links to it

# Writes the file and returns its name and content type.
Maker = Callable[[dict, IO[bytes]], tuple[str, str]]
MAKERS: dict[str, Maker] = {}


class Busy(Exception):
    """So much is being made that nothing further is taken on."""


def maker(name: str) -> Callable[[Maker], Maker]:
    def register(function: Maker) -> Maker:
        MAKERS[name] = function
        return function

    return register


def wanted(what: dict) -> KeptFile:
    """The file under the present data version, made or on its way. Raises Busy."""
    now, version = timezone.now(), Revision.objects.current().number
    key = blake2b(dumps(what, sort_keys=True).encode(), digest_size=16).hexdigest()
    found = KeptFile.objects.of(key, version).first()
    # What was made may be lost, as where the folder was not restored with the database.
    is_there = found and found.made_at and path_of(found).is_file()
    if is_there or (found and not found.made_at and found.asked_at > now - LOST_AFTER):
        return found
    if KeptFile.objects.waiting(now - LOST_AFTER).count() >= MOST_WAITING:
        raise Busy
    try:
        with transaction.atomic():
            unmade = {"what": what, "asked_at": now, "made_at": None, "file": ""}
            found, _is_new = KeptFile.objects.update_or_create(
                key=key, version=version, defaults=unmade
            )
            make.enqueue(found.pk)
    except IntegrityError:  # asked for twice at the same moment
        found = KeptFile.objects.of(key, version).get()
    return found


@job(attempts=2, within=timedelta(minutes=15))
def make(pk: int) -> None:
    """Make the file. One that is there already, or that nobody waits for any more, is left."""
    kept = KeptFile.objects.filter(pk=pk, made_at=None).first()
    if kept is None:
        return
    values = store(FOLDER, lambda file: MAKERS[kept.what["maker"]](kept.what, file))
    if not KeptFile.objects.filter(pk=pk, made_at=None).update(made_at=timezone.now(), **values):
        remove(values["file"])  # another worker was quicker


def store(folder: str, write: Callable[[IO[bytes]], tuple[str, str]]) -> dict[str, Any]:
    """Have a file written and brought to the disk below MEDIA_ROOT; returns what to note of it."""
    root = Path(settings.MEDIA_ROOT)
    name = f"{folder}/{uuid.uuid4().hex}"
    (root / folder).mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root / folder, suffix=".part") as file:
        said, content_type = write(file)
        file.flush()
        os.fsync(file.fileno())
        os.link(file.name, root / name)
        size = file.tell()
    (root / name).chmod(0o640)
    return {"name": said, "content_type": content_type, "file": name, "size": size}


def remove(name: str) -> None:
    (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)


def path_of(kept: KeptFile | DraftedDocument) -> Path:
    return Path(settings.MEDIA_ROOT) / kept.file


def prune(now: datetime) -> dict[str, int]:
    return {"kept_files": forget(now)}


def forget(now: datetime) -> int:
    """Throw away files of earlier data versions, and what a killed job left; how many records."""
    gone = KeptFile.objects.over(Revision.objects.current().number, now - STAY).delete()[0]
    remove_others(FOLDER, KeptFile.objects.stored_names(), now - STAY)
    return gone


def remove_others(name: str, kept: set[str], before: datetime) -> None:
    """Remove files of the folder that no record names and that are older than the moment."""
    folder = Path(settings.MEDIA_ROOT) / name
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.stat().st_mtime < before.timestamp() and f"{name}/{path.name}" not in kept:
            path.unlink(missing_ok=True)
