"""manage.py load_reference: loads states, institutions, Summits, documents, themes and pages."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from imports.reference import load_reference


class Command(BaseCommand):
    help = "Load the reference facts. Records that are there are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--update", action="store_true",
                            help="overwrite records with what the files say")  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_reference(update=options["update"])
        self.stdout.write(
            json.dumps(counts)
            if options["json"]
            else f"Reference: {counts['created']} created, {counts['updated']} updated, "
            f"{counts['unchanged']} left alone."
        )
