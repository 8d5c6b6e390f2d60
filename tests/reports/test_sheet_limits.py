"""How much of a spreadsheet is read, whatever it says of itself."""

from io import BytesIO
from types import SimpleNamespace
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from reports.sheet_archive import (
    MOST_BESIDE,
    NOT_A_SHEET,
    TOO_MANY,
    TOO_MUCH,
    Limits,
    TooMuch,
    Unreadable,
)
from reports.sheet_csv import read_csv
from reports.sheet_reading import BRIMMING, LONGEST_CELL, _text, checked, read_table
from tests.uploads import flipped

FEW = Limits(size=10**7, unpacked=10**8, tags=500_000, rows=5, columns=9, characters=10)


def book(*rows: list) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def as_csv(*rows: list) -> bytes:
    return "".join(",".join(row) + "\n" for row in rows).encode()


def with_member(content: bytes, name: str, new: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for one in old.namelist():
            if one != name:
                archive.writestr(one, old.read(one))
        archive.writestr(name, new)
    return file.getvalue()


def rows_of(data: bytes) -> list:
    _names, rows = (read_table if data.startswith(b"PK") else read_csv)(data, FEW)
    return [list(row.cells.values()) for row in rows]


@pytest.mark.parametrize("made", [book, as_csv])
def test_as_many_characters_as_are_taken(made):
    head = ["id", "name"]
    assert rows_of(made(head, ["1", "12345"], ["2", "123"])) == [["1", "12345"], ["2", "123"]]
    with pytest.raises(TooMuch) as refusal:
        rows_of(made(head, ["1", "12345"], ["2", "1234"]))
    assert refusal.value.reason == TOO_MANY


@pytest.mark.parametrize("made", [book, as_csv])
def test_as_many_rows_as_are_taken(made):
    assert len(rows_of(made(["id"], *[["1"]] * 5))) == 5
    with pytest.raises(TooMuch) as refusal:
        rows_of(made(["id"], *[["1"]] * 6))
    assert str(refusal.value.reason) == "The file has more than 5 rows. Bring it in parts."


def test_text_that_no_cell_holds_is_not_looked_through():
    """A string of 30 MB may stand in each of a million cells."""

    class Unread(str):
        def encode(self, *args, **kwargs):
            raise AssertionError("looked through")

    assert checked(Unread("x" * LONGEST_CELL)) == ("", BRIMMING)


def test_text_of_a_shared_string_is_not_copied_for_each_cell():
    class Unread(str):
        def replace(self, *args):
            raise AssertionError("looked through")

        def __str__(self):
            return self

    text = Unread("x" * 7 * LONGEST_CELL)
    assert _text(SimpleNamespace(value=text, data_type="s"), False) == ("", BRIMMING)


@pytest.mark.parametrize(
    ("name", "reason"), [("xl/styles.xml", TOO_MUCH), ("xl/workbook.xml", TOO_MUCH)]
)
def test_what_is_beside_rows_and_texts_is_short(name, reason):
    with pytest.raises(TooMuch) as refusal:
        rows_of(with_member(book(["id"]), name, b"<a>" + b"<b/>" * MOST_BESIDE))
    assert refusal.value.reason == reason


def test_rows_may_have_more_tags_but_not_without_end():
    name = "xl/worksheets/sheet1.xml"
    main = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    rows = "".join(f'<row r="{n}"><c/></row>' for n in range(1, 170_000)).encode()
    sheet = main + b"<sheetData>" + rows[: rows.index(b'<row r="120000"')]
    assert rows_of(with_member(book(["id"]), name, sheet + b"</sheetData></worksheet>")) == []
    with pytest.raises(TooMuch) as refusal:
        rows_of(with_member(book(["id"]), name, main + rows))
    assert refusal.value.reason == TOO_MANY


def test_a_sheet_with_a_flipped_bit_is_unreadable():
    with pytest.raises(Unreadable) as refusal:
        rows_of(flipped(book(["id"])))
    assert refusal.value.reason == NOT_A_SHEET


def test_settings_of_a_printer_do_no_harm():
    """Desktop programs keep them, in UTF-16, beside the sheet that was printed."""
    settings = "HP LaserJet".encode("utf-16-le") + bytes(200)
    name = "xl/printerSettings/printerSettings1.bin"
    assert rows_of(with_member(book(["id"], ["1"]), name, settings)) == [["1"]]


@pytest.mark.parametrize("start", ["<!DOCTYPE a>", "  <!DOCTYPE a>", "\n<a/>"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_letters_hide_nothing(start, encoding):
    with pytest.raises(Unreadable):
        rows_of(with_member(book(["id"]), "xl/any.bin", start.encode(encoding)))
