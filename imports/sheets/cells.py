"""How a cell is read back into a value. What stands in it is said by `opendata.columns`."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from opendata.cells import BETWEEN, plain
from opendata.columns import Value
from publication.dates import PartialDate
from publication.forms import LONGEST, refuse_control_characters
from publication.languages import LANGUAGES, columns

from .known import CellFault, Known

Read = Callable[[str, Known], Any]
"""Makes a value of a cell's text, or raises CellFault."""

# What programs make of a yes or no in our languages.
YES = {"true", "yes", "verdadero", "sí", "si", "vrai", "oui", "verdadeiro", "sim", "1"}
NO = {"false", "no", "falso", "faux", "non", "não", "nao", "0", ""}
NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
DIGITS, DECIMALS = 15, 4
_is_url = URLValidator(schemes=["http", "https"])


def normal(text: str) -> str:
    """The text as it is compared: line ends made equal, blank ends cut off."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def written(value: Value) -> str:
    """A value as an export writes it, before a format escapes it."""
    found = plain(value)
    if isinstance(found, bool):
        return "true" if found else "false"
    return "" if found is None else str(found)


def is_same(stored: str, text: str, type: str) -> bool:
    """Whether the cell says what is stored; the order of a list does not count."""
    if type == "boolean":
        return truth(stored) == truth(text)
    if type == "list":
        return sorted(several(stored)) == sorted(several(text))
    if type == "number" and NUMBER.fullmatch(stored) and NUMBER.fullmatch(normal(text)):
        return Decimal(stored) == Decimal(normal(text))
    return normal(stored) == normal(text)


def truth(text: str) -> bool | None:
    """True or False, None for anything else."""
    said = normal(text).lower()
    return True if said in YES else False if said in NO else None


def several(text: str) -> list[str]:
    """What stands in the cell one after the other."""
    parts = map(str.strip, re.split(rf"{re.escape(BETWEEN.strip())}|\n", normal(text)))
    return list(dict.fromkeys(filter(None, parts)))


# How a cell is read ---------------------------------------------------------------------------


def line(longest: int) -> Read:
    """A few words in one line."""

    def read(text: str, known: Known) -> str:
        text = normal(text)
        if "\n" in text or "\t" in text:
            raise CellFault("cell_one_line")
        return _short(text, longest)

    return read


def prose(text: str, known: Known) -> str:
    return _short(normal(text), LONGEST)


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise CellFault("cell_too_long", str(longest))
    try:
        refuse_control_characters(text)
    except ValidationError:
        raise CellFault("cell_character") from None
    return text


def choice(choices: type[models.TextChoices], *, empty: bool = False) -> Read:
    """One of the choices, by its value."""

    def read(text: str, known: Known) -> str:
        text = normal(text)
        if text in choices.values or (empty and not text):
            return text
        raise CellFault("cell_choice", ", ".join(choices.values))

    return read


def yes_or_no(text: str, known: Known) -> bool:
    found = truth(text)
    if found is None:
        raise CellFault("cell_choice", "true, false")
    return found


def day(text: str, known: Known) -> datetime.date | None:
    text = normal(text)
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CellFault("cell_day") from None


def number(text: str, known: Known) -> int:
    text = normal(text)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CellFault("cell_number")
    return int(text)


def number_between(least: int, most: int, *, empty: bool = False) -> Read:
    """A whole number within bounds; with `empty`, None for an empty cell."""

    def read(text: str, known: Known) -> int | None:
        text = normal(text)
        if empty and not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
            return int(text)
        raise CellFault("cell_number_between", str(least), str(most))

    return read


def decimal(*, empty: bool = False) -> Read:
    """A number as both databases give it back; with `empty`, None for an empty cell.

    SQLite keeps decimals as floating points, of which fifteen digits are certain.
    """

    def read(text: str, known: Known) -> Decimal | None:
        text = normal(text)
        if empty and not text:
            return None
        if NUMBER.fullmatch(text):
            found = Decimal(text).normalize()
            is_certain = len(found.as_tuple().digits) <= DIGITS and abs(found) < 10**DIGITS
            if is_certain and found == round(found, DECIMALS):
                return found
        raise CellFault("cell_decimal")

    return read


def language(text: str, known: Known) -> str:
    text = normal(text)
    if text not in LANGUAGES:
        raise CellFault("cell_choice", ", ".join(LANGUAGES))
    return text


def partial_date(text: str, known: Known) -> PartialDate:
    try:
        return PartialDate.parse(normal(text))
    except ValueError:
        raise CellFault("cell_date") from None


def url(longest: int) -> Read:
    def read(text: str, known: Known) -> str:
        text = normal(text)
        if text and not is_web_address(text):
            raise CellFault("cell_url")
        return _short(text, longest)

    return read


def is_web_address(text: str) -> bool:
    try:
        _is_url(text)
    except ValidationError:
        return False
    return True


def lines(text: str, known: Known) -> list[str]:
    return [_short(one, 200) for one in several(text)]


def one_of(name: str) -> Read:
    """The record that the cell names, among `known.<name>`; None for an empty cell."""

    def read(text: str, known: Known) -> Any:
        text = normal(text)
        return _found(text, getattr(known, name)) if text else None

    return read


def some_of(name: str) -> Read:
    """The records that the cell names, among `known.<name>`."""

    def read(text: str, known: Known) -> list[Any]:
        found = getattr(known, name)
        return [_found(one, found) for one in several(text)]

    return read


def paragraphs(text: str, known: Known) -> list[int]:
    """Ids of the paragraphs at the addresses."""
    return [known.paragraph(one) for one in several(text)]


def _found(text: str, records: dict[str, Any]) -> Any:
    if text not in records:
        raise CellFault("cell_unknown", text[:60])
    return records[text]


# Columns that come in a row -------------------------------------------------------------------


def texts(field: str, read: Read) -> dict[str, Read]:
    """The same way to read each language of a translated field."""
    return dict.fromkeys(columns(field), read)
