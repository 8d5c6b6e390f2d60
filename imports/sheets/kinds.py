"""The kinds of records that come in sheets; each says in its own module what its columns mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from opendata.columns import COLUMNS, Column
from publication.languages import LANGUAGES, TextState, column
from publication.translated import Translated

from ..loading import Log
from .cells import Read
from .known import Known
from .plans import PlannedRow


class SheetKind:
    """What a sheet of one kind of records knows; there is a subclass for each kind.

    `code` is that of the export. `reads` says of the columns that may be changed how; `needed` are
    those that a new record has.
    """

    code: str
    label: str | Promise
    model: type[models.Model]
    reads: dict[str, Read]
    needed: tuple[str, ...] = ()
    corrects = False
    """Whether a change becomes a correction that waits for its publication."""
    hint: str | Promise = ""
    """What is to be known of the sheet before one brings it in."""
    numbers = False
    """Whether the portal numbers new records, so that an id which is not known is an error."""

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS[self.code]

    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def template_names(self) -> list[str]:
        """Columns that a person may fill in."""
        return [name for name in self.names() if name == "id" or name in self.reads]

    def recognise(self, rows: Sequence[PlannedRow]) -> None:
        """Give rows without an id that of the record which their other cells name."""

    def find(self, ids: Iterable[str]) -> dict[str, tuple[Any, Any]]:
        """By id, the record as exports load it and as it is saved; in few queries."""
        raise NotImplementedError

    def apply(self, row: PlannedRow, known: Known) -> None:
        """Set `row.target` with the values of the cells; say what is wrong with them together."""
        raise NotImplementedError

    def check(self, rows: Sequence[PlannedRow], known: Known) -> None:
        """Say what is wrong with rows that are to be written, by questions asked of all at once."""

    def save(self, rows: Sequence[PlannedRow], log: Log, note: str) -> list[models.Model]:
        """Write the rows; returns the records that readers see change."""
        raise NotImplementedError


def write_texts(record: Translated, values: dict[str, Any], fields: Iterable[str]) -> None:
    """Set the texts that `values` has by column.

    A translation remembers the original it was made from, so that it shows as older than a new
    one; a translation that comes with the row follows the original as it then stands.
    """
    written = {
        (field, code): values[column(field, code)]
        for field in fields
        for code in LANGUAGES
        if column(field, code) in values
    }
    if not written:
        return
    original = record.original_language
    if original and any(code == original for _field, code in written):
        for code in record.languages():
            if code != original and not getattr(record, column("digest", code)):
                setattr(record, column("digest", code), record.source_digest())
    for (field, code), text in written.items():
        setattr(record, column(field, code), text or None)
    record.settle()
    for code in {code for field, code in written if field == record.PRIMARY}:
        if record.state_in(code) not in (TextState.MISSING, TextState.ORIGINAL):
            known = getattr(record, column("digest", code))
            setattr(record, column("digest", code), record.source_digest() if known else "")


@dataclass(frozen=True)
class Kinds:
    """By code; loaded when first asked, because kinds look at each other's records."""

    paths: dict[str, str]

    def get(self, code: str) -> SheetKind:
        """Raises KeyError for a code that has none."""
        return import_string(self.paths[code])()

    def every(self) -> list[SheetKind]:
        return [self.get(code) for code in self.paths]


KINDS = Kinds(
    {
        "reports": "imports.sheets.reports.ReportSheet",
        "paragraphs": "imports.sheets.paragraphs.ParagraphSheet",
        "entities": "imports.sheets.entities.EntitySheet",
        "themes": "imports.sheets.themes.ThemeSheet",
        "indicators": "imports.sheets.indicators.IndicatorSheet",
        "indicator_values": "imports.sheets.indicator_values.ValueSheet",
    }
)
