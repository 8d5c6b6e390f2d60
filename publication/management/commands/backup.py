"""`manage.py backup FILE`: one file with everything."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from publication import backups


class Command(BaseCommand):
    help = "Copy the database and the uploaded files, as one moment saw them, into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; it must not be there yet")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, **options: Any) -> None:
        try:
            manifest = backups.write(options["file"].absolute(), timezone.now())
        except (backups.Unusable, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(told(manifest, as_json=options["json"]))


def told(manifest: dict[str, Any], *, as_json: bool) -> str:
    """How much the copy holds."""
    counts = {
        "tables": len(manifest["tables"]),
        "rows": sum(table["rows"] for table in manifest["tables"].values()),
        "files": sum(name.startswith("media/") for name in manifest["files"]),
        "taken_at": manifest["taken_at"],
    }
    if as_json:
        return json.dumps(counts)
    return "{rows} rows of {tables} tables and {files} files, as of {taken_at}.".format(**counts)
