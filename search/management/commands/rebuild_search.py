"""`manage.py rebuild_search`: makes the index of the search anew, or compares it."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.rebuilding import drift, rebuild


class Command(BaseCommand):
    help = (
        "Make the index of the search anew from the records; the site stays open meanwhile. "
        "With --check, only compare it with them, and exit 1 when it differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        progress = self._progress if sys.stderr.isatty() else lambda done, total: None
        if options["check"]:
            self._compare(drift(progress), as_json=options["json"])
            return
        counts = rebuild(progress)
        if options["json"]:
            self.stdout.write(json.dumps({"indexed": counts}))
        else:
            words = ", ".join(f"{number} {kind}" for kind, number in counts.items())
            self.stdout.write(f"Indexed: {words}.")

    def _compare(self, found: list[str], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"drift": found}))
        elif not found:
            self.stdout.write("The index says what the records say.")
        if found:
            raise CommandError(f"{len(found)} differ: {', '.join(found[:10])}")

    def _progress(self, done: int, total: int) -> None:
        end = "\n" if done == total else ""
        self.stderr.write(f"\r{done} of {total}", ending=end)
        self.stderr.flush()
