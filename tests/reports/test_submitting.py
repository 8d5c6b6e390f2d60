"""The check page, submission and its receipt: once is once, however often it is sent."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import delegating, workflow
from reports.models import Comment, Report, Transition
from reports.views.workspace import starting
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State
DAY = datetime.timedelta(days=1)


@pytest.fixture
def report(entity):
    return factories.make_report(entity=entity, state=State.DRAFT, texts={"es": "Se abrió."})


@pytest.fixture
def browser(coordinator):
    return signed_in(coordinator)


def at(name, report, *more):
    return reverse(f"workspace:{name}", args=[report.pk, *more])


def submit(browser, report, **data):
    return browser.post(at("submit", report), {"revision": 0, "token": uuid.uuid4(), **data})


def submissions(report):
    return Transition.objects.filter(report=report, verb="submit").count()


def test_check_page_shows_everything_and_carries_its_token(browser, report):
    page = browser.get(at("check", report))
    assert "Se abrió." in page.content.decode()
    form = page.context["form"]
    assert form["revision"].value() == 0
    assert uuid.UUID(str(form["token"].value()))


def test_same_form_sent_again_leads_to_the_same_receipt(browser, report):
    token = uuid.uuid4()
    answers = [submit(browser, report, token=token) for _n in range(3)]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert submissions(report) == 1
    receipt = browser.get(answers[0]["Location"])
    assert receipt.status_code == 200
    assert f"Receipt {Transition.objects.get().pk}" in receipt.content.decode()


def test_second_form_of_another_window_submits_nothing_more(browser, report):
    submit(browser, report)
    again = submit(browser, report)
    assert again["Location"] == at("check", report)
    assert submissions(report) == 1


def test_token_of_another_report_submits_nothing(browser, report, entity):
    other = factories.make_report(entity=entity, state=State.DRAFT)
    token = uuid.uuid4()
    submit(browser, report, token=token)
    submit(browser, other, token=token)
    assert (submissions(report), submissions(other)) == (1, 0)


def test_text_that_has_moved_on_is_read_once_more(browser, report):
    Report.objects.filter(pk=report.pk).update(revision=1)
    assert submit(browser, report)["Location"] == at("check", report)
    assert submissions(report) == 0


@pytest.mark.parametrize("data", [{"token": ""}, {"token": "x"}, {"revision": "x"}])
def test_broken_form_submits_nothing(data, browser, report):
    assert submit(browser, report, **data)["Location"] == at("check", report)
    assert submissions(report) == 0


WANTING = {
    "empty": ({"texts": {}}, "done"),
    "no reason": ({"texts": {}, "nothing_to_report": True}, "reason"),
    "text beside nothing": (
        {"nothing_to_report": True, "no_report_reason": "None."},
        "nothing_to_report",
    ),
}


@pytest.mark.parametrize("case", WANTING)
def test_incomplete_report_is_not_submitted_and_says_what_is_wanting(case, browser, entity):
    fields, field = WANTING[case]
    report = factories.make_report(
        entity=entity, state=State.DRAFT, original_language="en", **fields
    )
    page = browser.get(at("check", report))
    assert [problem[0] for problem in page.context["wanting"]] == [field]
    assert "<title>Error: Check your answers" in page.text
    assert f"{at('editor', report)}#{field}" in page.content.decode()
    submit(browser, report)
    assert submissions(report) == 0


def test_comments_without_an_answer_are_named_and_stop_nothing(browser, report, reviewer, entity):
    Report.objects.filter(pk=report.pk).update(state=State.RETURNED)
    about = {"report": report, "by": reviewer, "at": report.created_at}
    comment = Comment.objects.create(text="Which <year>?", **about)
    answered = Comment.objects.create(text="Where?", **about)
    Comment.objects.create(text="In Quito.", reply_to=answered, **about)
    Comment.objects.create(text="Call them.", is_internal=True, **about)
    page = browser.get(at("check", report))
    assert list(page.context["unanswered"]) == [comment]
    assert "has no answer yet: “Which &lt;year&gt;?”" in page.text
    assert f'{at("editor", report)}#answer-{comment.pk}"' in page.text
    submit(browser, report)
    assert submissions(report) == 1


def test_parts_that_wait_are_named_and_stop_nothing(browser, report, coordinator, entity):
    assert "Still open" not in browser.get(at("check", report)).text
    paragraphs = [factories.make_paragraph(themes=[*report.themes.all()])]
    writers = [factories.make_person(role="contributor", entity=entity) for _n in range(3)]
    waiting, _written, over = delegating.delegate(
        report, by=coordinator, to=writers, paragraphs=paragraphs
    )
    for part in (waiting, over):
        content = delegating.Part({"done": "Four."})
        revision = delegating.save(part, by=part.to, revision=0, content=content)
        delegating.hand_in(part, by=part.to, revision=revision)
    delegating.call_back(over, by=coordinator)
    page = browser.get(at("check", report))
    assert list(page.context["waiting"]) == [waiting]
    assert at("delegation", waiting) in page.text
    submit(browser, report)
    assert submissions(report) == 1


def test_cycle_that_has_closed_takes_no_first_report_and_takes_a_returned_one(
    browser, entity, coordinator
):
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    cycle = factories.make_cycle(
        asked=[entity], opens_at=past, due_at=past, closes_at=past, announced_at=past
    )
    late = factories.make_report(entity=entity, cycle=cycle, state=State.DRAFT)
    with pytest.raises(workflow.Incomplete):
        workflow.submit(late, by=coordinator, revision=0, token=uuid.uuid4())
    back = factories.make_report(entity=entity, cycle=cycle, state=State.RETURNED)
    workflow.submit(back, by=coordinator, revision=0, token=uuid.uuid4())
    assert (submissions(late), submissions(back)) == (0, 1)


def test_resubmission_settles_the_comments(coordinator, reviewer, report):
    Report.objects.filter(pk=report.pk).update(state=State.RETURNED)
    comment = Comment.objects.create(report=report, text="?", by=reviewer, at=report.created_at)
    workflow.submit(report, by=coordinator, revision=0, token=uuid.uuid4())
    comment.refresh_from_db()
    assert comment.settled_by == coordinator


@pytest.mark.parametrize("role", ["approver", "contributor"])
def test_only_a_coordinator_submits(role, report, entity):
    browser = signed_in(factories.make_person(role=role, entity=entity))
    assert submit(browser, report).status_code in (403, 404)
    assert submissions(report) == 0


def test_receipt_of_another_entity_is_missing(browser, report, outsider):
    where = submit(browser, report)["Location"]
    assert signed_in(outsider).get(where).status_code == 404
    step = Transition.objects.get(verb="submit")
    other = factories.make_report(entity=report.entity, state=State.SUBMITTED)
    assert browser.get(at("receipt", other, step.pk)).status_code == 404


def test_entity_that_asks_for_approval_is_read_by_two(browser, report, entity):
    entity.needs_approval = True
    entity.save()
    submit(browser, report)
    assert submissions(report) == 0
    browser.post(at("ask_approval", report), {"revision": 0})
    approver = factories.make_person(role="approver", entity=entity)
    report.refresh_from_db()
    workflow.approve(report, by=approver, revision=0)
    assert submit(browser, report).status_code == 302
    assert submissions(report) == 1


# Beginning ------------------------------------------------------------------------------------


def begin(browser, entity, theme, **data):
    posted = {"entity": entity.pk, "themes": [theme.pk], "language": "es", "date": "2024-03-01"}
    return browser.post(reverse("workspace:start"), {**posted, "token": uuid.uuid4(), **data})


def test_last_report_in_another_language_is_not_taken_over_and_that_is_said(browser, entity):
    theme = factories.make_theme()
    factories.make_report(entity=entity, themes=[theme], texts={"pt-br": "Dez escolas."},
                          original_language="pt-br")  # fmt: skip
    answer = browser.post(
        reverse("workspace:start"),
        {"entity": entity.pk, "themes": [theme.pk], "language": "es", "date": "2024-03-01",
         "token": uuid.uuid4(), "prefill": "on"}, follow=True,
    )  # fmt: skip
    assert "Nothing could be taken over" in answer.text
    assert 'value="take-over"' not in answer.text


def test_number_that_may_mean_several_paragraphs_is_not_shown_as_chosen(browser, report):
    likely = [factories.make_paragraph(label="2") for _ in range(2)]
    factories.make_citation(report=report, state="ambiguous", typed="2", candidates=likely)
    page = browser.get(at("check", report)).text
    cited = page[page.index("#citations") :].partition("</section>")[0]
    assert cited.count("<li>") == 1
    assert "<li>Paragraph 2, document not stated</li>" in cited


def test_same_start_sent_twice_begins_one_report(browser, entity, coordinator):
    theme, token = factories.make_theme(), uuid.uuid4()
    places = {begin(browser, entity, theme, token=token)["Location"] for _n in range(2)}
    report = Report.objects.get()
    assert places == {at("editor", report)}
    assert (report.author, report.original_language, report.state) == (coordinator, "es", "draft")


def test_same_start_in_two_windows_at_once_takes_over_once(browser, entity, monkeypatch):
    theme, token = factories.make_theme(), uuid.uuid4()
    factories.make_report(entity=entity, themes=[theme], texts={"es": "Diez escuelas."})
    begin(browser, entity, theme, token=token)
    draft, last_report = Report.objects.get(state=State.DRAFT), starting.last_report

    def taken_over_elsewhere(report):
        Report.objects.filter(pk=draft.pk).update(revision=1)
        return last_report(report)

    monkeypatch.setattr(starting, "last_report", taken_over_elsewhere)
    again = begin(browser, entity, theme, token=token, prefill="on")
    assert again["Location"] == at("editor", draft)
    assert not draft.sections.exists()


def test_nobody_begins_for_another_entity(browser, entity):
    other = factories.make_entity()
    page = begin(browser, other, factories.make_theme())
    assert page.status_code == 200
    assert not Report.objects.exists()


def test_report_of_a_cycle_that_is_open_already_is_shown(browser, entity, coordinator):
    theme, now = factories.make_theme(), timezone.now()
    cycle = factories.make_cycle(
        themes=[theme], asked=[entity], opens_at=now, due_at=now, announced_at=now
    )
    address = f"{reverse('workspace:start')}?cycle={cycle.slug}"
    posted = {"entity": entity.pk, "themes": [theme.pk], "language": "es", "date": "2024-03-01"}
    places = {
        browser.post(address, {**posted, "token": uuid.uuid4()})["Location"] for _n in range(2)
    }
    assert places == {at("editor", Report.objects.get())}


@pytest.fixture
def closed(entity):
    """A cycle that closed yesterday, on one theme."""
    now = timezone.now()
    return factories.make_cycle(
        themes=[factories.make_theme()], asked=[entity], announced_at=now,
        opens_at=now - 9 * DAY, due_at=now - 2 * DAY, closes_at=now - DAY,
    )  # fmt: skip


def test_entity_with_more_time_begins_in_the_cycle(browser, entity, closed):
    closed.asked.update(extended_until=timezone.now() + 9 * DAY)
    address = f"{reverse('workspace:start')}?cycle={closed.slug}"
    assert browser.get(address).context["cycle"] == closed
    posted = {"entity": entity.pk, "themes": [closed.themes.get().pk], "language": "es"}
    browser.post(address, {**posted, "date": "2024-03-01", "token": uuid.uuid4()})
    assert Report.objects.get().cycle == closed


def test_cycle_that_has_closed_is_not_taken_for_none(browser, entity, closed):
    address = f"{reverse('workspace:start')}?cycle={closed.slug}"
    assert "The cycle is not open to this entity" in browser.get(address).text
    posted = {"entity": entity.pk, "themes": [closed.themes.get().pk], "language": "es"}
    page = browser.post(address, {**posted, "date": "2024-03-01", "token": uuid.uuid4()})
    assert "The cycle is not open to this entity" in page.text
    assert not Report.objects.exists()


def test_cycle_that_asks_others_is_as_a_missing_one(browser, entity):
    other = factories.make_cycle(asked=[factories.make_entity()])
    planned = factories.make_cycle(asked=[entity], announced_at=None)
    for slug in (other.slug, planned.slug, "none"):
        assert browser.get(f"{reverse('workspace:start')}?cycle={slug}").status_code == 404


def test_draft_is_deleted_after_one_more_question(browser, report):
    assert browser.get(at("discard", report)).status_code == 200
    assert Report.objects.count() == 1
    browser.post(at("discard", report))
    assert Report.objects.count() == 0


def test_correction_begins_the_next_edition(browser, entity):
    report = factories.make_report(entity=entity, citing=[factories.make_paragraph()])
    assert "note" in browser.post(at("correct", report), {"note": " "}).context["form"].errors
    browser.post(at("correct", report), {"note": "A new figure."})
    draft = Report.objects.get(state=State.DRAFT)
    assert (draft.lineage, draft.edition) == (report, 2)
    assert draft.sections.get().text_en == "Ten schools were opened."
    assert draft.citations.count() == 1
    again = browser.post(at("correct", report), {"note": "Another."})
    assert again["Location"] == at("editor", draft)
