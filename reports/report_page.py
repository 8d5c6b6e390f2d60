"""The page of one report: its texts, the paragraphs it cites, where it comes from."""

import datetime
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from publication.dates import PartialDate
from publication.keys import is_key
from publication.languages import LANGUAGES, TextState
from publication.passages import Passage, passage

from .addresses import Addresses
from .citing import Chip, Cited, cited_by
from .comparing import Changes, changes
from .history import Step, public_history
from .mandate_lines import MandateLine
from .models import Attachment, RelatedResource, Report, Section
from .scope import lines_cited
from .snapshots import snapshot


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it is read."""

    title: str
    passage: Passage
    html: SafeString
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    when: PartialDate
    url: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """`reading`: the language the texts are asked in; `lines`: the cited mandates by address.

    `changes`: what the edition changed in the one before; None for the first.
    """

    report: Report
    editions: list[Report]
    reading: str
    parts: list[Part]
    languages: list[str]
    cited: list[Cited]
    lines: dict[str, MandateLine]
    history: list[Step]
    changes: Changes | None
    older: Neighbour | None
    newer: Neighbour | None
    attachments: list[Attachment]
    resources: list[RelatedResource]

    @property
    def missing(self) -> list[str]:
        return [code for code in LANGUAGES if code not in self.languages]

    @property
    def machine(self) -> set[str]:
        """The languages of which a text is a machine translation."""
        sections = self.report.sections.all()
        return {c for c in LANGUAGES for one in sections if one.state_in(c) == TextState.MACHINE}

    @property
    def shown_language(self) -> str | None:
        """The language of the texts as they are shown."""
        return self.parts[0].passage.language if self.parts else None

    @property
    def cites(self) -> list[tuple[Cited, list[tuple[Chip, MandateLine]]]]:
        """What it cites, each number with the mandate it means or may mean."""
        return [
            (cited, [(chip, self.lines[chip.url]) for chip in cited.chips]) for cited in self.cited
        ]

    @property
    def is_current(self) -> bool:
        return self.report.state == Report.State.PUBLISHED

    @property
    def taken_in(self) -> datetime.datetime | None:
        """When the report came from the earlier site, if it did."""
        steps = (step.at for step in self.history if step.verb == "file_imported")
        return next(steps, None)

    @property
    def others(self) -> list[Report]:
        return [edition for edition in self.editions if edition.pk != self.report.pk]


def public_editions(number: int) -> list[Report]:
    """The editions that are or were public, first to last, of the report with this number.

    Raises Report.DoesNotExist when there is none, or when `number` is a later edition's id.
    """
    if not is_key(number):
        raise Report.DoesNotExist(number)
    editions = list(Report.objects.of_lineage(number).once_public().for_page())
    if not editions or any(edition.public_id != number for edition in editions):
        raise Report.DoesNotExist(number)
    return editions


def current(editions: list[Report]) -> Report:
    """The edition that the report's address shows: the published one, else the withdrawn one."""
    published = [edition for edition in editions if edition.state == Report.State.PUBLISHED]
    return published[0] if published else editions[-1]


def report_page(report: Report, editions: list[Report], language: str, reading: str) -> ReportPage:
    """The page of one edition. `language` is the page's, `reading` the one asked for the texts."""
    sections = list(report.sections.all())
    cited = cited_by([report.pk], language).get(report.pk, [])
    older, newer = _neighbours(report)
    return ReportPage(
        report,
        editions,
        reading,
        [part for section in sections if (part := _part(section, reading))],
        [code for code in LANGUAGES if any(code in section.languages() for section in sections)],
        cited,
        _cited_lines(report, language),
        public_history(editions),
        _changes(report, editions, reading),
        older,
        newer,
        list(Attachment.objects.of_report(report).public()),
        list(RelatedResource.objects.of_report(report)),
    )


def _part(section: Section, reading: str) -> Part | None:
    found = passage(section, "html", reading)
    if found is None:
        return None
    html = mark_safe(found.text)  # noqa: S308  cleaned when saved
    return Part(section.get_kind_display(), found, html, section.kind)


def _cited_lines(report: Report, language: str) -> dict[str, MandateLine]:
    return {line.url: line for line in lines_cited(report.pk, language)}


def _changes(report: Report, editions: list[Report], reading: str) -> Changes | None:
    """What this edition changed in the one before it that the public could read."""
    earlier = [edition for edition in editions if edition.edition < report.edition]
    return changes(snapshot(earlier[-1]), snapshot(report), reading) if earlier else None


def _neighbours(report: Report) -> tuple[Neighbour | None, Neighbour | None]:
    """The same entity's reports before and after this one."""
    rows = list(
        Report.objects.published()
        .by_entity(report.entity)
        .newest_first()
        .values_list("pk", "lineage", "date", "date_precision")
    )
    ids = [pk for pk, *_rest in rows]
    if report.pk not in ids:
        return None, None
    place, addresses = ids.index(report.pk), Addresses()
    steps = [
        Neighbour(PartialDate(date, precision), addresses.report(lineage or pk))
        for pk, lineage, date, precision in rows
    ]
    older = steps[place + 1] if place + 1 < len(steps) else None
    return older, steps[place - 1] if place else None
