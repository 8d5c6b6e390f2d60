"""Text dumps of tables: where rows begin and end, and what stands around them."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.legacy_file import UnreadablePage
from imports.matrix_annual import activities, read_annual_report
from imports.matrix_cells import Cell, Outside, Row
from imports.matrix_columns import columns
from imports.matrix_dates import dates_in, is_only_dated, symbol_in
from imports.matrix_files import read_grid
from imports.matrix_plan import state_named
from imports.matrix_text import read_dump
from imports.matrix_titles import title
from tests.imports.written_matrices import ANNUAL, FORMATS, HEADINGS, PLAN, PLAN_HEAD, written


def texts(grid):
    return [tuple(cell.text for cell in part.cells) if isinstance(part, Row) else part.text
            for part in grid]  # fmt: skip


def test_rows_are_told_by_the_columns_above_them():
    dump = written("plan-of-action", PLAN, head=PLAN_HEAD).decode()
    grid = read_dump(dump, "plan-of-action", {})
    assert texts(grid)[0].startswith("PLAN OF ACTION")
    assert texts(grid)[1:] == [tuple(HEADINGS["plan-of-action"]["en"]), *map(tuple, PLAN)]


def test_lines_are_those_of_the_file():
    grid = read_dump("Head\n\n\tThemes\n\tObjectives\n\tA\nmore\n\n\tB\n", "plan-of-action", {})
    assert grid[0] == Outside(1, "Head")
    assert [cell.line for part in grid[1:] for cell in part.cells] == [3, 4, 5, 8]


def test_spaces_before_the_tab_end_the_row_above():
    dump = ("\tOrganization\n\tDescription of activities\n\tReference document\n\n"
            "\tLakes\n\tThey count fish.\n \tRivers\n\tThey count ships.\n\tRV/INF.1/08\n"
    )  # fmt: skip
    assert texts(read_dump(dump, "compendium", {}))[1:] == [
        ("Lakes", "They count fish."), ("Rivers", "They count ships.", "RV/INF.1/08"),
    ]  # fmt: skip


def test_text_below_a_table_is_not_in_its_last_cell():
    dump = written("plan-of-action", PLAN[:1]).decode() + "\n\n\nIV. Conclusion\nAll went well.\n"
    assert texts(read_dump(dump, "plan-of-action", {}))[-2:] == [
        tuple(PLAN[0]), "IV. Conclusion\nAll went well.",
    ]  # fmt: skip


def test_blank_lines_within_a_cell_stay():
    rows = [["RIVERS", "1. CLEAN", "One\n\n\nTwo", "Three", "Four"]]
    grid = read_dump(written("plan-of-action", rows).decode(), "plan-of-action", {})
    assert texts(grid)[-1] == tuple(rows[0])


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=400))
def test_any_text_is_read_or_refused(text):
    for layout in HEADINGS:
        assert isinstance(read_dump(text, layout, {}), tuple)


@given(
    st.lists(
        st.lists(st.text("abc XYZ.\n1", min_size=1, max_size=30), min_size=5, max_size=5),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_no_character_of_a_table_is_lost(rows):
    rows = [[f"x{text}".rstrip() for text in row] for row in rows]
    grid = read_dump(written("plan-of-action", rows).decode(), "plan-of-action", {})
    found = "".join(map("".join, texts(grid)[1:]))
    assert "".join(found.split()) == "".join("".join(map("".join, rows)).split())


# Columns --------------------------------------------------------------------------------------

ROLES = {
    "annual-report": ("activities", "planned", "done", "next", "financing"),
    "compendium": ("organization", "description", "reference"),
    "plan-of-action": ("theme", "objective", "text", "activity", "schedule"),
}


@pytest.mark.parametrize("layout", HEADINGS)
@pytest.mark.parametrize("language", ["en", "es", "fr", "pt-br"])
def test_columns_are_known_by_their_headings_in_every_language(layout, language):
    cells = [Cell(1, heading) for heading in HEADINGS[layout][language]]
    assert columns(cells, layout, {}).roles == ROLES[layout]


def test_a_year_printed_twice_is_told_by_its_place():
    cells = [Cell(1, text) for text in ("Programmed activities for 2011", "Activities executed",
                                        "Activities programmed for 2011")]  # fmt: skip
    found = columns(cells, "annual-report", {})
    assert found.roles == ("planned", "done", "next")
    assert found.years == {"planned": 2011, "next": 2011}


def test_a_person_says_what_an_unknown_heading_means():
    cells = [Cell(1, "Implemented"), Cell(1, "Type of financing"), Cell(1, "Remarks!")]
    assert columns(cells, "annual-report", {}) is None
    chosen = {"implemented": "done", "remarks": "-"}
    assert columns(cells, "annual-report", chosen).roles == ("done", "financing", "-")


def test_texts_are_no_headings():
    assert columns([Cell(1, "The ship"), Cell(1, "left")], "plan-of-action", {}) is None


# Titles, activities, states, dates ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A. Institute of Rivers", ("A", "", "Institute of Rivers")),
        ("B. 1.  Department  of Boats", ("B", "1", "Department of Boats")),
        ("B.B2. Network (NET)", ("B", "2", "Network (NET)")),
        ("D.. Secretariat", ("D", "", "Secretariat")),
        ("A. 1, Community", ("A", "1", "Community")),
        ("E.\n\n   B. 2. Network", ("B", "2", "Network")),
        ("E.\nNetwork", ("E", "", "Network")),
        ("B.3. Office\n· ", ("B", "3", "Office")),
    ],
)
def test_titles(text, found):
    one = title(Cell(1, text))
    assert (one.letter, one.number, one.name, one.rest) == (*found, "")


@pytest.mark.parametrize(
    "text", ["The office", "1. Promote", "", "A.", "2011. Y", "B. " + "x" * 300]
)
def test_other_cells_are_no_titles(text):
    assert title(Cell(1, text)) is None


def test_text_below_a_title_is_kept():
    assert title(Cell(1, "B. 1. Boats\n\nMany boats.")).rest == "\nMany boats.".strip("\n")


def test_activities_have_their_numbers_lines_and_texts():
    cell = Cell(10, "Before it.\n\n1.\nPromote rights\nof families.\n\n12.Offer training 2.5.")
    assert [(one.line, one.number, one.text) for one in activities(cell)] == [
        (10, "", "Before it."),
        (12, "1", "Promote rights\nof families."),
        (16, "12", "Offer training 2.5."),
    ]


@pytest.mark.parametrize(
    ("schedule", "state"),
    [
        ("CONTINUO", "ongoing"), ("CONTINUO\nCONTINUO", "ongoing"), ("REALIZADO AYER", "done"),
        ("REALIZADO. CONTINUO", "not_stated"), ("SE REALIZÓ", "not_stated"), ("", "not_stated"),
        ("PENDIENTE", "pending"), ("Prévue pour mai", "planned"), ("em andamento", "ongoing"),
        ("GESTIONES CONTINÚAN", "not_stated"), ("abandoned", "not_stated"),
    ],
)  # fmt: skip
def test_a_state_only_where_exactly_one_is_named(schedule, state):
    assert state_named(schedule) == state


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Quito, 27-29 de noviembre de 2006", "2006-11-27", "2006-11-29"),
        ("January 30, 2008", "2008-01-30", "2008-01-30"),
        ("May 2-4, 2006", "2006-05-02", "2006-05-04"),
        ("le 1 août 2008", "2008-08-01", "2008-08-01"),
        ("15 de março de 2010", "2010-03-15", "2010-03-15"),
    ],
)
def test_dates(text, first, last):
    assert tuple(day.isoformat() for day in dates_in(text)) == (first, last)


@pytest.mark.parametrize("text", ["31 de febrero de 2006", "2006", "May", "May 45, 2006"])
def test_no_dates(text):
    assert dates_in(text) is None


def test_symbols():
    assert symbol_in("CE/AM/INF.23/08 corr. 1\n\nMay 1, 2008") == "CE/AM/INF.23/08 corr. 1"
    assert symbol_in("CP/CAJP-3035/12 add. 4 rev. 2") == "CP/CAJP-3035/12 add. 4 rev. 2"
    assert symbol_in("Web page, and/or 12/08") == ""
    assert is_only_dated("\n\nMay 1, 2008") and not is_only_dated("Read on May 1, 2008")


# Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_every_kind_of_file_gives_the_same_rows(kind):
    data = written("annual-report", ANNUAL, kind=kind)
    matrix = read_annual_report(read_grid(data, f"a.{kind}", "annual-report", {}), {})
    assert [(row.name, row.within) for row in matrix.rows] == [
        ("Institute of Rivers", ""), ("Department of Boats", "Institute of Lakes"),
    ]  # fmt: skip
    assert [
        {role: cell.text for role, cell in row.cells.items() if cell.text} for row in matrix.rows
    ] == [
        dict(zip(ROLES["annual-report"], ANNUAL[1], strict=True)),
        {role: text for role, text in zip(ROLES["annual-report"], ANNUAL[4], strict=True) if text},
    ]
    assert (matrix.year, [a.number for a in matrix.rows[0].activities]) == (2011, ["1", "2"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b"A letter.\n", "no_table"), (b"PK\x03\x04broken", "damaged"),
        (b"\xd0\xcf\x11\xe0old", "old_office"), (b"\x00\x01", "binary"), (b"\xff\xfea", "not_utf8"),
        (b"<!DOCTYPE html><html>\n\tx</html>", "html"),
    ],
)  # fmt: skip
def test_bad_files_are_refused(data, code):
    with pytest.raises(UnreadablePage) as refusal:
        read_grid(data, "a.txt", "compendium", {})
    assert refusal.value.code == code


def bomb() -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 20_000_000)
    return file.getvalue()


TOO_LARGE = {
    "rows": lambda: written("compendium", [["x"]] * 20_001, kind="xlsx"),
    "one text in many cells": lambda: written("compendium", [["x" * 30_000]] * 400, kind="xlsx"),
    "a bomb": bomb,
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_sheet_that_holds_too_much_is_called_too_large(name):
    """And not damaged."""
    with pytest.raises(UnreadablePage) as refusal:
        read_grid(TOO_LARGE[name](), "a.xlsx", "compendium", {})
    assert refusal.value.code == "too_large"


def test_a_table_without_known_columns_is_refused():
    with pytest.raises(UnreadablePage) as refusal:
        read_annual_report(read_dump("\tOne\n\tTwo\n", "annual-report", {}), {})
    assert refusal.value.code == "no_columns"


def test_a_table_without_rows_is_refused():
    with pytest.raises(UnreadablePage) as refusal:
        read_annual_report(
            read_dump(written("annual-report", []).decode(), "annual-report", {}), {}
        )
    assert refusal.value.code == "no_rows"
