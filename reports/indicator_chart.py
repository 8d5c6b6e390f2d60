"""A small picture of an entity's values over the years, with baseline and target."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 26, 26


def figure(value: Decimal, decimals: int) -> str:
    """The number as a reader of the active language writes it: rounded, its thousands parted."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return number_format(rounded, decimals, use_l10n=True, force_grouping=True)


def in_full(value: Decimal) -> str:
    """The same with every decimal that the number has, and no zeros behind them."""
    exponent = value.normalize().as_tuple().exponent
    return figure(value, max(-int(exponent), 0))


@dataclass(frozen=True, slots=True)
class Chart:
    """`points` are pairs of year and value in order; the target is a dashed line."""

    points: list[tuple[int, Decimal]]
    target: Decimal | None
    target_year: int | None
    decimals: int

    @property
    def title(self) -> str:
        """Every number in words: what a reader hears instead of the picture."""
        # Translators: a year and a value, such as "2015: 120"
        pair = gettext("%(year)s: %(value)s")
        parts = [pair % {"year": y, "value": figure(v, self.decimals)} for y, v in self.points]
        if self.target is not None:
            said = gettext("target for %(year)s: %(value)s")
            value = figure(self.target, self.decimals)
            parts.append(said % {"year": self.target_year, "value": value})
        return "; ".join(parts)

    @property
    def svg(self) -> SafeString:
        return format_html(
            '<svg class="values" role="img" viewBox="0 0 {} {}" width="{}" height="{}">'
            "<title>{}</title>{}{}{}{}</svg>",
            WIDTH, HEIGHT, WIDTH, HEIGHT, self.title,
            self._target(), self._line(), self._marks(), self._labels(),
        )  # fmt: skip

    def _target(self) -> SafeString | str:
        if self.target is None:
            return ""
        y = self._y(self.target)
        return format_html(
            '<line class="target" x1="{}" y1="{}" x2="{}" y2="{}"/>', LEFT, y, WIDTH - RIGHT, y
        )

    def _line(self) -> SafeString:
        path = " ".join(f"{self._x(year)},{self._y(value)}" for year, value in self.points)
        return format_html('<polyline points="{}"/>', path)

    def _marks(self) -> SafeString:
        rows = ((self._x(year), self._y(value)) for year, value in self.points)
        return format_html_join("", '<circle cx="{}" cy="{}" r="4"/>', rows)

    def _labels(self) -> SafeString:
        """The first and the last value above their marks, their years below the axis."""
        first, last = self.points[0], self.points[-1]
        ends = [(first, "start"), (last, "end")] if len(self.points) > 1 else [(last, "middle")]
        row = '<text x="{}" y="{}" text-anchor="{}">{}</text>'
        rows = []
        for (year, value), anchor in ends:
            rows.append((self._x(year), HEIGHT - 6, anchor, year))
            above = max(self._y(value) - 10, 14)
            rows.append((self._x(year), above, anchor, figure(value, self.decimals)))
        return format_html_join("", row, rows)

    def _x(self, year: int) -> float:
        years = [year for year, _value in self.points]
        span = max(years) - min(years)
        if not span:
            return WIDTH / 2
        return round(LEFT + (year - min(years)) / span * (WIDTH - LEFT - RIGHT), 1)

    def _y(self, value: Decimal) -> float:
        """From nought, or from the lowest value where one is below it."""
        values = [value for _year, value in self.points]
        if self.target is not None:
            values.append(self.target)
        low, high = min([*values, Decimal(0)]), max([*values, Decimal(0)])
        span = (high - low) or Decimal(1)
        height = HEIGHT - TOP - BOTTOM
        return round(HEIGHT - BOTTOM - float((value - low) / span) * height, 1)
