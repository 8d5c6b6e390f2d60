"""Reports as rows of values in the order of their columns, a few queries for a portion.

Building records took several times as long as reading them.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import CharField, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from countries.models import Entity
from mandates.models import Paragraph, Theme
from publication.dates import Precision
from publication.keys import Keys
from publication.languages import LANGUAGES, TextState, column, columns
from reports.models import Citation, Cycle, ReportTheme, Section
from reports.models.reports import ReportQuerySet

from .columns.reports import REPORTS


class ReportRow(list):
    """A published report: the values of its columns, in their order."""

    __slots__ = ("candidates", "machine", "pk")

    pk: int
    machine: set[str] | None  # languages with a machine translation
    candidates: dict[int, list[str]] | None  # by ambiguous citation, the number and what it may be

    def add(self, place: int, value: str) -> None:
        """To a list of values."""
        if self[place] is NOTHING:
            self[place] = [value]
        else:
            self[place].append(value)


NOTHING: list[str] = []  # of all rows; `add` puts another list in its place
PLACES = {one.name: place for place, one in enumerate(REPORTS)}
DIGITS = {Precision.DAY.value: 10, Precision.MONTH.value: 7, Precision.YEAR.value: 4}

_OWN = (
    "pk", "lineage_id", "edition", "entity_id", Cast("date", CharField()), "date_precision",
    "cycle_id", "symbol", "original_language", Cast("available_in", TextField()),
    "nothing_to_report", "filed_by_secretariat", Cast("published_at", CharField()),
    "is_demonstration",
)  # fmt: skip
_CITATION = ("report", "pk", "state", "typed", "mark", "evidence_url", "paragraph_id")
_languages = lru_cache(json.loads)  # of many reports the same
# Plain texts: to compare with a member of an enumeration takes longer than the rest of the line.
_EXACT, _AMBIGUOUS = Citation.State.EXACT.value, Citation.State.AMBIGUOUS.value
_MACHINE = TextState.MACHINE.value
_MINUTE = len("2026-11-28 04:59")
_NO_TEXTS = (None,) * (len(Section.Kind.values) * len(LANGUAGES))
_NO_TEXT = [None] * len(LANGUAGES)
_TOLD = 2 + len(LANGUAGES)  # of a row of a section, where its texts end
# Where the texts of a kind stand, one for each language.
_TEXTS = {
    kind: slice(start := PLACES[column(kind, LANGUAGES[0])], start + len(LANGUAGES))
    for kind in Section.Kind.values
}
_STATES = [column("state", code) for code in LANGUAGES]
_THEMES, _CITES, _MARKS = PLACES["themes"], PLACES["cites"], PLACES["marks"]
_EVIDENCE, _UNRESOLVED = PLACES["evidence"], PLACES["unresolved"]


class ReportRows:
    """Makes rows of the reports of an export, portion by portion.

    What many reports have in common is asked for once in the export.
    """

    def __init__(self) -> None:
        self.entities = Known(Entity.objects, "slug", *columns("name"))
        self.cycles = Known(Cycle.objects, "slug", said="/".join)
        self.themes = Known(Theme.objects, "slug", said="/".join)
        self.paragraphs = Known(Paragraph.objects, "document__slug", "slug", said="/".join)

    def __call__(self, portion: ReportQuerySet) -> Iterable[ReportRow]:
        """The reports of the portion, in no order."""
        found = self._own(list(portion.order_by().values_list(*_OWN)))
        keys = Keys(found)
        self._place(found, keys)
        _tell(found, keys)
        self._cite(found, keys)
        for row in found.values():
            if row.machine or row.candidates:
                _close(row)
        return found.values()

    def _own(self, rows: list[tuple]) -> dict[int, ReportRow]:
        base = settings.BASE_ADDRESS
        entities = self.entities.of(row[3] for row in rows)
        cycles = self.cycles.of(row[6] for row in rows)
        found = {}
        for (
            pk, lineage, edition, entity, date, precision, cycle, symbol, language, available_in,
            nothing, filed, published_at, demonstration,
        ) in rows:  # fmt: skip
            if entity not in entities:
                continue  # merged into another within this very moment
            number = lineage or pk
            row = found[pk] = ReportRow((
                number, f"{base}/reports/{number}/", edition, *entities[entity],
                date[: DIGITS[precision]], NOTHING, cycle and cycles[cycle], symbol,
                language, _languages(available_in), NOTHING, nothing, filed,
                NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, *_NO_TEXTS,
                published_at and _day(published_at[:_MINUTE]), demonstration,
            ))  # fmt: skip
            row.pk, row.machine, row.candidates = pk, None, None
        return found

    def _place(self, found: dict[int, ReportRow], keys: Keys) -> None:
        rows = list(ReportTheme.objects.of_reports(keys).values_list("report", "theme_id"))
        themes = self.themes.of(theme for _report, theme in rows)
        for report, theme in rows:
            if theme in themes:
                found[report].add(_THEMES, themes[theme])

    def _cite(self, found: dict[int, ReportRow], keys: Keys) -> None:
        """Citations in their order, each ambiguous one with its candidates."""
        rows = list(Citation.objects.of_reports(keys).values_list(*_CITATION))
        paragraphs = self.paragraphs.of(row[-1] for row in rows)
        ambiguous = {}
        for report, pk, state, typed, mark, evidence, paragraph in rows:
            row = found[report]
            if state == _EXACT:
                if paragraph not in paragraphs:
                    continue  # as above
                address = paragraphs[paragraph]
                row.add(_CITES, address)
                if mark:
                    row.add(_MARKS, f"{address} = {mark}")
                if evidence:
                    row.add(_EVIDENCE, f"{address} = {evidence}")
            elif state == _AMBIGUOUS:
                row.candidates = row.candidates or {}
                ambiguous[pk] = row.candidates[pk] = [typed]
            else:
                row.add(_UNRESOLVED, typed)
        if ambiguous:
            for pk, address in Citation.objects.candidate_addresses(Keys(ambiguous)):
                ambiguous[pk].append(address)


@lru_cache(maxsize=4096)
def _day(minute: str) -> str:
    """The day at the Secretariat of "2026-11-28 04:59", which databases tell in UTC.

    Many reports are published together, and SQLite would ask Python for the day of each.
    """
    moment = datetime.strptime(minute, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    return timezone.localdate(moment).isoformat()


class Known:
    """What is `said` of the values of records, by their keys; each is asked for once."""

    def __init__(
        self, records: Any, *names: str, said: Callable[[Sequence[Any]], Any] = tuple
    ) -> None:
        self.records, self.names, self.said = records, names, said
        self.values: dict[int, Any] = {}

    def of(self, keys: Iterable[int | None]) -> dict[int, Any]:
        """Those of the keys, and of all that were asked for before."""
        if wanting := set(keys) - self.values.keys() - {None}:
            rows = self.records.with_ids(Keys(wanting)).order_by().values_list("pk", *self.names)
            self.values |= {pk: self.said(values) for pk, *values in rows}
        return self.values


def _tell(found: dict[int, ReportRow], keys: Keys) -> None:
    rows = Section.objects.as_written().of_reports(keys)
    for said in rows.values_list("report", "kind", *columns("text"), *_STATES):
        row, place, texts = found[said[0]], _TEXTS[said[1]], said[2:_TOLD]
        row[place] = texts if row[place] == _NO_TEXT else map(_both, row[place], texts)
        if _MACHINE in said:
            states = zip(LANGUAGES, texts, said[_TOLD:], strict=True)
            machine = {code for code, text, state in states if text and state == _MACHINE}
            row.machine = (row.machine or set()) | machine


def _both(one: str | None, other: str | None) -> str | None:
    """Of two sections of a kind the texts, parted by a blank line."""
    return other if one is None else one if other is None else f"{one}\n\n{other}"


def _close(row: ReportRow) -> None:
    """Say what follows from the parts, once all of them are in."""
    if row.machine:
        row[PLACES["machine_translated"]] = [code for code in LANGUAGES if code in row.machine]
    for typed, *may in (row.candidates or {}).values():
        row.add(PLACES["ambiguous"], f"{typed} = {' or '.join(may)}")
