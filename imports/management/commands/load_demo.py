"""manage.py load_demo: loads demonstration records, all of them marked as such."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from imports.demonstration import load_demonstration


class Command(BaseCommand):
    help = "Load the demonstration. Real records are never touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_demonstration()
        self.stdout.write(
            json.dumps(counts)
            if options["json"]
            else f"Demonstration: {counts['created']} created, {counts['updated']} updated, "
            f"{counts['unchanged']} left alone."
        )
