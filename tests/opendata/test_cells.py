"""Values in cells: no formula, nothing that a file cannot hold, numbers as numbers."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.cells import clean, csv_cell, csv_line, fits, json_value, parts, plain
from publication.formulas import FORMULAS, escaped, unescaped


@pytest.mark.parametrize("first", FORMULAS)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(first):
    assert escaped(f"{first}1+1") == f"'{first}1+1"
    assert escaped(f"'{first}1+1") == f"''{first}1+1"
    assert escaped(f"a{first}1") == f"a{first}1"


@given(st.text())
def test_what_is_escaped_is_read_back(text):
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(FORMULAS)


@given(st.text())
def test_a_cell_survives_a_csv_file(text):
    file = io.StringIO()
    csv.writer(file).writerow([csv_cell(text), 1])
    row = next(csv.reader(io.StringIO(file.getvalue(), newline="")))
    assert unescaped(row[0]) == clean(text)


values = st.one_of(
    st.text(), st.integers(), st.booleans(), st.none(), st.lists(st.text(), max_size=2),
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
)  # fmt: skip


@given(st.lists(values, min_size=2))
def test_a_line_is_that_of_the_csv_writer(values):
    file = io.StringIO()
    csv.writer(file).writerow([csv_cell(value) for value in values])
    assert csv_line(values) == file.getvalue()


def test_values_by_their_type():
    assert [csv_cell(value) for value in (-5, True, False, None, [], ["a", "b"], "", "-5")] == [
        -5, "true", "false", "", "", "a | b", "", "'-5",
    ]  # fmt: skip
    assert plain(["=a", "b\x0b"]) == "=a | b"
    assert csv_cell(["=a", "b"]) == "'=a | b"


def test_a_decimal_is_a_number_that_json_spells_out():
    numbers = [Decimal(number) for number in ("-3.2", "0", "12.5")]
    assert csv_line(numbers) == "-3.2,0,12.5\r\n"
    assert [plain(number) for number in numbers] == numbers
    assert [json_value(number) for number in numbers] == ["-3.2", "0", "12.5"]


def test_characters_that_no_file_holds_are_left_out():
    assert clean("a\x00b\x0bc\ud800d\ufffee\tf\r\ng\rh\x85") == "abcde\tf\ng\nh\x85"


@given(st.text(alphabet="a😀\n", max_size=50_000))
def test_parts_of_a_long_text_fit_and_make_it_whole(text):
    assert "".join(parts(text)) == text
    assert all(fits(part) for part in parts(text))


def test_what_fits_into_a_cell():
    assert [fits("a" * 32_767), fits("a" * 32_768), fits("😀" * 16_383), fits("😀" * 16_384)] == [
        True, False, True, False,
    ]  # fmt: skip
