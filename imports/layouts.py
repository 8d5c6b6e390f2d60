"""What kinds of files are taken in, and what carries a batch of each out."""

from collections.abc import Callable
from typing import Any

from django.utils.module_loading import import_string

LEGACY_PAGE = "sisca"
ANNUAL_REPORT, COMPENDIUM, PLAN_OF_ACTION = "annual-report", "compendium", "plan-of-action"
MATRICES = (ANNUAL_REPORT, COMPENDIUM, PLAN_OF_ACTION)
SHEET = "sheet-"
"""Before the kind of records that the sheet holds."""

KINDS_OF_SHEETS = (
    "reports", "paragraphs", "entities", "themes", "indicators", "indicator_values",
)  # fmt: skip
SHEETS = {f"{SHEET}{kind}" for kind in KINDS_OF_SHEETS}
CARRY_OUT = {
    LEGACY_PAGE: "imports.sisca.carry_out",
    **dict.fromkeys(MATRICES, "imports.matrix.carry_out"),
    **dict.fromkeys(SHEETS, "imports.sheets.writing.carry_out"),
}
"""By layout, the function that a worker calls with a running batch and its progress.

It raises imports.notes.Refused or publication.progress.Superseded, and then has written nothing.
"""


def carrier_of(layout: str) -> Callable[..., Any]:
    return import_string(CARRY_OUT[layout])
