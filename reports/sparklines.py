"""Tiny bars of years beside an entity's name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

# Pixels: a bar and its gap, the height of the picture, the mark of a year without a report.
STEP, BAR, HEIGHT, NONE = 6, 4, 18, 1.5


@dataclass(frozen=True, slots=True)
class Sparkline:
    """`title` says all the numbers in words; `bars` are SVG rectangles without any style."""

    title: str
    width: int
    bars: SafeString


def sparkline(years: Iterable[int], first: int, last: int) -> Sparkline:
    """Reports per year between `first` and `last`, given the year of each report.

    The scale is absolute, so that rows compare: three reports or more fill the height. Earlier
    years have no bar, and the title says so.
    """
    counts = Counter(years)
    span = range(first, last + 1)
    bars = "".join(_bar(place * STEP, counts[year]) for place, year in enumerate(span))
    # Translators: number of reports in a year, such as "3 in 2015"
    in_a_year = gettext("%(count)d in %(year)d")
    years_said = (in_a_year % {"count": counts[year], "year": year} for year in sorted(counts))
    title = _title(min(counts, default=first) < first) % {
        "first": min(first, *counts),
        "drawn": first,
        "last": last,
        "counts": ", ".join(years_said),
    }
    return Sparkline(title, len(span) * STEP - (STEP - BAR), mark_safe(bars))  # noqa: S308  numbers


def _title(has_earlier: bool) -> str:
    if has_earlier:
        return gettext("Reports per year, %(first)d to %(last)d, drawn from %(drawn)d: %(counts)s")
    return gettext("Reports per year, %(first)d to %(last)d: %(counts)s")


def _bar(x: int, count: int) -> str:
    if not count:
        return f'<rect x="{x}" y="{HEIGHT - NONE}" width="{BAR}" height="{NONE}" class="low"/>'
    height = min(count, 3) * HEIGHT // 3
    return f'<rect x="{x}" y="{HEIGHT - height}" width="{BAR}" height="{height}"/>'
