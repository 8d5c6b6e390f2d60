"""The files that explain the others: what a column means, what one may do, what has changed."""

from django.conf import settings

from pages.models import Page

from ..cells import csv_line
from ..columns import COLUMNS, Column
from .editions import Edition

README = """\
Summits of the Americas: everything public
Data version {version} of {moment}

{base}

One file per kind of records, twice: JSON Lines (one JSON object a line) and CSV (RFC 4180), both in
UTF-8 and compressed by gzip. The files hold the same rows in the same order with the same columns;
dictionary.csv says what each column means. In CSV, lists are separated by " | ", and an apostrophe
stands before a text that a spreadsheet would take for a formula. In JSON, a number that may have
decimals is a text, so that no reader rounds it.

`id` names a record everywhere: {base}/reports/<id>/, /themes/<id>/, /documents/<id>/ and so on.
A text in a language that the source does not have is empty, never filled with another one;
machine_translated names the languages whose text is a machine translation.
is_demonstration marks invented records. They are not facts.

checksums.txt is read by `sha256sum --check`. terms.txt says what one may do with the data.
changelog.txt says what has changed since the edition before.
Cite: {cite}
"""


def dictionary() -> str:
    """A row for each column of each kind, from the definitions that the files are written by."""
    lines = [csv_line(["kind", "column", "type", "language", "meaning"])]
    for kind, columns in COLUMNS.items():
        lines += [csv_line(_entry(kind, one)) for one in columns]
    return "".join(lines)


def _entry(kind: str, column: Column) -> list[str]:
    return [kind, column.name, column.type, column.language, column.about]


def readme(version: int, moment: str, cite: str) -> str:
    base = settings.BASE_ADDRESS
    return README.format(version=version, moment=moment, base=base, cite=cite)


def terms() -> str:
    """The page about data and licence as the Secretariat keeps it, in every language it has."""
    page = Page.objects.with_slug("data").first()
    texts = [f"{page.texts('title')[code]}\n\n{text}" for code, text in page.texts("body").items()
             ] if page else []  # fmt: skip
    address = f"{settings.BASE_ADDRESS}/data/"
    return f"{address}\n\n" + "\n\n----\n\n".join(texts) + "\n"


def changelog(files: list[dict], version: int, before: Edition | None) -> str:
    """How many rows each kind had in the edition before, and has now."""
    if before is None:
        return f"Data version {version}: the first edition.\n"
    then = {one["name"]: one.get("rows") for one in before.files}
    lines = [f"Data version {version}, after {before.data_version} ({before.name}):"]
    for one in files:
        if one["name"].endswith(".jsonl.gz"):
            old = then.get(one["name"]) or 0
            same = one["sha256"] == (before.file(one["name"]) or {}).get("sha256")
            fate = "unchanged" if same else f"{old} rows before, {one['rows']} now"
            lines.append(f"- {one['kind']}: {fate}")
    return "\n".join(lines) + "\n"
