"""The workspace's first page: what is due, task by task, and where reports stand."""

import datetime
import re

import pytest
import time_machine

from accounts.rights import current_rights
from reports import delegating, workflow
from reports.models import ExtensionRequest, Report
from reports.workspace_home import home
from reports.workspace_rows import Stand
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State
NOW = datetime.datetime(2026, 11, 20, 15, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def document():
    return factories.make_document()


@pytest.fixture
def themes():
    return [factories.make_theme(slug=slug) for slug in ("a-schools", "b-health", "c-roads")]


@pytest.fixture
def cycle(entity, themes, document):
    return open_cycle(entity, themes, document)


def open_cycle(entity, themes, document, **fields):
    fields = {
        "opens_at": NOW - datetime.timedelta(days=30),
        "due_at": datetime.datetime(2026, 12, 1, 4, 59, tzinfo=datetime.UTC),
        "announced_at": NOW - datetime.timedelta(days=30),
        "time_zone": "America/Lima",
        **fields,
    }
    return factories.make_cycle(themes=themes, documents=[document], asked=[entity], **fields)


@pytest.fixture
def page(coordinator):
    return signed_in(coordinator)


def paragraphs(theme, document, number, **fields):
    return [
        factories.make_paragraph(document=document, themes=[theme], **fields)
        for _n in range(number)
    ]


def seen(user, entity, at=NOW):
    return home(user, current_rights(user), entity.slug, at)


def stands(user, entity):
    (due,) = seen(user, entity).dues
    return {task.theme.slug: task.stand.value for task in due.tasks}


def write(entity, cycle, theme, *, state=State.DRAFT, **fields):
    return factories.make_report(entity=entity, cycle=cycle, themes=[theme], state=state, **fields)


# What is due ----------------------------------------------------------------------------------


def test_due_date_is_said_in_the_cycles_own_zone(page, cycle):
    text = page.get("/en/workspace/").content.decode()
    assert "30 November 2026, 23:59 (America/Lima)" in text
    assert "10 days left" in text


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-29T04:00Z", "2 days left"),
        ("2026-11-30T04:00Z", "1 day left"),
        ("2026-11-30T12:00Z", "due today"),
        ("2026-12-01T04:58Z", "due today"),
        ("2026-12-01T05:00Z", "1 day overdue"),
        ("2026-12-05T05:00Z", "5 days overdue"),
    ],
)
def test_days_are_those_of_the_calendar_there(at, words, coordinator, entity, cycle):
    (due,) = seen(coordinator, entity, datetime.datetime.fromisoformat(at)).dues
    assert due.said == words


def test_extension_moves_the_date(page, entity, cycle):
    cycle.asked.update(extended_until=datetime.datetime(2026, 12, 11, 4, 59, tzinfo=datetime.UTC))
    text = page.get("/en/workspace/").content.decode()
    assert "10 December 2026, 23:59" in text
    assert "extended" in text


def test_request_for_more_time_is_one_click_away(page, entity, cycle, coordinator):
    address = f"/en/workspace/cycles/{cycle.slug}/extension/{entity.slug}/"
    assert f'href="{address}">Ask for more time' in page.get("/en/workspace/").content.decode()
    ExtensionRequest.objects.create(
        asked=cycle.asked.get(), until=NOW, reason="Elections", asked_by=coordinator, asked_at=NOW
    )
    assert "waits for an answer" in page.get("/en/workspace/").content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"announced_at": None},
        {"opens_at": NOW + datetime.timedelta(days=1), "due_at": NOW + datetime.timedelta(days=9)},
        {"closes_at": NOW, "due_at": NOW},
        {"is_legacy": True},
    ],
)
def test_cycle_that_is_not_open_is_not_due(fields, coordinator, entity, themes, document):
    open_cycle(entity, themes, document, **fields)
    assert seen(coordinator, entity).dues == []


def test_cycle_of_others_is_not_due(page, themes, document):
    open_cycle(factories.make_entity(), themes, document)
    text = page.get("/en/workspace/").content.decode()
    assert "Nothing is due" in text


# The tasks ------------------------------------------------------------------------------------


def test_each_theme_says_how_much_is_answered(page, entity, cycle, themes, document):
    asked = paragraphs(themes[0], document, 5)
    paragraphs(themes[0], document, 2, nature="informative")
    paragraphs(themes[0], factories.make_document(), 3)
    report = write(entity, cycle, themes[0])
    for paragraph, mark in zip(asked, ["done", "ongoing", ""], strict=False):
        factories.make_citation(report=report, paragraph=paragraph, mark=mark)
    text = page.get("/en/workspace/").content.decode()
    assert "2 of 5 answered" in text
    assert re.search(r'<progress max="5" value="2" aria-labelledby="share-\d+-\d+">', text)
    assert text.count("no single mandate is asked about") == 2


def test_published_report_answers_what_it_cites(coordinator, entity, cycle, themes, document):
    cited, _other = paragraphs(themes[0], document, 2)
    write(entity, cycle, themes[0], state=State.PUBLISHED, citing=[cited])
    write(factories.make_entity(), cycle, themes[0], state=State.PUBLISHED, citing=[_other])
    (due,) = seen(coordinator, entity).dues
    assert [(task.share.answered, task.share.total) for task in due.tasks] == [
        (1, 2),
        (0, 0),
        (0, 0),
    ]


def test_cycle_without_documents_asks_about_all(coordinator, entity, themes, document):
    cycle = open_cycle(entity, themes[:1], document)
    cycle.scope.all().delete()
    paragraphs(themes[0], document, 2)
    paragraphs(themes[0], factories.make_document(), 1)
    (due,) = seen(coordinator, entity).dues
    assert due.tasks[0].share.total == 3


@pytest.mark.parametrize(
    ("fields", "stand"),
    [
        (None, "not_started"),
        ({"texts": {}}, "in_progress"),
        ({}, "ready"),
        ({"state": State.RETURNED}, "returned"),
        ({"state": State.SUBMITTED}, "submitted"),
        ({"state": State.PUBLISHED}, "published"),
        ({"state": State.WITHDRAWN}, "not_started"),
    ],
)
def test_task_says_where_its_report_stands(fields, stand, coordinator, entity, cycle, themes):
    if fields is not None:
        write(entity, cycle, themes[0], **fields)
    assert stands(coordinator, entity) == {
        "a-schools": stand,
        "b-health": "not_started",
        "c-roads": "not_started",
    }


def test_text_that_is_carried_over_is_not_ready(coordinator, entity, cycle, themes):
    report = write(entity, cycle, themes[0])
    report.sections.update(carried_from=factories.make_report(entity=entity))
    assert stands(coordinator, entity)["a-schools"] == "in_progress"


def test_correction_of_a_published_report_leaves_its_task_done(coordinator, entity, cycle, themes):
    report = write(entity, cycle, themes[0], state=State.PUBLISHED)
    workflow.correct(report, by=coordinator, note="A number.")
    assert stands(coordinator, entity)["a-schools"] == "published"
    assert [line.stand for line in seen(coordinator, entity).drafts] == [Stand.READY]


def test_correction_is_offered_until_one_is_open(page, coordinator, entity):
    report = factories.make_report(entity=entity)
    offered = f'href="/en/workspace/reports/{report.pk}/correct/"'
    assert offered in page.get("/en/workspace/").text
    workflow.correct(report, by=coordinator, note="A number.")
    assert offered not in page.get("/en/workspace/").text


def test_themes_follow_the_alphabet_of_the_reader(page, entity):
    zoo = factories.make_theme(slug="animals", texts={"en": "Zoos", "es": "Animales"})
    bees = factories.make_theme(slug="zeal", texts={"en": "Bees", "es": "Zumbido"})
    factories.make_report(entity=entity, themes=[zoo, bees])
    assert "Bees, Zoos" in page.get("/en/workspace/").text
    assert "Animales, Zumbido" in page.get("/es/workspace/").text


def test_next_step_is_a_link(page, entity, cycle, themes):
    draft = write(entity, cycle, themes[0], texts={})
    ready = write(entity, cycle, themes[1])
    text = page.get("/en/workspace/").content.decode()
    assert f'href="/en/workspace/reports/{draft.pk}/"' in text
    assert f'href="/en/workspace/reports/{ready.pk}/check/"' in text
    asked = f"entity={entity.slug}&amp;cycle={cycle.slug}&amp;theme=c-roads"
    assert f'href="/en/workspace/reports/new/?{asked}"' in text


def test_returned_report_shows_why(page, coordinator, reviewer, entity, cycle, themes):
    report = write(entity, cycle, themes[0], state=State.SUBMITTED)
    workflow.return_(report, by=reviewer, revision=0, note="An older remark.")
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    report.refresh_from_db()
    workflow.return_(report, by=reviewer, revision=report.revision, note="Which year <b>?")
    text = page.get("/en/workspace/").content.decode()
    assert "Which year &lt;b&gt;?" in text
    assert "An older remark." not in text


def test_only_the_newest_published_reports_are_listed(coordinator, entity):
    for year in range(2010, 2017):
        factories.make_report(entity=entity, date=datetime.date(year, 3, 1))
    lines = seen(coordinator, entity).published
    assert [line.report.date.year for line in lines] == [2016, 2015, 2014, 2013, 2012]


# Who sees what --------------------------------------------------------------------------------


def test_person_of_several_entities_chooses(coordinator, entity):
    other = factories.make_entity()
    factories.make_membership(user=coordinator, entity=other)
    draft = factories.make_report(entity=other, state=State.DRAFT)
    client = signed_in(coordinator)
    first = client.get("/en/workspace/").content.decode()
    assert f'href="?entity={other.slug}"' in first
    assert f'href="?entity={entity.slug}" aria-current="page"' in first
    assert f"/reports/{draft.pk}/" not in first
    second = client.get(f"/en/workspace/?entity={other.slug}").content.decode()
    assert f"/reports/{draft.pk}/" in second


def test_foreign_entity_is_as_a_missing_one(page):
    foreign = factories.make_entity()
    for address in ("/en/workspace/?entity={}", "/en/workspace/entities/{}/history/"):
        statuses = [
            page.get(address.format(slug)).status_code for slug in (foreign.slug, "no-such")
        ]
        assert statuses == [404, 404]


def test_contributor_sees_parts_alone(coordinator, entity, cycle, themes, document):
    paragraphs(themes[0], document, 1)
    report = write(entity, cycle, themes[0], texts={"en": "canary-91"})
    contributor = factories.make_person(role="contributor", entity=entity)
    (part,) = delegating.delegate(report, by=coordinator, to=[contributor])
    other = factories.make_person(role="contributor", entity=entity)
    (foreign,) = delegating.delegate(report, by=coordinator, to=[other])
    text = signed_in(contributor).get("/en/workspace/").content.decode()
    assert f"/en/workspace/parts/{part.pk}/write/" in text
    assert f"/parts/{foreign.pk}/" not in text
    assert "canary-91" not in text
    assert f"/reports/{report.pk}/" not in text
    history = signed_in(contributor).get(f"/en/workspace/entities/{entity.slug}/history/")
    assert history.status_code == 404


def test_task_says_that_a_part_waits(page, coordinator, entity, cycle, themes, document):
    paragraphs(themes[0], document, 1)
    report = write(entity, cycle, themes[0])
    contributor = factories.make_person(role="contributor", entity=entity)
    (part,) = delegating.delegate(report, by=coordinator, to=[contributor])
    said = f'<a href="/en/workspace/reports/{report.pk}/parts/">a part waits to be taken over</a>'
    assert said not in page.get("/en/workspace/").text
    content = delegating.Part({"done": "Four."})
    revision = delegating.save(part, by=contributor, revision=0, content=content)
    delegating.hand_in(part, by=contributor, revision=revision)
    assert page.get("/en/workspace/").text.count(said) == 1
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    assert said not in page.get("/en/workspace/").text


def test_contributor_without_a_part_is_told_so(entity):
    client = signed_in(factories.make_person(role="contributor", entity=entity))
    assert "No part of a report is in your hands" in client.get("/en/workspace/").content.decode()


@pytest.mark.parametrize("role", ["editor", "translator", "administrator", None])
def test_workspace_is_for_people_of_entities(role):
    user = factories.make_person(role=role) if role else factories.make_user()
    assert signed_in(user).get("/en/workspace/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_home_takes_the_same_queries_for_any_number_of_rows(
    number, page, coordinator, reviewer, entity, themes, document, django_assert_num_queries
):
    contributor = factories.make_person(role="contributor", entity=entity)
    factories.make_membership(user=coordinator, role="contributor", entity=entity)
    for _n in range(number):
        cycle = open_cycle(entity, themes, document)
        for theme, state in zip(themes, ("draft", "submitted", "published"), strict=True):
            report = write(entity, cycle, theme, state=state)
            report.citations.create(
                paragraph=paragraphs(theme, document, 1)[0], state="exact", mark="done"
            )
            if state == "draft":
                delegating.delegate(report, by=coordinator, to=[contributor, coordinator])
            if state == "submitted":
                workflow.return_(report, by=reviewer, revision=0, note="Which year?")
    page.get("/en/workspace/")
    with django_assert_num_queries(HOME_QUERIES):
        text = page.get("/en/workspace/").content.decode()
    assert text.count("Which year?") == number


HOME_QUERIES = 16
