"""Dates and document symbols as matrices print them, in the portal's four languages."""

import datetime
import re

from publication.languages import fold

from .legacy_labels import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAYS = r"(?P<first>\d{1,2})(?: (?:a|al|to|au|ao|y|and|et|e))? ?(?P<last>\d{1,2})?"
_DAY_FIRST = re.compile(rf"\b{_DAYS}(?: de)? (?P<month>{_MONTH})(?: de| del)? (?P<year>\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_MONTH}) {_DAYS} (?P<year>\d{{4}})\b")
_FILLER = re.compile(rf"\b(?:{_MONTH}|de|del|a|al|to|au|ao|y|and|et|e)\b|\d+")

_SYMBOL = re.compile(
    r"\b[A-Z]{2,}(?:[/.][A-Z][A-Za-z.]*)*[/.-][A-Z0-9.\-]*\d+/\d{2,4}"
    r"(?:[ ,]*(?:rev|add|corr)\.?[ ]?\d+)*"
)


def symbol_in(text: str) -> str:
    """The first document symbol, such as "CE/AM/INF.23/08 corr. 1"; empty when there is none."""
    found = _SYMBOL.search(text)
    return found[0].strip() if found else ""


def dates_in(text: str) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of the first date or span of days that the text names."""
    folded = fold(text)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(folded):
            year, month = int(match["year"]), MONTHS[match["month"]]
            first, last = int(match["first"]), int(match["last"] or match["first"])
            try:
                return datetime.date(year, month, first), datetime.date(year, month, last)
            except ValueError:
                continue
    return None


def is_only_dated(text: str) -> bool:
    """Whether the text is a date and nothing else."""
    return dates_in(text) is not None and not _FILLER.sub("", fold(text)).strip()
