"""Build the dated files of everything public, now."""

import json

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from opendata.bulk.building import build
from opendata.bulk.editions import thin


class Command(BaseCommand):
    help = "Build the dated bulk files of everything public, unless the data version has not moved."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="say what was built as JSON")

    def handle(self, **options: object) -> None:
        made = build(timezone.now())
        thinned = thin(timezone.localdate())
        if options["json"]:
            counts = {one["kind"]: one["rows"] for one in made.files if "kind" in one}
            said = {"edition": made.name, "rows": counts, "thinned": thinned}
            self.stdout.write(json.dumps(said))
        else:
            self.stdout.write(str(made.folder))
