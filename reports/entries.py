"""Report entries: what a list of reports shows of each, in the language of its reader.

Rows of values and small classes instead of model instances: the theme page of the legacy site has
76 reports with 150 KB of text, and building records for them took longer than reading them.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from publication.dates import PartialDate
from publication.languages import LANGUAGES, column, columns, compared, localized
from publication.passages import Passage, pick, pick_read

from .addresses import Addresses
from .citing import Cited, cited_by
from .models import Section
from .models.reports import ReportQuerySet

# A text up to this many characters stands open; a longer one begins with a lede and folds.
LEDE = 300
# With its space and its share of tags; the mean of the four languages in the legacy pages.
CHARACTERS_PER_WORD = 6.9
_HEADING = re.compile(r"<h(\d)>.*?</h\1>", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|code|em|strong)\b[^>]*(?:>|$)")
_TAG = re.compile(r"<[^>]*(?:>|$)")


@dataclass(frozen=True, slots=True)
class Told:
    """One section's text: its kind, the passage (language, state) and the sanitised HTML."""

    kind: str
    passage: Passage
    html: SafeString

    @property
    def kind_label(self) -> str:
        return Section.Kind(self.kind).label


@dataclass(slots=True)
class Entry:
    """A report in a list. Without `told` it is a stub or says that there is nothing to report.

    `lede` and `words` (about how many) are set where the text is long and folds. `extra` holds the
    annotations the caller asked to keep.
    """

    id: int
    url: str
    when: PartialDate
    entity: int
    entity_kind: str
    entity_slug: str
    entity_name: Passage | None
    entity_url: str
    original_language: str | None
    awaited: list[str]
    nothing_to_report: bool
    is_demonstration: bool
    changed_at: datetime.datetime
    extra: dict[str, Any]
    told: list[Told] = field(default_factory=list)
    lede: str = ""
    words: int = 0
    cited: list[Cited] = field(default_factory=list)

    @property
    def language(self) -> str | None:
        """The language of the text where it is not the reader's."""
        first = self.told[0].passage if self.told else None
        return first.language if first and first.is_elsewhere else None


_REPORT = (
    "pk", "lineage_id", "date", "date_precision", "entity_id", "entity__kind", "entity__slug",
    "original_language", "available_in", "nothing_to_report", "is_demonstration",
    "changed_at",
    *(f"entity__{name}" for name in columns("name")),
)  # fmt: skip
_STATES = tuple(f"sections__{column('state', code)}" for code in LANGUAGES)
_SECTION = ("sections__kind", *_STATES, "told_compared", "told_html")


def entries(reports: ReportQuerySet, language: str, *extra: str) -> list[Entry]:
    """The reports in their order: two queries.

    `extra` names annotations to keep.
    """
    if reports.query.is_sliced:  # a join with the sections would count sections, not reports
        chosen, reports = reports.values("pk"), reports.all()
        reports.query.clear_limits()
        reports = reports.with_ids(chosen)
    return read(rows_of(reports, language, *extra), language, *extra)


def rows_of(reports: ReportQuerySet, language: str, *extra: str) -> ReportQuerySet:
    """What `read` reads of the reports, not yet asked of the database."""
    return (
        reports.annotate(
            told_html=localized("html", language, "sections__"),
            told_compared=compared(Section.PRIMARY, language, "sections__"),
        )
        .order_by(*reports.query.order_by, "sections__position", "sections__pk")
        .values_list(*_REPORT, *_SECTION, *extra)
    )


def read(rows: ReportQuerySet, language: str, *extra: str) -> list[Entry]:
    """The entries of `rows_of` the same language and annotations, with what they cite."""
    found = _assembled(rows, language, extra)
    for number, cited in cited_by(list(found), language).items():
        found[number].cited = cited
    return list(found.values())


def _assembled(rows: Iterable[tuple], language: str, extra: tuple[str, ...]) -> dict[int, Entry]:
    addresses, found = Addresses(), {}
    first, last = len(_REPORT), len(_REPORT) + len(_SECTION)
    for row in rows:
        entry = found.get(row[0])
        if entry is None:
            entry = found[row[0]] = _entry(row[:first], language, addresses)
            entry.extra.update(zip(extra, row[last:], strict=True))
        if row[last - 1]:
            _tell(entry, row[first:last], language)
    return found


def _entry(row: tuple, language: str, addresses: Addresses) -> Entry:
    number, lineage, date, precision, entity, kind, slug, *facts, en, es, fr, pt_br = row
    return Entry(
        number,
        addresses.report(lineage or number),
        PartialDate(date, precision),
        entity,
        kind,
        slug,
        pick((en, es, fr, pt_br), language),
        addresses.entity(kind, slug),
        *facts,
        extra={},
    )


def _tell(entry: Entry, row: tuple, language: str) -> None:
    kind, *states, comparison, html = row
    passage = pick_read(html, states, comparison, language)
    # The column holds what publication.rendering cleaned when the text was saved.
    entry.told.append(Told(kind, passage, mark_safe(html)))  # noqa: S308
    if len(entry.told) == 1 and len(html) > LEDE:
        entry.lede, entry.words = lede(html)


def lede(html: str) -> tuple[str, int]:
    """The beginning of a long text, cut after a word, and about how many words the text has.

    The number is rounded to tens, from the text's length: counting exactly would take as long as
    reading the page from the database. Empty and 0 for a text that is short without its tags.
    Headings are left out: in a line they would run into the sentence that follows.
    """
    beginning = " ".join(unescape(_words(html[: 2 * LEDE])).split())
    if len(beginning) <= LEDE and len(html) <= 2 * LEDE:
        return "", 0
    about = round(len(html) / CHARACTERS_PER_WORD, -1)
    beginning = beginning[:LEDE]
    return f"{beginning.rpartition(' ')[0] or beginning} …", int(about)


def _words(html: str) -> str:
    """The text between the tags; only tags that begin or end a block part words."""
    return _TAG.sub(" ", _INLINE.sub("", _HEADING.sub("", html)))
