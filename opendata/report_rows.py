"""Reports as their columns read them, from rows of values: four queries for a portion.

Building records took several times as long as reading them.
"""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.utils.timezone import get_current_timezone

from publication.dates import Precision
from publication.keys import Keys
from publication.languages import LANGUAGES, TextState, column, columns
from reports.models import Citation, ReportTheme, Section
from reports.models.reports import ReportQuerySet

from .columns import REPORTS, Value


class ReportRow(dict):
    """A published report: its values by the names of its columns, all of them at once."""

    __slots__ = ("candidates", "machine", "pk")

    def __init__(self, pk: int, said: dict[str, Value]) -> None:
        super().__init__(EMPTY)
        self.update(said)
        self.pk = pk
        for name in LISTS:
            self[name] = []
        self.machine: set[str] = set()
        self.candidates: dict[int, list[str]] = {}

    def close(self) -> "ReportRow":
        """With what follows from the parts, once all of them are in."""
        if self.machine:
            self["machine_translated"] = [code for code in LANGUAGES if code in self.machine]
        said = self.candidates.values()
        self["ambiguous"] = [f"{typed} = {' or '.join(may)}" for typed, *may in said]
        return self


EMPTY: dict[str, Value] = dict.fromkeys(one.name for one in REPORTS)
LISTS = ("themes", "cites", "marks", "evidence", "unresolved", "machine_translated")
DIGITS = {Precision.DAY.value: 10, Precision.MONTH.value: 7, Precision.YEAR.value: 4}

_OWN = (
    "pk", "lineage_id", "edition", "entity__slug", "date", "date_precision", "cycle__slug",
    "symbol", "original_language", "available_in", "nothing_to_report", "filed_by_secretariat",
    "published_at", "is_demonstration", *(f"entity__{name}" for name in columns("name")),
)  # fmt: skip
_NAMES = columns("entity_name")
_TEXTS = {(kind, code): column(kind, code) for kind in Section.Kind.values for code in LANGUAGES}
_STATES = [column("state", code) for code in LANGUAGES]


def report_rows(portion: ReportQuerySet) -> Iterator[ReportRow]:
    """The reports of the portion, in no order."""
    base, zone = settings.BASE_ADDRESS, get_current_timezone()
    own = portion.order_by().values_list(*_OWN)
    found = {row[0]: _row(base, zone, *row) for row in own}
    keys = Keys(found)
    for report, slug in ReportTheme.objects.of_reports(keys).values_list("report", "theme__slug"):
        found[report]["themes"].append(slug)
    _tell(found, keys)
    _cite(found, keys)
    return (row.close() for row in found.values())


def _row(
    base: str, zone: datetime.tzinfo, pk: int, lineage: int | None, edition: int, entity: str,
    date: datetime.date, precision: str,
    cycle: str | None, symbol: str, language: str | None, available_in: list[str], nothing: bool,
    filed: bool, published_at: datetime.datetime | None, demonstration: bool, *names: str | None,
) -> ReportRow:  # fmt: skip
    number = lineage or pk
    return ReportRow(pk, {
        "id": number, "url": f"{base}/reports/{number}/", "edition": edition, "entity": entity,
        **dict(zip(_NAMES, names, strict=True)), "date": date.isoformat()[: DIGITS[precision]],
        "cycle": cycle, "symbol": symbol, "original_language": language,
        "available_in": available_in, "nothing_to_report": nothing, "filed_by_secretariat": filed,
        "published_on": published_at and published_at.astimezone(zone).date().isoformat(),
        "is_demonstration": demonstration,
    })  # fmt: skip


def _tell(found: dict[int, ReportRow], keys: Keys) -> None:
    rows = Section.objects.as_written().of_reports(keys)
    for report, kind, *rest in rows.values_list("report", "kind", *columns("text"), *_STATES):
        row = found[report]
        for code, text, state in zip(LANGUAGES, rest[:4], rest[4:], strict=True):
            if text is None:
                continue
            name = _TEXTS[kind, code]
            before = row[name]
            row[name] = text if before is None else f"{before}\n\n{text}"
            if state == TextState.MACHINE:
                row.machine.add(code)


def _cite(found: dict[int, ReportRow], keys: Keys) -> None:
    """Citations in their order, each ambiguous one with its candidates."""
    rows = Citation.objects.of_reports(keys).values_list(
        "report", "pk", "state", "typed", "mark", "evidence_url", "paragraph__document__slug",
        "paragraph__slug",
    )  # fmt: skip
    ambiguous = {}
    for report, pk, state, typed, mark, evidence, document, paragraph in rows:
        row = found[report]
        if state == Citation.State.EXACT:
            address = f"{document}/{paragraph}"
            row["cites"].append(address)
            if mark:
                row["marks"].append(f"{address} = {mark}")
            if evidence:
                row["evidence"].append(f"{address} = {evidence}")
        elif state == Citation.State.AMBIGUOUS:
            ambiguous[pk] = row.candidates[pk] = [typed]
        else:
            row["unresolved"].append(typed)
    if ambiguous:
        for pk, address in Citation.objects.candidate_addresses(Keys(ambiguous)):
            ambiguous[pk].append(address)
