"""Months of newsletters."""

import datetime
import re

MONTH = re.compile(r"(19|20)\d{2}-(0[1-9]|1[0-2])")


def month_of(typed: str) -> datetime.date | None:
    """The first day of a month written as "2026-11"; None for anything else."""
    if not MONTH.fullmatch(typed):
        return None
    return datetime.date(int(typed[:4]), int(typed[5:]), 1)
