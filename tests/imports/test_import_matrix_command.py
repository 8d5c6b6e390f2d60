"""The command: what it prints, how it exits, and that bad input leaves nothing."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from imports.models import Batch
from tests import factories
from tests.imports.fingerprint import fingerprint
from tests.imports.written_matrices import PLAN, PLAN_HEAD, written

pytestmark = pytest.mark.django_db
SHAPE = [
    "rows", "entities", "themes", "objectives", "paragraphs", "actions", "reports", "coverage",
    "near_duplicates", "not_understood", "created", "updated", "unchanged", "warnings",
]  # fmt: skip


@pytest.fixture(autouse=True)
def theme():
    return factories.make_theme(slug="migration")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(written("plan-of-action", PLAN, head=PLAN_HEAD))
    return path


def run(*arguments):
    out = StringIO()
    options = ("--layout", "plan-of-action", "--language", "en")
    call_command("import_matrix", *map(str, arguments), *options, stdout=out)
    return out.getvalue()


def test_json_is_one_object_of_the_promised_shape(file):
    printed = json.loads(run(file, "--json"))
    assert list(printed) == SHAPE
    assert (printed["rows"], printed["actions"], printed["coverage"]) == (4, 4, 1.0)
    assert printed["not_understood"] == [{"line": 1, "text": PLAN_HEAD.strip()}]
    assert set(printed["warnings"][0]) == {"line", "code", "message"}


def test_dry_run_stores_nothing_and_counts_the_same(file):
    before = fingerprint()
    dry = json.loads(run(file, "--json", "--dry-run"))
    assert fingerprint() == before
    assert dry == json.loads(run(file, "--json"))
    assert Batch.objects.get().layout == "plan-of-action"


def test_people_read_a_summary(file):
    printed = run(file)
    assert "4 rows, 0 entities, 2 themes, 3 objectives, 3 paragraphs, 4 actions" in printed
    assert "100.00% of the cells' characters are kept" in printed
    assert "line 1: not understood: PLAN OF ACTION" in printed


@pytest.mark.parametrize(
    "data",
    [b"", b"A letter.\n", b"\x00\x01", b"PK\x03\x04x", b"\tOne\n\tTwo\n",
     written("plan-of-action", []), written("plan-of-action", PLAN)],
)  # fmt: skip
def test_bad_input_is_one_line_and_stores_nothing(tmp_path, data):
    before = fingerprint()
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(CommandError) as error:
        run(path)
    assert str(error.value) and "\n" not in str(error.value)
    assert fingerprint() == before


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nothing.txt")
