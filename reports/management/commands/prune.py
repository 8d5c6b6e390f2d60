"""`manage.py prune`: once a day, by a timer."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.pruning import prune


class Command(BaseCommand):
    help = (
        "Throw away expired sessions, jobs that ended 30 days ago, mails settled a year ago, "
        "invitations that lapsed 90 days ago, files that no attachment names since a day, and "
        "the audit log beyond AUDIT_YEARS."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, **options: Any) -> None:
        counts = prune(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        words = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items())
        self.stdout.write(f"Thrown away: {words}.")
