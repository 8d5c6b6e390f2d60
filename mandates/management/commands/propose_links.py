"""`manage.py propose_links`: compares all paragraphs and proposes links between them."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from mandates.proposing import propose


class Command(BaseCommand):
    help = (
        "Compare the texts of all operative paragraphs and propose links between those that are "
        "alike. The Secretariat decides on them; what it rejected does not come back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        counts = propose()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(
                "Proposals: {made} made, {open} open, {taken_away} taken away.".format(**counts)
            )
