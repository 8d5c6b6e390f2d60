"""How a value stands in a cell, and how its text is read back.

A program takes a text that begins with =, +, -, @, a tab or a line end, or with their full-width
forms, for a formula: in CSV an apostrophe stands before it, which a cell of XLSX does not need.
Characters that XML cannot hold, and that nobody sees, are left out in all formats.
"""

from collections.abc import Iterable
from decimal import Decimal

from publication.formulas import FORMULAS, escaped
from reports.sheet_reading import NOT_IN_XML

from .columns import Value

BETWEEN = " | "
LONGEST = 32_767  # UTF-16 units in a cell of XLSX
PART = 16_000  # characters, even if each takes two units
CONTINUED = " […]"
QUOTE = '"'

_FIRST = {*FORMULAS, "'"}
_NOTHING = {str: "", list: "", bool: "false"}  # in a line of CSV


def plain(value: Value) -> str | int | Decimal | bool | None:
    """The value as one cell, the same in CSV and XLSX before either escapes it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return clean(BETWEEN.join(value)) or None
    return value


def clean(text: str) -> str:
    """The text without what no file can hold, its lines ended alike."""
    if text.isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.replace("\n", "").isprintable() else NOT_IN_XML.sub("", text)


def json_value(value: Value) -> Value:
    """The value in JSON: nothing is lost but what nobody sees. No reader rounds a decimal."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean(text) for text in value]
    return str(value) if isinstance(value, Decimal) else value


def csv_cell(value: Value) -> str | int | Decimal:
    """The value in a CSV file: numbers stay numbers, nothing is empty."""
    if isinstance(value, str):
        return escaped(clean(value))
    if isinstance(value, list):
        return escaped(clean(BETWEEN.join(value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def csv_line(values: Iterable[Value]) -> str:
    """A line of a CSV file, as `csv.writer` writes it: it took twice as long."""
    return ",".join(["" if value is None else _quoted(value) for value in values]) + "\r\n"


def _quoted(value: Value) -> str:
    """Most cells hold nothing or a text that stands as it is; those are told apart at once."""
    if not value:
        return str(_NOTHING.get(value.__class__, value))
    if value.__class__ is list:
        value = BETWEEN.join(value)
    elif value.__class__ is not str:
        return str(csv_cell(value))
    if not value.isprintable() or value[:1] in _FIRST:
        value = escaped(clean(value))
    if "," in value or QUOTE in value or "\n" in value:
        return f'"{value.replace(QUOTE, QUOTE + QUOTE)}"'
    return value


def parts(text: str) -> list[str]:
    """A text in pieces that each fit into a cell of XLSX."""
    return [text[start : start + PART] for start in range(0, len(text), PART)] or [""]


def fits(text: str) -> bool:
    return len(text) <= PART or len(text.encode("utf-16-le", "replace")) // 2 <= LONGEST
