"""manage.py rebuild_coverage: writes anew what coverage counts, or says how far it has drifted."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publication.changes import changed
from publication.unhurried import unhurried
from reports.models import Standing


class Command(BaseCommand):
    help = "Write anew what coverage counts. Needed only when --check finds that it has drifted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare, and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when a check finds drift."""
        if options["check"]:
            with unhurried():
                missing, wrong = Standing.objects.drift()
            self._say(options, missing=missing, wrong=wrong)
            if missing or wrong:
                raise CommandError("Coverage has drifted: run manage.py rebuild_coverage.")
            return
        with unhurried():
            rows = Standing.objects.rebuild()
            changed([])
        self._say(options, rows=rows)

    def _say(self, options: dict[str, Any], **counts: int) -> None:
        words = ", ".join(f"{name} {count}" for name, count in counts.items())
        self.stdout.write(json.dumps(counts) if options["json"] else f"Coverage: {words}.")
