"""Takes in a matrix: read the file, compare, write. The command and the admin come here."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field

from accounts.models import User
from mandates.models import Document, Theme
from publication.languages import LANGUAGES
from publication.models import Revision

from .layouts import ANNUAL_REPORT, COMPENDIUM, MATRICES, PLAN_OF_ACTION
from .legacy_file import UnreadablePage
from .loading import write
from .matrix_annual import read_annual_report
from .matrix_columns import role_of
from .matrix_compendium import read_compendium
from .matrix_files import read_grid
from .matrix_plan import read_plan_of_action
from .matrix_plans import MatrixPlan
from .matrix_rows import AnnualReport, Compendium, Matrix, PlanOfAction
from .models import Batch
from .notes import Refused
from .planned_action_plan import plan_of_action
from .planned_annual import plan_annual_report
from .planned_compendium import plan_compendium
from .planned_reports import Progress, no_progress
from .sisca import until_current

THEME = "migration"
PROGRAMME = "ag-res-2141-2005-programme"
YEARS = range(1948, 2101)
"""From the Charter of the OAS on."""

READERS = {
    ANNUAL_REPORT: read_annual_report,
    COMPENDIUM: read_compendium,
    PLAN_OF_ACTION: read_plan_of_action,
}


@dataclass(frozen=True, slots=True)
class MatrixOptions:
    """`columns`: roles by folded heading; `decisions`: of near duplicates, by their line."""

    layout: str
    language: str
    programme: str = ""
    year: int | None = None
    theme: str = THEME
    columns: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)


def read_matrix(data: bytes, name: str, options: MatrixOptions) -> Matrix:
    """The rows in a file's bytes. Raises Refused when it holds no such matrix."""
    if options.layout not in MATRICES:
        raise Refused("unknown_layout", ", ".join(MATRICES))
    if options.language not in LANGUAGES:
        raise Refused("unknown_language", ", ".join(LANGUAGES))
    try:
        grid = read_grid(data, name, options.layout, options.columns)
        return READERS[options.layout](grid, options.columns)
    except UnreadablePage as error:
        raise Refused(error.code, message=error.message) from error


def plan_matrix(
    matrix: Matrix, options: MatrixOptions, progress: Progress = no_progress
) -> MatrixPlan:
    """Compare a matrix with the records; stores nothing. Raises Refused."""
    revision = Revision.objects.current().number  # first: a later change is noticed when written
    theme = Theme.objects.with_slug(options.theme).first()
    if theme is None:
        raise Refused("unknown_theme", options.theme)
    if options.year is not None and options.year not in YEARS:
        raise Refused("unknown_year", str(options.year))
    plan = MatrixPlan(theme, options.language, False, revision, layout=options.layout)
    plan.year = options.year
    plan.column_headings = {
        heading: role_of(heading, options.layout, options.columns) for heading in matrix.headings
    }
    decisions = dict(options.decisions)
    if isinstance(matrix, PlanOfAction):
        plan_of_action(plan, matrix, _document(options.programme), progress)
        return plan
    plan.year = options.year or matrix.year
    if plan.year is None:
        raise Refused("no_year")
    if isinstance(matrix, AnnualReport):
        programme = _document(options.programme or PROGRAMME)
        assert programme is not None  # noqa: S101  it has a name
        plan_annual_report(plan, matrix, programme, decisions, progress)
    elif isinstance(matrix, Compendium):
        plan_compendium(plan, matrix, decisions, progress)
    return plan


def _document(slug: str) -> Document | None:
    if not slug:
        return None
    document = Document.objects.at_address(slug).first()
    if document is None:
        raise Refused("unknown_programme", slug)
    return document


def new_batch(data: bytes, options: MatrixOptions, *, file_name: str, by: User | None) -> Batch:
    """An unsaved batch for the file in `data`. Raises Refused."""
    theme = Theme.objects.with_slug(options.theme).first()
    if theme is None:
        raise Refused("unknown_theme", options.theme)
    return Batch(
        layout=options.layout,
        theme=theme,
        programme=_document(options.programme),
        year=options.year,
        language=options.language,
        file_name=file_name[:255],
        file_hash=hashlib.sha256(data).hexdigest(),
        create_missing=True,
        choices={"columns": dict(options.columns), "decisions": dict(options.decisions)},
        by=by,
    )


def import_matrix(
    data: bytes,
    options: MatrixOptions,
    *,
    file_name: str,
    by: User | None = None,
    progress: Progress = no_progress,
) -> MatrixPlan:
    """Take in a matrix and return what was done; where nothing is new, nothing is stored.

    Raises Refused, and then stores nothing either.
    """
    matrix = read_matrix(data, file_name, options)
    batch = new_batch(data, options, file_name=file_name, by=by)

    def once() -> MatrixPlan:
        plan = plan_matrix(matrix, options, progress)
        if not plan.changes_nothing:
            write(plan, copy(batch))
        return plan

    return until_current(once)


def carry_out(batch: Batch, progress: Progress = no_progress) -> MatrixPlan:
    """Take in the matrix that a running batch keeps. Raises Refused or Superseded."""
    options = options_of(batch)
    matrix = read_matrix(file_of(batch), batch.file_name, options)

    def once() -> MatrixPlan:
        plan = plan_matrix(matrix, options, progress)
        write(plan, batch)
        return plan

    return until_current(once)


def options_of(batch: Batch) -> MatrixOptions:
    return MatrixOptions(
        batch.layout,
        batch.language,
        batch.programme.slug if batch.programme else "",
        batch.year,
        batch.theme.slug if batch.theme else THEME,
        batch.choices.get("columns", {}),
        batch.choices.get("decisions", {}),
    )


def keep_file(batch: Batch, data: bytes) -> None:
    """Keep the file with the batch until the import is done; it may be no text."""
    batch.text = base64.b64encode(data).decode()


def file_of(batch: Batch) -> bytes:
    """The file a batch keeps. Raises Refused when it keeps none any more."""
    try:
        return base64.b64decode(batch.text, validate=True)
    except binascii.Error as error:
        raise Refused("damaged") from error
