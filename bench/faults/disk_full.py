"""The disk for uploads full, in the folder of files or already in that of passing ones.

python -m bench.faults.disk_full [--runs 20] [--database sqlite|postgresql]

Needs root, to mount a small file system; without, it says so and runs nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import randbytes
from uuid import uuid4

from bench.faults import campaign, ledger, portal, writers
from reports import file_store
from reports.models import Attachment

ROOM = 256 * 1024
SMALL, LARGE, PASSING = 20 * 1024, 2 * ROOM, 3 * 1024 * 1024  # the last is kept on disk on its way


def campaigned(folder: Path, runs: int) -> Counter:
    book, counts = ledger.Ledger(folder / "ledger"), Counter()
    people, theme = writers.cast(1)
    with _small_disk(folder / "small") as disk:
        given = {"MEDIA_ROOT": str(disk / "media"), "TMPDIR": str(disk)}
        with portal.served(folder, **given) as server:
            for run in range(runs):
                task = writers.drafts(people, theme, 1)[0]
                _upload(task, server.origin, (LARGE, PASSING)[run % 2], counts)
                counts["wrong"] += task.go_on(server.origin, book) != "done"
                counts["wrong"] += _left_behind(disk)
                _empty(disk)
    return counts + ledger.compared(book)


def _upload(task: writers.Task, origin: str, size: int, counts: Counter) -> None:
    """A file that does not fit is refused in words; one that fits, after it, is kept whole."""
    status, text = _sent(task, origin, size)
    counts["refused in words"] += status == 200 and "cannot keep the file" in text
    counts["wrong"] += Attachment.objects.filter(report=task.report).exists()
    status, _text = _sent(task, origin, SMALL)
    kept = Attachment.objects.filter(report=task.report).first()
    counts["kept"] += status == 302 and kept is not None
    counts["wrong"] += kept is None or not _is_whole(kept)


def _sent(task: writers.Task, origin: str, size: int) -> tuple[int, str]:
    boundary, text = uuid4().hex, randbytes(size // 2).hex()
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="language"\r\n\r\nen\r\n',
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="list.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\n{text}\r\n--{boundary}--\r\n",
    ]
    kind = f"multipart/form-data; boundary={boundary}"
    try:
        status, _location, said = task.writer.post(
            origin, f"{task.report}/files/", {}, "".join(parts).encode(), kind
        )
    except writers.NoAnswer as silence:
        return 0, str(silence)
    return status, said


def _is_whole(attachment: Attachment) -> bool:
    data = Path(os.environ["SMALL_DISK"], "media", attachment.file.name).read_bytes()
    return hashlib.sha256(data).hexdigest() == attachment.sha256


def _left_behind(disk: Path) -> int:
    """Files that no attachment names."""
    named = set(Attachment.objects.values_list("file", flat=True))
    paths = [path for path in disk.rglob("*") if path.is_file()]
    return sum(str(path.relative_to(disk / "media")) not in named
               if path.is_relative_to(disk / "media") else True for path in paths)  # fmt: skip


def _empty(disk: Path) -> None:
    """Room for the next run; the files of this one are gone with their rows."""
    Attachment.objects.all().delete()
    for path in (disk / "media" / file_store.FOLDER).rglob("*"):
        if path.is_file():
            path.unlink()


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    command = [
        shutil.which("mount") or "mount",
        "-t",
        "tmpfs",
        "-o",
        f"size={ROOM}",
        "tmpfs",
        str(folder),
    ]
    subprocess.run(command, check=True)
    os.environ["SMALL_DISK"] = str(folder)
    try:
        yield folder
    finally:
        subprocess.run([shutil.which("umount") or "umount", "--lazy", str(folder)], check=False)


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("not run: only root can mount a small disk")
        sys.exit(0)
    campaign.main("bench.faults.disk_full", campaigned, runs=20)
