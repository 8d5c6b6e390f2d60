"""manage.py rebuild_coverage: what coverage counts, made anew and compared."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from publication.models import Revision
from publication.unhurried import unhurried
from reports.models import Standing
from tests.factories import make_report, make_theme

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[int, int]]:
    return sorted(Standing.objects.values_list("report", "theme"))


def test_rows_are_written_anew(capsys):
    reports = [make_report(themes=[make_theme(), make_theme()]) for _ in range(2)]
    wanted = rows()
    Standing.objects.filter(report=reports[0]).delete()
    Standing.objects.update(year=1999)
    before = Revision.objects.current().number
    call_command("rebuild_coverage", "--json")
    assert (rows(), json.loads(capsys.readouterr().out)) == (wanted, {"rows": 4})
    assert not Standing.objects.filter(year=1999).exists()
    assert Revision.objects.current().number == before + 1


def test_check_counts_what_has_drifted_and_writes_nothing(capsys):
    kept, moved = make_report(), make_report()
    call_command("rebuild_coverage", "--check")
    assert capsys.readouterr().out == "Coverage: missing 0, wrong 0.\n"
    Standing.objects.filter(report=kept).delete()
    Standing.objects.filter(report=moved).update(year=1999)
    there = rows()
    with pytest.raises(CommandError, match="Coverage has drifted"):
        call_command("rebuild_coverage", "--check", "--json")
    assert json.loads(capsys.readouterr().out) == {"missing": 2, "wrong": 1}
    assert rows() == there


def timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_upkeep_is_not_held_to_the_limit_of_a_request():
    with unhurried():
        assert connection.in_atomic_block
        if connection.vendor == "postgresql":
            assert timeout() == "0"
    if connection.vendor == "postgresql":
        assert timeout() != "0"
