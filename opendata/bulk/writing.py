"""One kind of records into its two files, a row at a time."""

import gzip
import hashlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ..cells import csv_line, json_value
from ..records import KINDS, rows


class Packed:
    """A gzip file of lines that comes to the disk before it counts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._raw: BinaryIO = path.open("xb")
        # Without name and time, so that the same content has the same checksum.
        self._packed = gzip.GzipFile(
            filename="", mode="wb", compresslevel=6, fileobj=self._raw, mtime=0
        )
        self.lines = io.TextIOWrapper(self._packed, encoding="utf-8", newline="")

    def close(self) -> None:
        self.lines.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._raw.close()


def write_kind(code: str, folder: Path) -> Iterator[dict]:
    """`<kind>.jsonl.gz` and `<kind>.csv.gz`; what the manifest says of each."""
    names = [column.name for column in KINDS[code].columns]
    as_json, as_csv = (Packed(folder / f"{code}.{kind}.gz") for kind in ("jsonl", "csv"))
    count = 0
    try:
        as_csv.lines.write(csv_line(names))
        for row in rows(code):
            count += 1
            record = {name: json_value(value) for name, value in zip(names, row, strict=True)}
            as_json.lines.write(json.dumps(record, ensure_ascii=False) + "\n")
            as_csv.lines.write(csv_line(row))
    finally:
        as_json.close()
        as_csv.close()
    for packed in (as_json, as_csv):
        yield {**described(packed.path), "kind": code, "rows": count}


def write_text(folder: Path, name: str, text: str) -> dict:
    path = folder / name
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return described(path)


def described(path: Path) -> dict:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}
