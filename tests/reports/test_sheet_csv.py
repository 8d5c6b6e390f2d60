"""Tables of comma-separated values as they come from spreadsheet programs, and what is refused."""

from itertools import repeat

import pytest
from django.utils.translation import override

from reports.sheet_archive import MEGABYTE, Limits, Unreadable
from reports.sheet_csv import read_csv

LIMITS = Limits(size=MEGABYTE, unpacked=0, tags=0, rows=3, columns=5)


def read(text: str | bytes, limits: Limits = LIMITS) -> tuple[list[str], list[dict[str, str]]]:
    names, rows = read_csv(text if isinstance(text, bytes) else text.encode(), limits)
    return names, [row.cells for row in rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_table_is_read_as_programs_write_it(separator, end, mark):
    text = end.join([separator.join(["a", "b"]), separator.join(["1", '"x, ""y""\nz; ñ"']), ""])
    assert read(mark + text.encode()) == (["a", "b"], [{"a": "1", "b": 'x, "y"\nz; ñ'}])


def test_rows_keep_the_numbers_they_have_in_the_program():
    _names, rows = read_csv(b"a,b\n\n,,\n1,2\n", LIMITS)
    assert [(row.number, row.cells) for row in rows] == [(4, {"a": "1", "b": "2"})]


def test_short_row_has_empty_cells():
    assert read("a,b\n1\n") == (["a", "b"], [{"a": "1", "b": ""}])


def test_cell_without_a_column_is_a_fault():
    _names, rows = read_csv(b"a,b\n1,2,3\n1,2,\n", LIMITS)
    assert [list(row.faults) for row in rows] == [["b"], []]


@pytest.mark.parametrize(
    ("cell", "text"),
    [("'=1+1", "=1+1"), ("''=1", "'=1"), ("'-2", "-2"), ("'tis", "'tis"), ("=1+1", "=1+1")],
)
def test_apostrophe_before_a_formula_is_taken_off(cell, text):
    assert read(f"a\n{cell}\n") == (["a"], [{"a": text}])


def test_character_that_no_cell_holds_is_a_fault():
    _names, rows = read_csv(b"a,b\n1,\x07\n", LIMITS)
    assert [list(row.faults) for row in rows] == [["b"]]


REFUSED = {
    "another encoding": ("a\nñ\n".encode("latin-1"), "The file is not in UTF-8. "
                         "Save it as “CSV UTF-8”."),
    "UTF-16": ("a\n1\n".encode("utf-16-le"), "The file is not in UTF-8. Save it as “CSV UTF-8”."),
    "open quote": (b'a\n"1\n', "The file is not a table of comma-separated values: see line 2."),
    "too many rows": (b"a\n1\n2\n3\n4\n", "The file has more than 3 rows. Bring it in parts."),
    "too many columns": (b"a,b,c,d,e,f\n", "The file is not a table of comma-separated values: "
                         "see line 1."),
    "too large": (b"a\n" + b"1" * MEGABYTE, "The file is larger than 1 MB."),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_file_is_refused_in_one_line(name):
    data, reason = REFUSED[name]
    with override("en"), pytest.raises(Unreadable) as refusal:
        read(data)
    assert str(refusal.value.reason) == reason


def test_endless_file_is_read_no_further_than_its_limit():
    """Rows are read as they are asked for: what stands beyond the limit costs nothing."""
    limits = Limits(size=10_000_000, unpacked=0, tags=0, rows=10, columns=5)
    _names, rows = read_csv(b"a\n" + b"".join(repeat(b"1\n", 300_000)), limits)
    seen = []
    with override("en"), pytest.raises(Unreadable):
        seen.extend(row.number for row in rows)
    assert len(seen) <= 10
