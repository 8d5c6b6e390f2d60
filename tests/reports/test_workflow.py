"""Every change of a report's state: what it leads from, what it writes, what it leaves alone."""

import datetime

import pytest
from django.utils import timezone

from publication.models import Revision
from reports import workflow
from reports.models import Report
from reports.workflow import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db
State = Report.State


def drafts(number=1, **fields):
    return [factories.make_report(state=State.DRAFT, **fields) for _n in range(number)]


def steps(report):
    names = ("verb", "from_state", "to_state", "by", "note")
    return [tuple(getattr(step, name) for name in names) for step in report.transitions.all()]


def states():
    return list(Report.objects.order_by("id").values_list("state", flat=True))


# Imported reports -----------------------------------------------------------------------------


def test_imported_drafts_are_published_with_one_step_each():
    editor, reports = factories.make_editor(), drafts(3)
    before = timezone.now()
    workflow.file_imported(reports, by=editor, batch=7)
    for report in reports:
        report.refresh_from_db()
        assert report.state == State.PUBLISHED
        assert before <= report.published_at <= timezone.now()
        assert steps(report) == [("file_imported", "draft", "published", editor, "import 7")]


def test_step_keeps_the_report_as_it_stood():
    paragraph = factories.make_paragraph()
    (report,) = drafts(
        texts={"es": "Se abrió.", "en": "It was opened."},
        citing=[paragraph],
        date=datetime.date(2015, 4, 1),
        date_precision="month",
        available_in=["fr"],
    )
    workflow.file_imported([report], by=None, batch=7)
    assert report.transitions.get().snapshot == {
        "edition": 1,
        "date": "2015-04",
        "original_language": "es",
        "available_in": ["fr"],
        "nothing_to_report": False,
        "reason": "",
        "sections": [
            {
                "kind": "done",
                "position": 0,
                "markup": "markdown",
                "texts": {"en": "It was opened.", "es": "Se abrió."},
            }
        ],
        "citations": [
            {
                "typed": "",
                "state": "exact",
                "paragraph": paragraph.pk,
                "mark": "",
                "evidence": "",
            }
        ],
    }


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_only_drafts_are_filed_from_an_import(state):
    (draft,), other = drafts(), factories.make_report(state=state)
    with pytest.raises(NotAllowed):
        workflow.file_imported([draft, other], by=None, batch=7)
    assert states() == [State.DRAFT, state]
    assert steps(draft) == steps(other) == []


def test_fault_publishes_none(monkeypatch):
    reports = drafts(2)
    monkeypatch.setattr(workflow, "CHUNK", 1)
    row, made = workflow._row, []

    def fail_at_the_second(*args):
        made.append(args)
        if len(made) == 2:
            raise RuntimeError
        return row(*args)

    monkeypatch.setattr(workflow, "_row", fail_at_the_second)
    with pytest.raises(RuntimeError):
        workflow.file_imported(reports, by=None, batch=7)
    assert states() == [State.DRAFT] * 2
    assert [steps(report) for report in reports] == [[], []]


def test_long_imports_are_filed_in_chunks(monkeypatch):
    monkeypatch.setattr(workflow, "CHUNK", 2)
    reports = drafts(5)
    workflow.file_imported(reports, by=None, batch=7)
    assert states() == [State.PUBLISHED] * 5
    assert [len(steps(report)) for report in reports] == [1] * 5


@pytest.mark.parametrize("number", [1, 3])
def test_filing_costs_the_same_with_one_report_and_three(number, django_assert_num_queries):
    reports = drafts(number)
    # savepoint, update, sections, citations, steps, what followers are told, release
    with django_assert_num_queries(7):
        workflow.file_imported(reports, by=None, batch=7)


def test_further_text_of_an_import_is_one_more_step():
    editor, report = factories.make_editor(), factories.make_report()
    list(report.sections.all())
    section = report.sections.get()
    section.write("es", text="Se abrieron diez escuelas.")
    section.save()
    workflow.amend_imported([report], by=editor, batch=8)
    assert steps(report) == [("amend_imported", "published", "published", editor, "import 8")]
    texts = report.transitions.get().snapshot["sections"][0]["texts"]
    assert texts["es"] == "Se abrieron diez escuelas."


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_only_published_reports_are_amended(state):
    report = factories.make_report(state=state)
    with pytest.raises(NotAllowed):
        workflow.amend_imported([report], by=None, batch=8)
    assert steps(report) == []


# Withdrawal -----------------------------------------------------------------------------------


def test_withdrawn_report_keeps_its_reason(reviewer):
    editor, report = reviewer, factories.make_report()
    version = Revision.objects.current().number
    workflow.withdraw(report, by=editor, reason="  Filed under another country.  ")
    report.refresh_from_db()
    assert (report.state, report.revision) == (State.WITHDRAWN, 1)
    assert report.withdrawal_reason == "Filed under another country."
    assert report.published_at is not None
    assert steps(report) == [
        ("withdraw", "published", "withdrawn", editor, "Filed under another country.")
    ]
    assert Revision.objects.current().number == version + 1


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_withdrawal_needs_a_reason(reason):
    report = factories.make_report()
    with pytest.raises(ValueError, match="reason"):
        workflow.withdraw(report, by=None, reason=reason)
    assert states() == [State.PUBLISHED]
    assert steps(report) == []


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_only_a_published_report_is_withdrawn(state):
    report = factories.make_report(state=state)
    version = Revision.objects.current().number
    with pytest.raises(NotAllowed):
        workflow.withdraw(report, by=None, reason="A mistake.")
    assert states() == [state]
    assert steps(report) == []
    assert Revision.objects.current().number == version


def test_second_withdrawal_at_the_same_moment_changes_nothing():
    report = factories.make_report()
    stale = Report.objects.get()
    workflow.withdraw(report, by=None, reason="A mistake.")
    with pytest.raises(NotAllowed):
        workflow.withdraw(stale, by=None, reason="Another reason.")
    assert Report.objects.get().withdrawal_reason == "A mistake."


def test_nothing_else_assigns_the_state():
    """Outside reports/workflow.py no code of the portal writes a report's state."""
    import re

    from tests.conftest import ROOT

    # Batches have states too; they are the business of imports alone.
    written = re.compile(r"Report\.objects[^\n]*\.update\([^)]*\bstate=|report\.state = ")
    found = [
        str(path.relative_to(ROOT))
        for app in ("accounts", "countries", "mandates", "reports", "imports", "opendata", "pages")
        for path in (ROOT / app).rglob("*.py")
        if written.search(path.read_text())
    ]
    assert found == ["reports/workflow.py"]
