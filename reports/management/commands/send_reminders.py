"""`manage.py send_reminders`: what each worker does every minute too, for cron and for a look."""

import json
from argparse import ArgumentParser
from collections import Counter
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from reports import reminders


class Command(BaseCommand):
    help = "Queue the reminders that are due: each step once to each person, however often it runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")
        parser.add_argument("--dry-run", action="store_true", help="count, and queue nothing")
        parser.add_argument("--at", help="another moment than now: 2026-11-30T08:00:00-05:00")

    def handle(self, **options: Any) -> None:
        at = moment(options["at"])
        found = reminders.due(at) if options["dry_run"] else reminders.send(at)
        by_step = Counter(f"{reminder.step:+d}" for reminder in found)
        counts = {
            "reminders": len(found),
            "people": len({reminder.user.pk for reminder in found}),
            "by_step": dict(by_step),
            "dry_run": options["dry_run"],
        }
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            word = "would be queued" if options["dry_run"] else "queued"
            steps = ", ".join(f"{step} days: {n}" for step, n in sorted(by_step.items()))
            self.stdout.write(f"{len(found)} reminders {word}. {steps}".strip())


def moment(typed: str | None) -> datetime:
    """The typed moment, or now. Raises CommandError unless it is one with a zone."""
    if typed is None:
        return timezone.now()
    try:
        found = parse_datetime(typed)
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        raise CommandError(f"--at {typed}: give a date, a time and a zone, as in --help.")
    return found
