"""Dates known to the day, the month or the year only."""

import datetime
import re
from dataclasses import dataclass

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
        length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[Precision(self.precision)]
        return self.date.isoformat()[:length]

    def not_after(self, other: "PartialDate") -> bool:
        """True when this date is on or before `other`, compared at the coarser precision."""
        shorter = min(len(self.isoformat()), len(other.isoformat()))
        return self.isoformat()[:shorter] <= other.isoformat()[:shorter]
