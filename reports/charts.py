"""Pictures of numbers as SVG: bars, columns of years, and bars in parts.

Lengths are shares of the picture's width and letters have a size of their own, so that a picture
on a narrow screen is narrower and as easy to read. No style, no script; the table stands beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as e
from textwrap import wrap

from django.utils.safestring import SafeString, mark_safe

LINE, BAR, GAP = 20, 12, 14  # heights in pixels: of the words, of the bar, between two rows
TALL = 150  # of the tallest column
MOST_NUMBERS, MOST_YEARS, MOST_LETTERS = 16, 7, 33  # so many fit on 320 pixels, spaced out too


@dataclass(frozen=True, slots=True)
class Row:
    """`parts` of a bar by their class; `said` stands at the end of the line above it."""

    label: str
    value: float
    said: str
    url: str = ""
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its table. `head` are the table's two or more headings, the first of rows."""

    key: str
    title: str
    description: str
    svg: SafeString
    head: list[str]
    rows: list[list]
    legend: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        return not self.rows


def bars(rows: Sequence[Row]) -> tuple[SafeString, int]:
    """A bar for each row under its words, and the height of the picture."""
    most = max((row.value for row in rows), default=0) or 1
    drawn, y = [], 0
    for row in rows:
        lines = _lines(row)
        drawn.append(_words(row, lines, y) + _bar(row, y + LINE * len(lines), most))
        y += LINE * len(lines) + BAR + GAP
    return mark_safe("".join(drawn)), y - GAP  # noqa: S308  escaped below


def _lines(row: Row) -> list[str]:
    """The words of a row, a line for as many as fit on a narrow screen; `said` ends the last."""
    *lines, last = wrap(row.label, MOST_LETTERS) or [""]
    said = f'<tspan class="said">{e(row.said)}</tspan>'
    if len(last) + 1 + len(row.said) <= MOST_LETTERS:
        return [*map(e, lines), f"{e(last)} {said}"]
    return [*map(e, lines), e(last), said]


def _words(row: Row, lines: list[str], y: int) -> str:
    text = "".join(
        f'<text x="0" y="{y + LINE * place + 14}">{line}</text>' for place, line in enumerate(lines)
    )
    return f'<a href="{e(row.url)}">{text}</a>' if row.url else text


def _bar(row: Row, y: int, most: float) -> str:
    if not row.parts:
        width = _share(row.value, most)
        return f'<rect x="0" y="{y}" width="{width}%" height="{BAR}"/>'
    found, x = [], 0.0
    for name, value in row.parts:
        width = _share(value, most)
        found.append(f'<rect class="{name}" x="{x:g}%" y="{y}" width="{width}%" height="{BAR}"/>')
        x = round(x + width, 2)
    return "".join(found)


def columns(
    points: Sequence[tuple[int, int]], marked: Sequence[int] = ()
) -> tuple[SafeString, int]:
    """A column for each year, its number above where it fits, and the height of the picture.

    The places `marked` have a diamond under their column.
    """
    most = max((value for _year, value in points), default=0) or 1
    step = 100 / max(len(points), 1)
    every = -(-len(points) // MOST_YEARS)
    numbered = _numbered([value for _year, value in points])
    drawn = []
    for place, (year, value) in enumerate(points):
        height = max(value * TALL / most, 1.5)
        middle, top = (place + 0.5) * step, LINE + TALL - height
        low = "" if value else ' class="low"'
        drawn.append(
            f'<rect{low} x="{place * step + step * 0.12:.2f}%" y="{top:.1f}" '
            f'width="{step * 0.76:.2f}%" height="{height:.1f}"/>'
        )
        if place in numbered:
            drawn.append(_centred(middle, top - 5, value))
        if place % every == 0:
            drawn.append(_centred(middle, LINE + TALL + 17 + (14 if marked else 0), year))
    for place in marked:
        drawn.append(_centred((place + 0.5) * step, LINE + TALL + 14, "◆"))
    height = LINE + TALL + 22 + (14 if marked else 0)
    return mark_safe("".join(drawn)), height  # noqa: S308  numbers


def _numbered(values: Sequence[int]) -> set[int]:
    """The places with a number: all that are no gap where they fit; else the ends and the peak."""
    ends = {0, len(values) - 1}
    if len(values) <= MOST_NUMBERS:
        return ends | {place for place, value in enumerate(values) if value}
    most = max(values)
    return ends if most in (values[0], values[-1]) else ends | {values.index(most)}


def _centred(x: float, y: float, text: int | str) -> str:
    return f'<text x="{x:.2f}%" y="{y:.1f}" text-anchor="middle">{text}</text>'


def _share(value: float, most: float) -> float:
    return round(value * 100 / most, 2)
