"""The page of a programme: its activities, and who planned and did what in a year, as on paper."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from countries.models import Entity
from mandates.models import Document
from publication.languages import fold
from publication.passages import Passage, passage

from .entries import Entry, Told, entries, lede
from .figures import alphabetical
from .mandate_lines import MandateLine, mandate_lines, mandates_in
from .models import Asked, Report, Section

COLUMNS = (Section.Kind.PLANNED, Section.Kind.DONE, Section.Kind.NEXT, Section.Kind.FINANCING)
LONG = 900  # characters of a cell that begins with a lede and folds
_BLOCKS = re.compile(r"</(?:p|li|h\d|td|th)>|<br\s*/?>|\n")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a cell; a long one has a `lede` and about how many `words` it has."""

    passage: Passage
    html: SafeString
    lede: str
    words: int


@dataclass(frozen=True, slots=True)
class Cell:
    kind: str
    texts: list[Text]

    @property
    def label(self) -> str:
        return str(Section.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Row:
    """One report of an implementer: its cells in the order of COLUMNS, and what else it says."""

    entry: Entry
    cells: list[Cell]
    others: list[Cell]

    @property
    def name(self) -> Passage | None:
        return self.entry.entity_name

    @property
    def activities(self) -> set[str]:
        return {chip.url for cited in self.entry.cited for chip in cited.chips}


@dataclass(frozen=True, slots=True)
class Activity:
    """A numbered activity with the rows of the year that cite it."""

    line: MandateLine
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Financing:
    """A source of financing as it is worded, with how many implementers and activities name it."""

    source: str
    language: str
    implementers: int
    activities: int


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    document: Document
    title: Passage | None
    year: int | None
    years: list[int]
    rows: list[Row]
    activities: list[Activity]
    silent: list[Entity]
    implementers: int
    financing: list[Financing]

    @property
    def reporters(self) -> int:
        return len({row.entry.entity for row in self.rows})

    @property
    def covered(self) -> int:
        """How many activities somebody reported on in the year."""
        return sum(1 for activity in self.activities if activity.rows)

    @property
    def draft_query(self) -> str:
        """What the form that drafts the annual report is filled in with."""
        asked = {"programme": self.document.slug} | ({"year": self.year} if self.year else {})
        return urlencode(asked)

    @property
    def has_demonstration(self) -> bool:
        records = [self.document, *(row.entry for row in self.rows)]
        return any(r.is_demonstration for r in (*records, *(a.line for a in self.activities)))

    @property
    def changed_at(self) -> datetime.datetime:
        changes = [self.document.changed_at, *(row.entry.changed_at for row in self.rows)]
        return max([*changes, *(activity.line.changed_at for activity in self.activities)])


def programme_page(document: Document, year: int | None, language: str) -> ProgrammePage:
    """The page in the year, or in the newest one that has a report, for a reader of `language`."""
    reports = Report.objects.published().for_programme(document)
    years = reports.years()
    year = year or (years[0] if years else None)
    rows = _rows(reports, year, language)
    lines = mandate_lines(mandates_in(language).of_document(document), language)
    known = Report.objects.published().for_programme(document).reporting_entities()
    known |= Asked.objects.about_document(document)
    silent = known - {row.entry.entity for row in rows}
    return ProgrammePage(
        document=document,
        title=passage(document, "title", language),
        year=year,
        years=years,
        rows=rows,
        activities=_activities(lines, rows),
        silent=_named(silent, language),
        implementers=len(known),
        financing=_financing(rows),
    )


def _rows(reports, year: int | None, language: str) -> list[Row]:
    """By the implementer's name, as a reader of `language` knows it."""
    if year is None:
        return []
    found = entries(reports.of_year(year).newest_first(), language)
    found.sort(key=lambda entry: fold(str(entry.entity_name or "")))
    return [_row(entry) for entry in found]


def _row(entry: Entry) -> Row:
    texts: dict[str, list[Text]] = defaultdict(list)
    for told in entry.told:
        texts[told.kind].append(_text(told))
    cells = [Cell(kind, texts.pop(kind, [])) for kind in COLUMNS]
    return Row(entry, cells, [Cell(kind, found) for kind, found in texts.items()])


def _text(told: Told) -> Text:
    folded = lede(told.html) if len(told.html) > LONG else ("", 0)
    return Text(told.passage, told.html, *folded)


def _activities(lines: list[MandateLine], rows: list[Row]) -> list[Activity]:
    citing: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for address in row.activities:
            citing[address].append(row)
    return [Activity(line, citing[line.url]) for line in lines]


def _named(entities: Iterable[int], language: str) -> list[Entity]:
    found = Entity.objects.with_ids(entities).read_in(language, "name")
    return alphabetical(found, "name", language)


def _financing(rows: list[Row]) -> list[Financing]:
    """Sources as the cells word them, the most named first; amounts are not stated there."""
    worded: dict[str, tuple[str, str]] = {}
    naming: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for text in row.cells[-1].texts:
            for source in sources_in(text.html):
                key = fold(source)
                worded.setdefault(key, (source, text.passage.language))
                if row not in naming[key]:
                    naming[key].append(row)
    found = [_counted(*worded[key], naming[key]) for key in worded]
    return sorted(found, key=lambda one: (-one.implementers, fold(one.source)))


def _counted(source: str, language: str, rows: list[Row]) -> Financing:
    activities = set().union(*(row.activities for row in rows))
    implementers = len({row.entry.entity for row in rows})
    return Financing(source, language, implementers, len(activities))


def sources_in(html: str) -> list[str]:
    """The lines of a financing cell without bullets and full stops: "OAS Regular Fund"."""
    lines = (unescape(_TAG.sub(" ", block)) for block in _BLOCKS.split(html))
    named = (" ".join(line.split()).strip("-–•*. ") for line in lines)
    return [line for line in named if fold(line)]
