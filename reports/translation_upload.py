"""A spreadsheet of translations that comes back, compared with what is stored."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publication.languages import LANGUAGES, TextState
from publication.translated import Translated
from publication.translating import Kind, kind_named, kinds

from .sheet_reading import SheetRow
from .translation_form import ALONE, LONGEST, plain

KEY = re.compile(r"([a-z]{1,20})/([0-9]{1,18})/([a-z_]{1,40})")
VERSION = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Fault:
    row: int
    column: str
    reason: str | Promise


@dataclass(slots=True)
class Change:
    """New texts of one record in one language, and the marks they were made from."""

    kind: str
    pk: int
    language: str
    state: str
    source: str
    target: str
    texts: dict[str, str] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0

    @property
    def texts(self) -> int:
        return sum(len(change.texts) or 1 for change in self.changes)


class Refused(Exception):
    """A row is left out: `column` and `reason`."""

    def __init__(self, column: str, reason: str | Promise) -> None:
        super().__init__(column)
        self.column, self.reason = column, reason


def plan(rows: list[SheetRow]) -> Plan:
    """Compare the rows with what is stored; writes nothing."""
    made, records = Plan(), _records(rows)
    seen: set[tuple] = set()
    changes: dict[tuple, Change] = {}
    for row in rows:
        try:
            _read(row, records, seen, changes, made)
        except Refused as refusal:
            made.faults.append(Fault(row.number, refusal.column, refusal.reason))
    for change in changes.values():
        record = records[change.kind, change.pk]
        main = kind_named(change.kind).fields[0]
        stored = kind_named(change.kind).texts(record, change.language)
        if (stored | change.texts)[main]:
            made.changes.append(change)
        else:
            made.faults += [Fault(number, "translation", ALONE) for number in change.rows]
    return made


def _records(rows: list[SheetRow]) -> dict[tuple[str, int], Translated]:
    """The records that the rows name, by one query for each kind."""
    wanted = defaultdict(set)
    for row in rows:
        if match := KEY.fullmatch(row.cells["key"]):
            wanted[match[1]].add(int(match[2]))
    return {
        (kind.code, pk): record
        for kind in kinds()
        for pk, record in kind.records().in_bulk(sorted(wanted.get(kind.code, ()))).items()
        if record.original_language
    }


def _read(
    row: SheetRow, records: dict, seen: set[tuple], changes: dict[tuple, Change], made: Plan
) -> None:
    """Add the row to the plan. Raises Refused."""
    for column, reason in row.faults.items():
        raise Refused(column, reason)
    kind, record, name = _named(row, records)
    language = _language(row, record)
    if (row.cells["key"], language) in seen:
        raise Refused("key", _("The same text stands in an earlier row."))
    seen.add((row.cells["key"], language))
    text, stored = plain(row.cells["translation"]), plain(kind.texts(record, language)[name])
    state = _state(row, record, language)
    if not text:
        if stored:
            raise Refused("translation", _("Empty: the translation that is there stays."))
        made.empty += 1
    elif text == stored and state == record.state_in(language):
        made.unchanged += 1
    else:
        _check(row, kind, record, name, text, language)
        change = changes.setdefault(
            (kind.code, record.pk, language),
            Change(kind.code, record.pk, language, state, *_marks(row)),
        )
        if change.state != state:
            raise Refused("state", _("An earlier row of this record says otherwise."))
        change.texts |= {name: text} if text != stored else {}
        change.rows.append(row.number)


def _named(row: SheetRow, records: dict) -> tuple[Kind, Translated, str]:
    match = KEY.fullmatch(row.cells["key"])
    record = records.get((match[1], int(match[2]))) if match else None
    if record is None or match[3] not in _fields(match[1], row, record):
        raise Refused("key", _("No text to be translated has this key."))
    return kind_named(match[1]), record, match[3]


def _fields(code: str, row: SheetRow, record: Translated) -> list[str]:
    """Fields with a text in the original or in the row's language."""
    kind, language = kind_named(code), row.cells["into"]
    source = kind.texts(record, record.original_language)
    target = kind.texts(record, language if language in LANGUAGES else None)
    return [name for name in kind.fields if source[name] or target[name]]


def _language(row: SheetRow, record: Translated) -> str:
    language = row.cells["into"]
    if language not in LANGUAGES:
        raise Refused("into", _("No such language: use en, es, fr or pt-br."))
    if language == record.original_language:
        raise Refused("into", _("This is the language of the original, which is not changed here."))
    return language


def _state(row: SheetRow, record: Translated, language: str) -> str:
    said = row.cells["state"]
    if said in (TextState.OFFICIAL, TextState.MACHINE):
        return said
    if said in ("", TextState.MISSING):
        stored = record.state_in(language)
        return TextState.OFFICIAL if stored == TextState.MISSING else stored
    raise Refused("state", _("Write official or machine."))


def _check(
    row: SheetRow, kind: Kind, record: Translated, name: str, text: str, language: str
) -> None:
    """Raises Refused where the text cannot be stored, or was made from another original."""
    source, target = _marks(row)
    if source != kind.source_mark(record):
        raise Refused("source", _("The original has changed since the spreadsheet was made."))
    if target != kind.target_mark(record, language):
        raise Refused(
            "translation", _("The translation has changed since the spreadsheet was made.")
        )
    longest = kind.longest(name) or LONGEST
    if len(text) > longest:
        raise Refused("translation", _("Longer than %d characters.") % longest)


def _marks(row: SheetRow) -> tuple[str, str]:
    version = row.cells["version"]
    if not VERSION.fullmatch(version):
        raise Refused("version", _("This cell is filled in by the portal; it was changed."))
    return version[:32], version[32:]
