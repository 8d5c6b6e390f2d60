"""`manage.py restore FILE`: the database and the uploaded files as the copy holds them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publication import backups

from .backup import told


class Command(BaseCommand):
    help = (
        "Put back what `manage.py backup` copied. Web and worker processes are stopped meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `manage.py backup` wrote")
        parser.add_argument("--force", action="store_true", help="replace a database with rows")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, **options: Any) -> None:
        try:
            manifest = backups.read(options["file"].absolute(), force=options["force"])
        except (backups.Unusable, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(told(manifest, as_json=options["json"]))
