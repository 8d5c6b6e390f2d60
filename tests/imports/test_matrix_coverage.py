"""How much of a matrix's cells is stored."""

import pytest

from imports import planned_action_plan
from imports.matrix import MatrixOptions, plan_matrix, read_matrix
from imports.matrix_coverage import Coverage, Kept
from tests import factories
from tests.imports.written_matrices import PLAN, PLAN_HEAD, written

STORED = ["Open ten schools.\nTrain teachers.", "In May"]


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        ("Open  ten schools.\n\nTrain teachers.", 1.0),
        ("ten schools", 1.0),
        ("ten schools\nnine", 0.7142),  # ten of the fourteen letters
        ("Train teachers.In May", 0.0),  # they stand in two texts
    ],
)
def test_cell_counts_as_far_as_one_text_holds_it(cell, share):
    coverage = Coverage()
    coverage.cell(cell, STORED)
    assert coverage.share == share


@pytest.mark.django_db
def test_what_is_stored_is_made_ready_once_for_all_cells(monkeypatch):
    made = []

    class Counted(Kept):
        def __init__(self, texts):
            super().__init__(texts)
            made.append(self)

    monkeypatch.setattr(planned_action_plan, "Kept", Counted)
    factories.make_theme(slug="migration")
    options = MatrixOptions("plan-of-action", "en")
    data = written("plan-of-action", PLAN, head=PLAN_HEAD)
    plan = plan_matrix(read_matrix(data, "a.txt", options), options)
    assert (len(made), plan.coverage.share) == (1, 1.0)
