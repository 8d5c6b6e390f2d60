"""What the columns of several kinds have in common, and the ways to make one."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any

from publication.languages import LANGUAGES, TextState, column

Value = str | int | Decimal | bool | list[str] | None
ENGLISH = {"en": "English", "es": "Spanish", "fr": "French", "pt-br": "Portuguese"}
AS_KNOWN = "as far as it is known: 2015-04-10, 2015-04 or 2015"


@dataclass(frozen=True, slots=True)
class Column:
    """`read` gives the value of a record as `opendata.records` loads it.

    `is_editable`: it may be changed in a file of the list that is brought back as a sheet.
    """

    name: str
    read: Callable[[Any], Value]
    about: str
    type: str = "text"  # text, number, boolean, date, list
    language: str = ""
    is_editable: bool = False


def own(name: str, about: str, *, type: str = "text", of: str = "") -> Column:
    """What an attribute of the record holds; `of` where it is called otherwise there."""
    return Column(name, attrgetter(of or name), about, type)


def texts(field: str, about: str) -> list[Column]:
    """A translated field: a column for each language."""
    return [
        Column(
            column(field, code), attrgetter(column(field, code)), f"{about}, in {ENGLISH[code]}",
            language=code,
        )
        for code in LANGUAGES
    ]  # fmt: skip


def date(name: str, about: str, attribute: str) -> Column:
    """A date as far as it is known: 2015-04-10, 2015-04 or 2015."""

    def read(record: Any) -> Value:
        when = getattr(record, attribute)
        return when and when.isoformat()

    return Column(name, read, f"{about}; {AS_KNOWN}", "date")


def related(name: str, about: str, relation: str) -> Column:
    """The identifiers of related records, in their order."""

    def read(record: Any) -> Value:
        return [
            str(getattr(one, "slug", None) or one.pk) for one in getattr(record, relation).all()
        ]

    return Column(name, read, about, "list")


def sheet(*every: Column, fixed: Container[str] = ()) -> tuple[Column, ...]:
    """Columns of a kind that comes back as a sheet; those in `fixed` are not changed by one."""
    always = {"id", "url", "machine_translated", "is_demonstration"}
    return tuple(
        replace(one, is_editable=one.name not in always and one.name not in fixed) for one in every
    )


def said(name: str, about: str, *, type: str = "text", language: str = "") -> Column:
    """A column of rows that are made in the order of the columns, as those of reports are."""
    return Column(name, _unplaced, about, type, language)


def _unplaced(row: Any) -> Value:
    raise NotImplementedError


def placed(*every: Column) -> tuple[Column, ...]:
    """The columns of such rows, each of which reads the value at its own place."""
    return tuple(replace(one, read=itemgetter(place)) for place, one in enumerate(every))


def in_digits(number: Decimal) -> str:
    """A number with as many decimals as it has: "12.5"."""
    return f"{number.normalize():f}"


def decimal(name: str, about: str) -> Column:
    """A number without the zeros that the database adds, which `str` gives in digits alone."""

    def read(record: Any) -> Value:
        value = getattr(record, name)
        return None if value is None else Decimal(in_digits(value))

    return Column(name, read, about, "number")


def slug_of(name: str, about: str) -> Column:
    """The identifier of the record that is named so, if any."""
    return Column(name, lambda one: (found := getattr(one, name)) and found.slug, about)


def address_of(paragraph: Any) -> str:
    """The identifier of a paragraph, document/paragraph."""
    return f"{paragraph.document.slug}/{paragraph.slug}"


# What several kinds have ----------------------------------------------------------------------


def _machine(record: Any) -> Value:
    return [code for code in LANGUAGES if record.state_in(code) == TextState.MACHINE]


ID = own("id", "Identifier", of="slug")
URL = Column("url", lambda record: record.url, "Permanent address; opens in the reader's language")
ORIGINAL = own("original_language", "Language in which the texts were written: en, es, fr, pt-br")
MACHINE = Column(
    "machine_translated", _machine, "Languages whose text is a machine translation", "list"
)
DEMONSTRATION = own(
    "is_demonstration", "True for invented records that only show the portal", type="boolean"
)
ALIASES = own("aliases", "Other names under which the record is known", type="list")
ENTITY = slug_of("entity", "The entity")
