"""The dated editions that are there: MEDIA_ROOT/bulk/<date>-v<data version>/, never changed.

`manifest.json` in each names its files with size, rows and SHA-256.
"""

import json
import re
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

NAME = r"\d{4}-\d{2}-\d{2}-v\d{1,18}"
FILE_NAME = r"[a-z][a-z_]*\.(?:jsonl\.gz|csv\.gz|csv|txt|json)"
PASSING = ".building-"
EVERY_ONE_FOR = 31  # days; of older ones the last of each month stays


@dataclass(frozen=True, slots=True)
class Edition:
    name: str
    folder: Path
    manifest: dict

    @property
    def day(self) -> date:
        return date.fromisoformat(self.name[:10])

    @property
    def data_version(self) -> int:
        return self.manifest["data_version"]

    @property
    def built_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["built_at"])

    @property
    def files(self) -> list[dict]:
        return self.manifest["files"]

    def file(self, name: str) -> dict | None:
        return next((one for one in self.files if one["name"] == name), None)


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / "bulk"


def editions() -> list[Edition]:
    """All that are whole, the newest first."""
    names = [path.name for path in root().glob("*-v*") if re.fullmatch(NAME, path.name)]
    found = [one for name in names if (one := edition(name))]
    return sorted(found, key=lambda one: (one.day, one.data_version), reverse=True)


def edition(name: str) -> Edition | None:
    """The edition of this name; None where there is none, or it was put away meanwhile."""
    if not re.fullmatch(NAME, name):
        return None
    folder = root() / name
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Edition(name, folder, manifest)


def latest() -> Edition | None:
    return next(iter(editions()), None)


def to_thin(found: list[Edition], today: date) -> list[Edition]:
    """Those that go: older than a month, and not the last of their month. `found` is newest first.

    The newest of all stays, however old it is.
    """
    kept_months: set[tuple[int, int]] = set()
    going = []
    for one in found:
        month = (one.day.year, one.day.month)
        if month in kept_months and (today - one.day).days > EVERY_ONE_FOR:
            going.append(one)
        kept_months.add(month)
    return going


def thin(today: date) -> int:
    """Put away the editions that `to_thin` names; how many they were."""
    going = to_thin(editions(), today)
    for one in going:
        away = one.folder.with_name(f"{PASSING}{one.name}")
        one.folder.rename(away)  # so that nobody is given half of it
        shutil.rmtree(away, ignore_errors=True)
    return len(going)


def remove_passing(before: datetime) -> int:
    """Delete what a killed build left, last written before the moment; how many folders."""
    left = [
        path for path in root().glob(f"{PASSING}*") if path.stat().st_mtime < before.timestamp()
    ]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)
