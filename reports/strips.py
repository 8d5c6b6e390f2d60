"""A strip of dots, one for each entity asked: filled ones have reported."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from .coverage import Figures

# Pixels and dots.
STEP, RADIUS, PER_ROW = 24, 7.5, 23


@dataclass(frozen=True, slots=True)
class Strip:
    """`title` says the numbers in words; `dots` are SVG circles without any style."""

    title: str
    width: int
    height: int
    dots: SafeString


def strip(figures: Figures) -> Strip:
    dots = "".join(
        _dot(place, "on" if place < figures.reported else "off") for place in range(figures.asked)
    )
    title = ngettext(
        "One dot for the %(asked)d entity asked; filled: reported (%(reported)d).",
        "%(asked)d dots, one for each entity asked; filled: reported (%(reported)d).",
        figures.asked,
    ) % {"asked": figures.asked, "reported": figures.reported}
    columns, rows = min(figures.asked, PER_ROW), -(-figures.asked // PER_ROW)
    return Strip(title, columns * STEP, rows * STEP, mark_safe(dots))  # noqa: S308  numbers only


def _dot(place: int, state: str) -> str:
    row, column = divmod(place, PER_ROW)
    x, y = column * STEP + STEP // 2, row * STEP + STEP // 2
    return f'<circle cx="{x}" cy="{y}" r="{RADIUS}" class="{state}"/>'
