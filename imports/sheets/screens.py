"""What the screens show of a sheet that was brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from publication.languages import LANGUAGES
from publication.paging import page_numbers
from reports.word_diff import Run, word_diff

from ..models import Batch
from ..notes import worded
from .kinds import SheetKind
from .writing import kept, kind_of

PER_PAGE = 50
TABS = {
    "faulty": _("Errors"),
    "updated": _("Changes"),
    "created": _("New records"),
}


@dataclass(frozen=True, slots=True)
class ShownEdit:
    column: str
    language: str
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its edits, or with its errors: columns and sentences."""

    number: int
    name: str
    edits: list[ShownEdit]
    errors: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A page of the rows of one tab; `tabs` are rows of code, title and count."""

    kind: SheetKind
    tabs: list[tuple[str, Any, int]]
    tab: str
    page: Page
    numbers: list[int | str]
    rows: list[ShownRow]


def sheet_page(batch: Batch, tab: str | None, number: str | None) -> SheetPage:
    """The rows of `tab`, or of the first tab that has some."""
    kind, rows = kind_of(batch), kept(batch)["rows"]
    by_tab = {code: [row for row in rows if row[2] == code] for code in TABS}
    there = [code for code in TABS if by_tab[code]]
    chosen = tab if tab in there else next(iter(there), "updated")
    page = Paginator(by_tab[chosen], PER_PAGE).get_page(number)
    return SheetPage(
        kind=kind,
        tabs=[(code, TABS[code], len(by_tab[code])) for code in there],
        tab=chosen,
        page=page,
        numbers=page_numbers(page),
        rows=[_shown(kind, *row) for row in page],
    )


def _shown(
    kind: SheetKind,
    number: int,
    name: str,
    fate: str,
    edits: Sequence[Sequence[str]],
    faults: Sequence[Sequence[str]],
) -> ShownRow:
    languages = {column.name: column.language for column in kind.columns}
    errors = [(column, worded(code, *words)) for column, code, *words in faults]
    shown = [] if errors else edits
    return ShownRow(
        number,
        name,
        [
            ShownEdit(column, languages.get(column) or LANGUAGES[0], word_diff(before, after))
            for column, before, after in shown
        ],
        errors,
    )
