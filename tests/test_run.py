"""`make test` counts every test once, and says what it could not run."""

import xml.etree.ElementTree as ET

import pytest

from tests import run

RESULTS = """
<testsuite>
  <testcase classname="tests.test_one" name="test_good" />
  <testcase classname="tests.test_one" name="test_bad"><failure message="no" /></testcase>
  <testcase classname="tests.test_one" name="test_broken"><error message="no fixture" /></testcase>
  <testcase classname="tests.test_two" name="test_page"><skipped message="no Chromium" /></testcase>
  <testcase classname="tests.test_two" name="test_look"><skipped message="no Chromium" /></testcase>
</testsuite>
"""
NOBODY = "postgres://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def cases():
    return list(ET.fromstring(RESULTS).iter("testcase"))


def test_each_case_has_one_outcome(cases):
    outcomes = [run.outcome(case) for case in cases]
    assert outcomes == ["passed", "failed", "failed", "skipped", "skipped"]


def test_skipped_tests_stand_under_their_reason(cases):
    assert run.skipped_lines(cases) == [
        "2 skipped: no Chromium",
        "    tests.test_two.test_page",
        "    tests.test_two.test_look",
    ]


def test_summary_names_the_three_numbers():
    assert run.summary(run.Counter(passed=3, skipped=1)) == "3 passed, 0 failed, 1 skipped"


@pytest.mark.parametrize(("required", "outcome"), [("", "skipped"), ("1", "failed")])
def test_absent_server_is_one_line_and_counted(monkeypatch, capsys, required, outcome):
    monkeypatch.setenv("TEST_DATABASE_URL", NOBODY)
    monkeypatch.setenv("REQUIRE_POSTGRES", required)
    assert run.run_on_postgresql([]) == {outcome: 1}
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"PostgreSQL: not run, counted as {outcome}: ")


def test_run_that_breaks_off_counts_as_failed(capsys):
    assert run.run_suite("SQLite", "sqlite://:memory:", ["--no-such-option"])["failed"] == 1


def test_named_server_is_used_as_it_is(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", NOBODY)
    assert run.own_database(NOBODY) == NOBODY
