"""Imports of a page and of a matrix that are killed; a few here, twenty in `make deep`."""

import pytest

from tests.imports.killing import killed_or_not
from tests.imports.written_matrices import written
from tests.imports.written_pages import MANDATES, TEXTS, page

TITLE = "Lima Commitment - Lima, Peru - April 2018"
STATES = ["Argentina", "Brazil", "Canada", "Peru"]
SENTENCE = "The institute opened four offices where families ask for advice. "
KILLS = [4, pytest.param(20, marks=pytest.mark.deep)]


def some_page() -> bytes:
    """96 reports."""
    numbers = [(str(n), f"{MANDATES['en']} ({n})") for n in range(1, 31)]
    dates = [f"{2019 + n // 12}-{1 + n % 12:02}-15" for n in range(24)]
    return page(
        documents=[(TITLE, numbers)],
        entities=[
            (
                state,
                [
                    (date, f"{1 + n % 30}, {1 + (n + 7) % 30}", TEXTS["en"])
                    for n, date in enumerate(dates)
                ],
            )
            for state in STATES
        ],
    )


def some_matrix() -> bytes:
    """60 reports."""
    rows = [
        [f"Institute {n}", f"{n}. {SENTENCE * 4}", f"RV/INF.{n}/08\n\nMay 1, 2008"]
        for n in range(60)
    ]
    return written("compendium", rows)


@pytest.mark.parametrize("kills", KILLS)
def test_killed_import_of_a_page_leaves_before_or_after(databases, tmp_path, kills):
    file = tmp_path / "page.txt"
    file.write_bytes(some_page())
    command = ["import_sisca", str(file), "--theme", "migration", "--create-missing"]
    killed_or_not(databases, command, kills)


@pytest.mark.parametrize("kills", KILLS)
def test_killed_import_of_a_matrix_leaves_before_or_after(databases, tmp_path, kills):
    file = tmp_path / "matrix.txt"
    file.write_bytes(some_matrix())
    command = ["import_matrix", str(file), "--layout", "compendium", "--language", "en"]
    killed_or_not(databases, command, kills)
