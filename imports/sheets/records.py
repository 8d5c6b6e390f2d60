"""Sheets of records that are saved one by one and keep a history: all but reports."""

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import slugify

from opendata.records import KINDS, loaded
from publication.languages import LANGUAGES, TextState, column
from publication.translated import Translated

from ..loading import Log
from .kinds import SheetKind, write_texts
from .known import Known
from .plans import PlannedRow

UNKEPT = {"id", "changed_at", "recorded_at"}


class KeptSheet(SheetKind):
    """`facts` are the plain fields by their columns, `lists` columns that are lists of other
    records.
    """

    facts: dict[str, str] = {}
    lists: tuple[str, ...] = ()

    def loaded(self, found: models.QuerySet) -> dict[str, tuple[Any, Any]]:
        """The records by id, loaded as exports load them."""
        return {self.id_of(one): (one, one) for one in loaded(KINDS[self.code], found)}

    def id_of(self, record: Any) -> str:
        raise NotImplementedError

    def new(self, row: PlannedRow, known: Known) -> Any:
        return self.model()

    def apply(self, row: PlannedRow, known: Known) -> None:
        row.target = row.record or self.new(row, known)
        row.before = kept(row.target, self.lists) if row.record else {}
        for name, attribute in self.facts.items():
            if name in row.values:
                setattr(row.target, attribute, row.values[name])

    def save(self, rows: Sequence[PlannedRow], log: Log, note: str) -> list[models.Model]:
        created: list[models.Model] = []
        for row in rows:
            row.target._history_user = log.batch.by
            log.save(row.target)
            created += self.save_lists(row)
            if row.record is None:
                created.append(row.target)
            else:
                log.updated(row.target, self.changed(row))
        log.created(created)
        return [row.target for row in rows]

    def changed(self, row: PlannedRow) -> dict[str, Any]:
        """What the row's record was before, where it is something else now."""
        now = kept(row.target, self.lists)
        return {name: value for name, value in row.before.items() if now.get(name) != value}

    def save_lists(self, row: PlannedRow) -> list[models.Model]:
        """Save the lists of other records; returns the records made for it."""
        for name in self.lists:
            if name in row.values:
                getattr(row.target, name).set(row.values[name])
        return []


class RecordSheet(KeptSheet):
    """`translated` are the translated fields, `ADDRESS` is what an id looks like."""

    model: type[Translated]
    translated: tuple[str, ...] = ()
    ADDRESS = r"[a-z0-9]+(?:-[a-z0-9]+)*"

    def id_of(self, record: Any) -> str:
        return record.slug

    def new(self, row: PlannedRow, known: Known) -> Any:
        """A record with the address part that the sheet gives, or one made of its English name."""
        return self.model(slug=row.cells.get("id", "") or slugify(row.values.get("name_en") or ""))

    def apply(self, row: PlannedRow, known: Known) -> None:
        super().apply(row, known)
        if language := row.values.get("original_language"):
            row.target.original_language = language
        write_texts(row.target, row.values, self.translated)
        row.target.settle()
        _check_texts(row, self.translated)

    def check(self, rows: Sequence[PlannedRow], known: Known) -> None:
        """A new record has an address of its own."""
        new = [row for row in rows if row.record is None]
        taken = set(self.find(self.id_of(row.target) for row in new))
        longest = self.model._meta.get_field("slug").max_length
        for row in new:
            found = self.id_of(row.target)
            if not re.fullmatch(self.ADDRESS, found) or len(row.target.slug) > longest:
                row.fault("id", "cell_slug")
            elif found in taken:
                row.fault("id", "sheet_taken", found, found)
            taken.add(found)


def kept(record: models.Model, lists: Sequence[str] = ()) -> dict[str, Any]:
    """The record's own values as plain data, and its lists as ids."""
    unkept = UNKEPT | (_follows(record) if isinstance(record, Translated) else set())
    own = {
        field.attname: _plain(getattr(record, field.attname))
        for field in record._meta.concrete_fields
        if field.attname not in unkept
    }
    return own | {name: sorted(one.pk for one in getattr(record, name).all())
                  for name in lists}  # fmt: skip


def _follows(record: Translated) -> set[str]:
    """Columns that follow from the others."""
    rendered = {column(name, code) for name in record.RENDERED.values() for code in LANGUAGES}
    return rendered | set(record.translated_fields())


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _check_texts(row: PlannedRow, fields: Sequence[str]) -> None:
    """A record has its main text in a language at least, and in each language it has others in."""
    record: Translated = row.target
    main = record.PRIMARY
    if not record.languages():
        row.fault(column(main, LANGUAGES[0]), "sheet_no_text")
    for code in LANGUAGES:
        others = [name for name in fields if name != main and getattr(record, column(name, code))]
        if others and record.state_in(code) == TextState.MISSING:
            row.fault(column(main, code), "sheet_no_main_text", column(others[0], code))
