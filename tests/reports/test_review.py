"""The review screen: what it shows, and what its one form does."""

import datetime
import re
import uuid

import pytest
from django.utils import timezone

from reports import workflow
from reports.models import Comment, Report, Section
from reports.review_forms import DecisionForm
from tests.factories import (
    make_citation,
    make_entity,
    make_paragraph,
    make_person,
    make_report,
    make_section,
    make_theme,
    make_transition,
)
from tests.page_text import texts
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture
def desk(reviewer):
    """The reviewer's browser."""
    return signed_in(reviewer)


@pytest.fixture
def report(entity):
    """Chile on Migration, submitted."""
    entity.write("en", name="Chile")
    entity.save()
    return make_report(
        entity=entity, themes=[make_theme(slug="migration", texts={"en": "Migration"})],
        state=State.SUBMITTED, submitted_at=timezone.now(), date=datetime.date(2026, 5, 1),
        texts={"en": "Ten schools were opened."},
    )  # fmt: skip


def address(report) -> str:
    return f"/en/secretariat/reports/{report.pk}/"


def page(client, report, query: str = "") -> str:
    response = client.get(address(report) + query)
    assert response.status_code == 200
    return response.content.decode()


def decision(report, choice: str, **fields) -> dict:
    """The form as it was opened now."""
    return {
        "revision": report.revision, "token": str(uuid.uuid4()), "action": "decide",
        "decision": choice, "zone": "America/New_York", **fields,
    }  # fmt: skip


def state_of(report) -> str:
    return Report.objects.get(pk=report.pk).state


def verbs(report) -> list[str]:
    return list(report.transitions.order_by("id").values_list("verb", flat=True))


# What it shows --------------------------------------------------------------------------------


def test_number_without_a_document_that_is_gone_is_told_as_such(desk, report, entity):
    previous = make_report(
        entity=entity, themes=report.themes.all(), date=datetime.date(2016, 5, 1)
    )
    make_citation(report=previous, state="ambiguous", typed="17")
    shown = page(desk, report)
    assert '<span class="cite">17</span> document not stated: no longer cited' in shown


def test_the_report_stands_beside_its_mandates_and_what_others_said(desk, report):
    paragraph = make_paragraph(label="2.8", texts={"en": "Protect migrants."})
    make_citation(
        report=report, paragraph=paragraph, mark="under_way", evidence_url="https://chile.example/"
    )
    make_report(citing=[paragraph])

    html = page(desk, report)

    assert texts(r"<h1>(.*?)</h1>", html) == ["Chile on Migration"]
    assert "<p>Ten schools were opened.</p>" in html
    assert "<p>Protect migrants.</p>" in html
    assert '<span class="tag">under way</span>' in html
    assert 'href="https://chile.example/"' in html
    others = re.findall(r'<a href="([^"]+)">What others reported on it</a>', html)
    assert others == [paragraph.get_absolute_url() + "#reports"]
    assert "(1 report from 1 entity)" in html


def test_the_latest_earlier_state_is_compared_word_by_word(desk, report, reviewer, coordinator):
    make_section(report=report, kind=Section.Kind.NEXT, position=1, texts={"en": "More schools."})
    workflow.return_(report, by=reviewer, revision=0, note="Say when.")
    section = report.sections.get(kind="done")
    section.write("en", text="Twelve schools were opened in 2026.")
    section.save()
    Report.objects.get(pk=report.pk)
    before = make_transition(
        report=report, verb="submit", from_state="draft", to_state="submitted",
        at=timezone.now() - datetime.timedelta(days=9),
        snapshot={
            "date": "2026-05-01", "original_language": "en", "nothing_to_report": False,
            "sections": [
                {"kind": "done", "position": 0, "texts": {"en": "Ten schools were opened."}},
                {"kind": "next", "position": 1, "texts": {"en": "More schools."}},
            ],
            "citations": [],
        },
    )  # fmt: skip
    workflow.submit(report, by=coordinator, revision=report.revision, token=uuid.uuid4())

    html = page(desk, report)

    assert f'<option value="step-{before.pk}" selected>' in html
    marked = re.findall(r"<(ins|del)><span[^>]*>\[(\w+): </span>(.*?)<span", html)
    assert marked == [
        ("del", "removed", "Ten "), ("ins", "added", "Twelve "), ("ins", "added", "in 2026"),
    ]  # fmt: skip
    assert "Not changed." in html


def test_it_can_be_compared_with_the_entitys_previous_report(desk, report):
    theme = report.themes.get()
    make_report(entity=report.entity, themes=[theme], date=datetime.date(2018, 3, 1),
                texts={"en": "Two schools were opened."})  # fmt: skip
    make_report(themes=[theme], texts={"en": "Another entity’s."})
    make_report(entity=report.entity, texts={"en": "On another theme."})

    html = page(desk, report, "?against=previous")

    assert "the entity’s report of 1 March 2018" in html
    assert texts(r"<del>(.*?)</del>", html) == ["[removed: Two ]"]
    assert "Another entity’s." not in html
    assert "On another theme." not in html


@pytest.mark.parametrize("query", ["?against=step-999", "?against=edition-x", "?against=<b>"])
def test_odd_comparisons_show_the_usual_one(desk, report, query):
    assert "<b>" not in page(desk, report, query)


def test_a_report_with_nothing_to_report_says_why(desk, entity):
    report = make_report(
        entity=entity, state=State.SUBMITTED, texts={}, nothing_to_report=True,
        no_report_reason="No programme in this period.",
    )  # fmt: skip

    assert "No programme in this period." in page(desk, report)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_missing_report_is_not_there(desk, number):
    assert desk.get(f"/en/secretariat/reports/{number}/").status_code == 404


def test_the_number_of_queries_does_not_grow(desk, report, reviewer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add(n):
        paragraph = make_paragraph()
        make_citation(report=report, paragraph=paragraph)
        make_section(report=report, kind=Section.Kind.values[n], position=n)
        for fields in ({"kind": "done"}, {"paragraph": paragraph}, {}, {"is_internal": True}):
            Comment.objects.create(
                report=report, by=reviewer, at=timezone.now(), text="Why?", **fields
            )
        make_transition(report=report, verb="submit")

    add(1)
    add(2)  # from now on there is an earlier submission to compare with
    page(desk, report)
    with CaptureQueriesContext(connection) as one:
        page(desk, report)
    add(3)
    add(4)
    with django_assert_num_queries(len(one)):
        page(desk, report)
    assert len(one) <= 25


# Decisions ------------------------------------------------------------------------------------


def test_it_goes_back_with_a_note_and_comments_on_its_parts(desk, report, reviewer):
    paragraph = make_paragraph()
    make_citation(report=report, paragraph=paragraph)
    sent = decision(
        report, "return", note="Say when.", on_done="Which schools?",
        **{f"on_p{paragraph.pk}": "Is it done?"},
    )  # fmt: skip

    answer = desk.post(address(report), sent, follow=True)

    assert "The report is returned." in answer.content.decode()
    assert state_of(report) == State.RETURNED
    step = report.transitions.get(verb="return")
    assert (step.by, step.note, str(step.token)) == (reviewer, "Say when.", sent["token"])
    said = report.comments.order_by("id").values_list("kind", "paragraph", "text", "by")
    assert list(said) == [
        ("done", None, "Which schools?", reviewer.pk),
        ("", paragraph.pk, "Is it done?", reviewer.pk),
    ]


def test_the_same_form_again_changes_nothing(desk, report):
    sent = decision(report, "return", note="Say when.", on_done="Which schools?")

    for _time in range(3):
        assert desk.post(address(report), sent).status_code == 302

    assert verbs(report) == ["return"]
    assert report.comments.count() == 1


def test_a_form_of_another_report_returns_nothing(desk, report):
    other = make_report(entity=report.entity, state=State.SUBMITTED)
    sent = decision(report, "return", note="Say when.")
    desk.post(address(report), sent)

    assert desk.post(address(other), sent).status_code == 409
    assert state_of(other) == State.SUBMITTED


def test_it_is_published_now(desk, report):
    sent = decision(report, "publish")

    for _time in range(2):
        assert desk.post(address(report), sent).status_code == 302

    assert state_of(report) == State.PUBLISHED
    assert verbs(report) == ["publish"]


def test_it_is_published_at_a_time_in_a_stated_zone_which_can_be_taken_back(desk, report):
    sent = decision(report, "schedule", day="2099-07-01", time="09:30")

    for _time in range(2):
        assert desk.post(address(report), sent).status_code == 302

    report.refresh_from_db()
    assert report.publish_at == datetime.datetime(2099, 7, 1, 13, 30, tzinfo=datetime.UTC)
    assert report.state == State.SUBMITTED
    html = page(desk, report)
    assert "1 July 2099, 09:30 (America/New York)" in html

    answer = desk.post(address(report), {"action": "unschedule", "note": "A note begun."})

    report.refresh_from_db()
    assert report.publish_at is None
    assert verbs(report) == ["schedule", "unschedule"]
    assert "A note begun." in answer.content.decode()


def test_a_minute_that_passes_while_it_is_sent_is_an_error(desk, report, monkeypatch):
    monkeypatch.setattr(DecisionForm, "_check_moment", lambda form, given: None)
    sent = decision(report, "schedule", day="2001-07-01", time="09:30")

    assert "This moment has passed." in desk.post(address(report), sent).content.decode()
    assert verbs(report) == []


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"decision": ""}, "Choose what happens to the report."),
        ({"decision": "withdraw"}, "Select a valid choice."),
        ({"decision": "return", "note": " \n"}, "Say what is to be changed."),
        ({"decision": "publish"}, "Comments go to the entity with a return only."),
        ({"decision": "schedule", "on_done": ""}, "Say on which day."),
        ({"decision": "schedule", "on_done": "", "day": "2099-07-01"}, "Say at what time."),
        (
            {"decision": "schedule", "on_done": "", "day": "2001-07-01", "time": "09:30"},
            "This moment has passed.",
        ),
        ({"decision": "schedule", "on_done": "", "day": "1 July"}, "Enter a valid date."),
        (
            {"decision": "schedule", "on_done": "", "day": "9999-12-31", "time": "23:00"},
            "A year between 1990 and 2200 is expected.",
        ),
        (
            {"decision": "schedule", "on_done": "", "day": "0001-01-01", "time": "00:00"},
            "A year between 1990 and 2200 is expected.",
        ),
        ({"decision": "schedule", "on_done": "", "zone": "Nowhere/X"}, "Select a valid choice."),
        ({"decision": "return", "note": "x" * 20_001}, "at most 20000 characters"),
        ({"decision": "return", "note": "ok", "token": "no"}, "Enter a valid UUID."),
        ({"decision": "return", "note": "ok", "revision": "x"}, "Enter a whole number."),
    ],
)  # fmt: skip
def test_an_error_says_what_is_wrong_and_keeps_what_was_typed(desk, report, sent, message):
    sent = decision(report, "return", note="A long note.", on_done="Which <schools>?") | sent

    answer = desk.post(address(report), sent)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert message in html
    assert 'role="alert"' in html
    if sent["on_done"]:
        assert "Which &lt;schools&gt;?</textarea>" in html
    assert state_of(report) == State.SUBMITTED
    assert verbs(report) == []
    assert not report.comments.exists()


def test_who_decides_on_what_has_changed_is_told_and_loses_nothing(desk, report, coordinator):
    colleague = make_person(role="editor", name="Col League")
    sent = decision(report, "return", note="My long note.", on_done="Which schools?")
    workflow.return_(report, by=colleague, revision=0, note="Another note.")
    workflow.submit(report, by=coordinator, revision=report.revision, token=uuid.uuid4())
    report.refresh_from_db()

    answer = desk.post(address(report), sent)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The report has changed since you opened it" in html
    assert "Last step: Submitted, Carla Coordinadora" in html
    assert "My long note.</textarea>" in html
    assert "Which schools?</textarea>" in html
    assert f'name="revision" value="{report.revision}"' in html
    assert verbs(report) == ["return", "submit"]

    again = sent | {"revision": report.revision}
    assert desk.post(address(report), again).status_code == 302
    assert state_of(report) == State.RETURNED


def test_who_decides_on_what_is_decided_sees_what_was_written(desk, report):
    sent = decision(report, "return", note="My long note.", on_done="Which schools?")
    workflow.publish(report, by=None, revision=0)

    answer = desk.post(address(report), sent)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "My long note." in html
    assert "Which schools?" in html
    assert verbs(report) == ["publish"]


# Notes and comments ---------------------------------------------------------------------------


def test_a_note_is_kept_beside_what_is_being_typed(desk, report, reviewer):
    sent = decision(report, "", action="note", internal="Ask Lima.", on_done="Half a comm")

    html = desk.post(address(report), sent).content.decode()

    note = Comment.objects.get()
    assert (note.text, note.is_internal, note.by) == ("Ask Lima.", True, reviewer)
    assert "Half a comm</textarea>" in html
    assert '<p class="text" lang="">Ask Lima.</p>' in html
    assert "Ask Lima.</textarea>" not in html


def test_a_note_typed_beside_a_decision_is_kept_with_it_once(desk, report, reviewer):
    sent = decision(report, "publish", internal="Ask Lima.")

    for _time in range(2):
        desk.post(address(report), sent)

    note = Comment.objects.get()
    assert (note.text, note.is_internal, note.by) == ("Ask Lima.", True, reviewer)


@pytest.mark.parametrize("wrong", [{"note": ""}, {"revision": 9}, {"internal": "Ask Lima.\x00"}])
def test_a_note_typed_beside_a_decision_that_fails_stays_typed(desk, report, wrong):
    sent = decision(report, "return", note="Say when.", internal="Ask Lima.") | wrong

    html = desk.post(address(report), sent).content.decode()

    assert re.search(r'name="internal"[^>]*>\s*Ask Lima\.', html)
    assert state_of(report) == State.SUBMITTED
    assert not Comment.objects.exists()


def test_an_empty_note_is_an_error_that_keeps_the_rest(desk, report):
    html = desk.post(
        address(report), decision(report, "", action="note", internal=" ", note="Half a note")
    ).content.decode()

    assert "This field is required." in html
    assert "Half a note</textarea>" in html
    assert not Comment.objects.exists()


def test_a_comment_is_settled_and_opened_again(desk, report, reviewer):
    comment = Comment.objects.create(
        report=report, kind="done", text="Which schools?", by=reviewer, at=timezone.now()
    )

    html = desk.post(
        address(report), {"action": f"settle-{comment.pk}", "on_done": "Half a comm"}
    ).content.decode()

    comment.refresh_from_db()
    assert comment.settled_by == reviewer
    assert "settled by Renata Revisora" in html
    assert "Half a comm</textarea>" in html

    desk.post(address(report), {"action": f"reopen-{comment.pk}"})

    comment.refresh_from_db()
    assert (comment.settled_by, comment.settled_at) == (None, None)


def test_only_the_reports_own_comments_are_settled(desk, report, reviewer):
    fields = {"by": reviewer, "at": timezone.now(), "text": "No."}
    other = Comment.objects.create(report=make_report(state="submitted"), **fields)
    note = Comment.objects.create(report=report, is_internal=True, **fields)

    for which in (other.pk, note.pk, "", "x", "9" * 30):
        for action in ("settle", "reopen"):
            answer = desk.post(address(report), {"action": f"{action}-{which}"})
            assert answer.status_code == 404
    assert not Comment.objects.exclude(settled_at=None).exists()


def test_an_entity_of_another_name_is_not_mixed_up(desk, report):
    """A draft is its entity's alone; one begun by the Secretariat is shown."""
    private = make_report(entity=make_entity(), state=State.DRAFT)
    own = make_report(entity=make_entity(), state=State.DRAFT, filed_by_secretariat=True)

    assert desk.get(address(private)).status_code == 404
    assert desk.get(address(own)).status_code == 200
