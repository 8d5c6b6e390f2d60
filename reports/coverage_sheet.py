"""The coverage as rows of a sheet: exactly what the address shows, all its columns on one page."""

import csv
import io
from collections.abc import Iterator

from django.http import QueryDict
from django.utils.translation import gettext

from publication.formulas import escaped
from publication.passages import passage

from .coverage_filter import CoverageFilter
from .coverage_matrix import Cell, Scope, State
from .coverage_page import view_of


def coverage_rows(query: QueryDict, language: str) -> tuple[list[str], Iterator[list[str]]]:
    """The header, and a row for each entity: name, address part, kind, then a cell a column.

    Names and states are in `language`; a cell says its state and, after it, the number of reports.
    """
    filters = CoverageFilter(query)
    view, in_years = view_of(filters, language), filters.has_years
    header = [gettext("Entity"), gettext("Address part"), gettext("Kind")]
    rows = (
        [
            str(passage(entity, "name", language) or entity.slug),
            entity.slug,
            str(entity.get_kind_display()),
            *(cell_text(heading.column.cell(entity.pk), in_years) for heading in view.headings),
        ]
        for entity in view.entities
    )
    return [*header, *(heading.long_name for heading in view.headings)], rows


def cell_text(cell: Cell, in_years: bool) -> str:
    words = State(cell.state).said(in_years)
    return f"{words}: {cell.reports}" if cell.reports else words


def coverage_csv(query: QueryDict, language: str) -> str:
    """The rows as CSV for a spreadsheet: UTF-8 with its mark, formulas made harmless."""
    text = io.StringIO()
    text.write("\ufeff")
    sheet = csv.writer(text)
    header, rows = coverage_rows(query, language)
    sheet.writerow(map(escaped, header))
    sheet.writerows(map(escaped, row) for row in rows)
    return text.getvalue()


def file_name(scope: Scope, language: str, version: int) -> str:
    """ "coverage-themes-es-1204.csv": what it is, in which language, of which data version."""
    return f"coverage-{scope.columns}-{language}-{version}.csv"
