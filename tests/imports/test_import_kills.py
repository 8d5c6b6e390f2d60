"""Imports of a page that are killed; a few here, twenty in `make deep`."""

import pytest

from tests.imports.killing import killed_or_not
from tests.imports.written_pages import MANDATES, TEXTS, page

TITLE = "Lima Commitment - Lima, Peru - April 2018"
STATES = ["Argentina", "Brazil", "Canada", "Peru", "Mexico", "Haiti", "Chile", "Cuba"]
LINES = 8


def long_page():
    """768 reports, so that writing takes a good part of the run."""
    numbers = [(str(n), f"{MANDATES['en']} ({n})") for n in range(1, 31)]
    dates = [f"{2019 + n // 12}-{1 + n % 12:02}-15" for n in range(48)]
    return page(
        documents=[(TITLE, numbers)],
        entities=[
            (
                f"{state} {half}",
                [
                    (date, f"{1 + n % 30}, {1 + (n + 7) % 30}", "\n".join([TEXTS["en"]] * LINES))
                    for n, date in enumerate(dates)
                ],
            )
            for state in STATES
            for half in ("North", "South")
        ],
    )


@pytest.mark.parametrize("kills", [4, pytest.param(20, marks=pytest.mark.deep)])
def test_kills_leave_before_or_after(databases, tmp_path, kills):
    file = tmp_path / "page.txt"
    file.write_bytes(long_page())
    command = ["import_sisca", str(file), "--theme", "migration", "--create-missing"]
    killed_or_not(databases, command, kills)
