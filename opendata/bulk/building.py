"""Build an edition: once a day when the data version has moved, or when somebody asks.

Everything is written into a passing folder, brought to the disk, and named at the end: a build that
is killed leaves what was there before. Two that run at once make the same edition; one is kept.
"""

import json
import logging
import os
import shutil
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from publication.jobs import job, unfinished
from publication.models import Revision

from ..citing import cite_data
from ..columns import COLUMNS
from . import describing
from .editions import PASSING, Edition, edition, latest, remove_passing, root, thin
from .writing import write_kind, write_text

logger = logging.getLogger("portal.bulk")
TRIES = 3


def build(now: datetime) -> Edition:
    """The edition of the data version as it stands; the one that is there when it has not moved.

    Data that change while they are read are read again, so that all files are of one version. When
    they never stand still, the manifest says from which version to which they were read.
    """
    for _try in range(TRIES):
        first = Revision.objects.current()
        known = latest()
        if known and known.data_version == first.number:
            return known
        folder = root() / f"{PASSING}{uuid.uuid4().hex}"
        folder.mkdir(parents=True)
        try:
            files = [one for code in COLUMNS for one in write_kind(code, folder)]
            last = Revision.objects.current()
            if last.number == first.number or _try == TRIES - 1:
                return _finish(folder, files, first, last.number, known, now)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    raise AssertionError("the last try always ends")


def _finish(
    folder: Path, files: list[dict], revision: Revision, until: int, before: Edition | None,
    now: datetime,
) -> Edition:  # fmt: skip
    """Add what explains the files, and give the folder its name."""
    moment = revision.changed_at.isoformat() if revision.changed_at else "–"
    cite = cite_data("en", revision.number, revision.changed_at)
    for name, text in (
        ("readme.txt", describing.readme(revision.number, moment, cite)),
        ("dictionary.csv", describing.dictionary()),
        ("terms.txt", describing.terms()),
        ("changelog.txt", describing.changelog(files, revision.number, before)),
    ):
        files.append(write_text(folder, name, text))
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in files)
    files.append(write_text(folder, "checksums.txt", sums))
    manifest = {
        "data_version": revision.number,
        "data_version_until": until,
        "data_changed_at": revision.changed_at and revision.changed_at.isoformat(),
        "built_at": now.isoformat(),
        "files": files,
    }
    write_text(folder, "manifest.json", json.dumps(manifest, indent=1) + "\n")
    _to_disk(folder)
    name = f"{timezone.localdate(now).isoformat()}-v{revision.number}"
    try:
        folder.rename(root() / name)
        _to_disk(root())
    except OSError:  # another build of the same was quicker
        if not (root() / name / "manifest.json").exists():
            raise
    made = edition(name)
    logger.info("bulk data built: %s", name)
    assert made is not None  # noqa: S101
    return made


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_due(now: datetime) -> bool:
    """True when the data version has moved and no edition was built today."""
    known = latest()
    if known is None:
        return True
    if known.data_version == Revision.objects.current().number:
        return False
    return timezone.localdate(known.built_at) != timezone.localdate(now)


@job(attempts=2, within=timedelta(hours=2))
def build_now() -> None:
    build(timezone.now())
    thin(timezone.localdate())
    remove_passing(timezone.now() - timedelta(hours=3))


def build_when_due(now: datetime) -> None:
    """Regular work: have a worker build, unless one waits to be built already."""
    if is_due(now) and not any(one.task_path == build_now.module_path for one in unfinished()):
        build_now.enqueue()
