"""Imports of a matrix that are killed; a few here, twenty in `make deep`."""

import pytest

from tests.imports.killing import killed_or_not
from tests.imports.written_matrices import written

SENTENCE = "The institute opened four offices where families ask for advice. "


def long_matrix() -> bytes:
    """300 reports, so that writing takes a good part of the run."""
    rows = [
        [f"Institute {n}", f"{n}. {SENTENCE * 40}", f"RV/INF.{n}/08\n\nMay 1, 2008"]
        for n in range(300)
    ]
    return written("compendium", rows)


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.deep)])
def test_kills_leave_before_or_after(databases, tmp_path, kills):
    file = tmp_path / "matrix.txt"
    file.write_bytes(long_matrix())
    command = ["import_matrix", str(file), "--layout", "compendium", "--language", "en"]
    killed_or_not(databases, command, kills)
