"""`manage.py tell_followers`: what each worker does every minute too, for cron and for a look."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from following.mails import send_due
from following.noticing import take
from reports.management.commands.send_reminders import moment


class Command(BaseCommand):
    help = "Find the followers of what was published, and queue the mails that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")
        parser.add_argument("--at", help="another moment than now: 2026-11-30T08:00:00-05:00")

    def handle(self, **options: Any) -> None:
        at = moment(options["at"])
        counts = {"happenings": take(at), "mails": len(send_due(at))}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(f"{counts['happenings']} happenings read, {counts['mails']} mails.")
