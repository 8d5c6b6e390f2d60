"""manage.py import_matrix FILE --layout LAYOUT --language L: takes in a matrix."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser

from imports.layouts import MATRICES
from imports.matrix import THEME, MatrixOptions, import_matrix, plan_matrix, read_matrix
from imports.matrix_plans import MatrixPlan
from imports.notes import Refused
from imports.planned_reports import no_progress
from imports.sisca import read_file
from publication.languages import LANGUAGES

from .import_sisca import person, progress_bar


class Command(BaseCommand):
    help = (
        "Take in the matrix of an annual report, a compendium or a plan of action: a text dump, "
        "Word tables or a sheet. Running it again changes nothing."
    )
    # All others load every page of the portal, which takes half as long as an import.
    requires_system_checks = [Tags.database]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--layout", choices=MATRICES, required=True)
        parser.add_argument("--language", choices=LANGUAGES, required=True)
        parser.add_argument("--programme", metavar="SLUG", default="",
                            help="the programme, or the known document of a plan")  # fmt: skip
        parser.add_argument("--year", type=int, help="when it is not the one the file names")
        parser.add_argument("--theme", metavar="SLUG", default=THEME,
                            help="theme of the reports (default: %(default)s)")  # fmt: skip
        parser.add_argument("--by", metavar="E-MAIL", help="the person who imports")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        names = ("layout", "language", "programme", "year", "theme")
        chosen = MatrixOptions(**{name: options[name] for name in names})
        progress = progress_bar if sys.stderr.isatty() else no_progress
        file: Path = options["file"]
        try:
            data = read_file(file)
            if options["dry_run"]:
                plan = plan_matrix(read_matrix(data, file.name, chosen), chosen, progress)
            else:
                plan = import_matrix(
                    data, chosen, file_name=file.name, by=person(options["by"]), progress=progress
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False) if options["json"]
                          else _summary(plan, options["dry_run"]))  # fmt: skip


def _summary(plan: MatrixPlan, dry_run: bool) -> str:
    """A few lines for a person, what is left out and warnings with their line numbers last."""
    counts = plan.as_json()
    verb = "Would be" if dry_run else "Records"
    lines = [
        f"The matrix holds {counts['rows']} rows, {counts['entities']} entities, "
        f"{counts['themes']} themes, {counts['objectives']} objectives, "
        f"{counts['paragraphs']} paragraphs, {counts['actions']} actions, "
        f"{counts['reports']} reports; {counts['coverage']:.2%} of the cells' characters are kept.",
        f"{verb} created {counts['created']}, updated {counts['updated']}, "
        f"unchanged {counts['unchanged']}; near duplicates {counts['near_duplicates']}.",
    ]
    for one in counts["not_understood"]:
        lines.append(f"line {one['line']}: not understood: {' '.join(one['text'].split())[:80]}")
    lines += [f"line {w['line']}: {w['message']}" for w in counts["warnings"]]
    return "\n".join(lines)
