"""The second part of a legacy SISCA page: its entities. Grammar: `imports.legacy_page`."""

import datetime
import re
from dataclasses import dataclass

from .legacy_labels import (
    LABELS,
    LONGEST_LABEL,
    NUMBER,
    STUB_LANGUAGES,
    STUB_OPENINGS,
    citations_label,
    date_label,
    fold,
    is_one_of,
)
from .legacy_rows import PageWarning, ReportRow, ResourceRow, warning
from .legacy_text import Line, dedent, outside

MONTH_DAY_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
NO_CITATION = frozenset({"", "-", "–", "—"})


def reports_and_resources(
    lines: list[Line], entity: str, language: str, warnings: list[PageWarning]
) -> tuple[tuple[ReportRow, ...], tuple[ResourceRow, ...]]:
    """The reports and resources in the lines below an entity's name, on a page in `language`.

    Adds to `warnings` what is broken.
    """
    labels = LABELS[language]
    openings = _openings(lines, language, warnings)
    first_report = openings[0].index if openings else len(lines)
    after_last_report = openings[-1].index + 1 if openings else 0
    resources = _last_label(lines, after_last_report, labels.resources)
    above = [line for line in lines[: min(first_report, resources)] if line[1].strip()]
    announced = bool(above) and _is_label(above[0], labels.reports)
    warnings += outside(above[announced:])
    if announced and not openings:
        warnings.append(warning(above[0][0], "no_reports", entity))
    ends = [opening.index for opening in openings[1:]] + [resources]
    reports = tuple(
        _report(opening, lines[opening.index + 1 : end], entity, warnings)
        for opening, end in zip(openings, ends, strict=False)
    )
    titles = tuple(
        ResourceRow(number, line.strip()) for number, line in lines[resources + 1 :] if line.strip()
    )
    return reports, titles


def _is_label(line: Line, labels: tuple[str, ...]) -> bool:
    return line[1].startswith("    •") and is_one_of(line[1][5:], labels)


def _last_label(lines: list[Line], start: int, labels: tuple[str, ...]) -> int:
    """The index of the last line from `start` on that prints a label, else the number of lines."""
    below = range(len(lines) - 1, start - 1, -1)
    return next((index for index in below if _is_label(lines[index], labels)), len(lines))


@dataclass(frozen=True)
class _Opening:
    """A line that opens a report, at `index` among the lines of its entity."""

    index: int
    line: int
    date: datetime.date
    citations: str


def _openings(lines: list[Line], language: str, warnings: list[PageWarning]) -> list[_Opening]:
    """The lines that open a report; warns of those that have a label and only half of the rest."""
    found = []
    for index, (number, line) in enumerate(lines):
        if not (label := date_label(language).match(line)):
            continue
        rest = line[label.end() :]
        citations = citations_label(language).search(rest)
        printed_date = rest[: citations.start()].strip() if citations else rest.strip()
        date = _day(printed_date)
        if date and citations:
            found.append(_Opening(index, number, date, " ".join(rest[citations.end() :].split())))
        elif citations or MONTH_DAY_YEAR.fullmatch(printed_date):
            warnings.append(warning(number, "broken_report_line", line.strip()))
    return found


def _day(printed: str) -> datetime.date | None:
    """The day of a date printed as month/day/year, None when it is no day of the calendar."""
    if not (parts := MONTH_DAY_YEAR.fullmatch(printed)):
        return None
    month, day, year = map(int, parts.groups())
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _report(
    opening: _Opening, lines: list[Line], entity: str, warnings: list[PageWarning]
) -> ReportRow:
    text = dedent(lines)
    phrase = fold(text).rstrip(".") if len(text) <= LONGEST_LABEL and "\n" not in text else ""
    available_in = STUB_LANGUAGES.get(phrase)
    if not text:
        warnings.append(warning(opening.line, "report_without_text", entity))
    elif not available_in and phrase.startswith(STUB_OPENINGS):
        warnings.append(warning(opening.line, "unknown_stub_language", text))
    return ReportRow(
        line=opening.line,
        date=opening.date,
        citations=_citations(opening, warnings),
        citations_as_printed=opening.citations,
        body="" if available_in else text,
        available_in=available_in,
    )


def _citations(opening: _Opening, warnings: list[PageWarning]) -> tuple[str, ...]:
    if opening.citations in NO_CITATION:
        return ()
    numbers = tuple(part.strip() for part in re.split("[,;]", opening.citations) if part.strip())
    warnings += [
        warning(opening.line, "unclear_citation", number)
        for number in numbers
        if not NUMBER.fullmatch(number)
    ]
    return numbers
