"""Dates known to the day, the month or the year only."""

import datetime
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with its precision; the parts that are not known are 1."""

    date: datetime.date
    precision: str = Precision.DAY

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read "2015", "2015-04" or "2015-04-10". Raises ValueError for anything else."""
        match = _ISO.fullmatch(text)
        if not match:
            raise ValueError(f"not a date: {text!r}")
        year, month, day = match.groups()
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(datetime.date(int(year), int(month or 1), int(day or 1)), precision)

    def isoformat(self) -> str:
        length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[
            Precision(self.precision)
        ]
        return self.date.isoformat()[:length]

    def not_after(self, other: "PartialDate") -> bool:
        """True when this date is on or before `other`, compared at the coarser precision."""
        shorter = min(len(self.isoformat()), len(other.isoformat()))
        return self.isoformat()[:shorter] <= other.isoformat()[:shorter]


# The names and the order are kept here because Django's catalogue writes Portuguese months with a
# capital and has no format for a month alone in every language.
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio "
    "julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pt-br": "janeiro fevereiro março abril maio junho "
    "julho agosto setembro outubro novembro dezembro",
}
_MONTH_NAMES = {language: names.split() for language, names in _MONTHS.items()}
_FIRST = {"fr": "1er", "pt-br": "1º"}
_JOINED = {"en": " ", "es": " de ", "fr": " ", "pt-br": " de "}


def written(when: PartialDate, language: str) -> str:
    """The date as a reader of `language` writes it: "14 April 2012", "abril de 2012", "2012"."""
    parts = [str(when.date.year)]
    if when.precision != Precision.YEAR:
        parts.insert(0, _MONTH_NAMES[language][when.date.month - 1])
    if when.precision == Precision.DAY:
        first = _FIRST.get(language) if when.date.day == 1 else None
        parts.insert(0, first or str(when.date.day))
    return _JOINED[language].join(parts)


def written_moment(when: datetime.datetime, zone: str, language: str) -> str:
    """A day and an hour in the zone, which is named: "14 April 2026, 17:00 (America/Lima)"."""
    local = when.astimezone(ZoneInfo(zone))
    day = written(PartialDate(local.date()), language)
    return f"{day}, {local:%H:%M} ({zone.replace('_', ' ')})"


def written_period(first: PartialDate, last: PartialDate, language: str) -> str:
    """From one day to another: "10–11 April 2015", "30 de junio – 2 de julio de 2015"."""
    if first.precision != Precision.DAY or first.date.year != last.date.year:
        return f"{written(first, language)} – {written(last, language)}"
    beginning = written(first, language).removesuffix(f"{_JOINED[language]}{first.date.year}")
    if first.date.month != last.date.month:
        return f"{beginning} – {written(last, language)}"
    day = beginning.split(" ")[0]
    return f"{day}–{written(last, language)}"
