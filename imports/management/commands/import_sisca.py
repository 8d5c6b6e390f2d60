"""manage.py import_sisca FILE --theme SLUG: takes in a legacy SISCA page."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from imports.notes import Refused
from imports.planned_reports import no_progress
from imports.plans import Plan
from imports.sisca import Options, import_page, plan_import, read_file, read_page
from publication.languages import LANGUAGES

BAR = 40


class Command(BaseCommand):
    help = "Take in a legacy SISCA theme page, losing nothing. Running it again changes nothing."
    # All others load every page of the portal, which takes half as long as an import.
    requires_system_checks = [Tags.database]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--theme", required=True, help="slug of the theme the page is about")
        parser.add_argument("--language", choices=LANGUAGES, help="interface language of the page")
        parser.add_argument("--create-missing", action="store_true",
                            help="create entities and documents that are not known")  # fmt: skip
        parser.add_argument("--by", metavar="E-MAIL", help="the person who imports")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Options(options["theme"], options["language"], options["create_missing"])
        progress = progress_bar if sys.stderr.isatty() else no_progress
        try:
            if options["dry_run"]:
                plan = plan_import(read_page(read_file(options["file"])), chosen, progress)
            else:
                plan = import_page(
                    read_file(options["file"]),
                    chosen,
                    file_name=options["file"].name,
                    by=person(options["by"]),
                    progress=progress,
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False) if options["json"]
                          else _summary(plan, options["dry_run"]))  # fmt: skip


def person(email: str | None) -> User | None:
    if email is None:
        return None
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise Refused("unknown_person", email) from None


def progress_bar(done: int, total: int) -> None:
    filled = BAR * done // total if total else BAR
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r[{'#' * filled}{' ' * (BAR - filled)}] {done} of {total}{end}")
    sys.stderr.flush()


def _summary(plan: Plan, dry_run: bool) -> str:
    """A few lines for a person, warnings with their line numbers last."""
    counts = plan.as_json()
    verb = "Would be" if dry_run else "Records"
    cited = ", ".join(f"{number} {state}" for state, number in counts["citations"].items())
    lines = [
        f"The page holds {counts['documents']} documents, {counts['paragraphs']} paragraphs, "
        f"{counts['entities']} entities, {counts['reports']} reports ({counts['stubs']} stubs, "
        f"{counts['uncited']} uncited), {counts['resources']} resources.",
        f"Citations: {cited}.",
        f"{verb} created {counts['created']}, updated {counts['updated']}, "
        f"unchanged {counts['unchanged']}.",
    ]
    lines += [f"line {w['line']}: {w['message']}" for w in counts["warnings"]]
    return "\n".join(lines)
