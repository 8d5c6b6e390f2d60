"""Reports that say nearly the same: shown before submission and on review, never held up."""

import datetime
import re
import uuid

import pytest
from django.utils import timezone

from reports import workflow
from reports.history import public_history
from reports.models import Report, Transition
from reports.near import near_reports
from tests.factories import (
    make_citation,
    make_paragraph,
    make_person,
    make_report,
    make_resource,
    make_section,
    make_theme,
)
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State
TEXT = (
    "In the course of the year the Ministry of Education opened ten schools for the children of"
    " migrants in the north of the country, trained forty teachers in two languages and printed"
    " textbooks that the schools of three provinces have used since."
)
OTHER = (
    "The central bank lowered the cost of sending money home: the price of a remittance of two"
    " hundred dollars fell from nine to six per cent, and four banks opened counters abroad."
)
SPANISH = (
    "Durante el año el Ministerio de Educación abrió diez escuelas para hijos de migrantes en el"
    " norte del país y formó a cuarenta docentes en dos lenguas."
)
DAY = datetime.date(2026, 5, 1)


@pytest.fixture
def theme():
    return make_theme(slug="migration", texts={"en": "Migration"})


@pytest.fixture
def make(entity, theme):
    """A report of the entity on the theme."""

    def made(text=TEXT, language="en", date=DAY, state=State.PUBLISHED, **fields):
        return make_report(
            entity=fields.pop("of", entity), themes=[theme], state=state, date=date,
            original_language=language, texts={language: text}, **fields,
        )  # fmt: skip

    return made


@pytest.fixture
def earlier(make):
    return make(date=datetime.date(2025, 5, 1))


@pytest.fixture
def draft(make):
    return make(TEXT.replace("ten schools", "twelve schools"), state=State.DRAFT)


@pytest.fixture
def submitted(make):
    return make(
        TEXT.replace("ten schools", "twelve schools"),
        state=State.SUBMITTED, submitted_at=timezone.now(),
    )  # fmt: skip


def found(report):
    return [(near.other.pk, near.share) for near in near_reports(report, for_staff=False)]


# What is near -------------------------------------------------------------------------------------


def test_one_word_of_another_day_is_near_and_told_word_by_word(draft, earlier):
    [near] = near_reports(draft, for_staff=False)
    assert (near.other, near.share, near.language) == (earlier, 90, "en")
    changed = [(run.kind, run.text.strip()) for run in near.runs if run.kind != "same"]
    assert changed == [("removed", "ten"), ("added", "twelve")]
    assert near.address == earlier.get_absolute_url()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED])
def test_what_is_handed_in_counts_and_opens_in_the_workspace_or_on_review(state, draft, make):
    other = make(state=state)
    assert [n.address for n in near_reports(draft, for_staff=False)] == [
        f"/en/workspace/reports/{other.pk}/preview/"
    ]
    assert [n.address for n in near_reports(draft, for_staff=True)] == [
        f"/en/secretariat/reports/{other.pk}/"
    ]


def test_drafts_others_withdrawn_ones_and_own_editions_are_not_near(draft, make):
    make(state=State.DRAFT)
    make(state=State.WITHDRAWN, withdrawal_reason="A mistake.")
    make(of=make_person().memberships.get().entity)
    make(OTHER)
    first = make(date=DAY, state=State.DRAFT)
    Report.objects.filter(pk=draft.pk).update(lineage=first, edition=2)
    Report.objects.filter(pk=first.pk).update(state=State.PUBLISHED, published_at=timezone.now())
    draft.refresh_from_db()
    assert found(draft) == []


def test_short_texts_are_not_compared(make):
    make("No projects.")
    assert found(make("No projects.", state=State.DRAFT)) == []


def test_other_language_of_the_same_day_and_theme_is_a_version_of_it(draft, make):
    other = make(SPANISH, "es")
    make(SPANISH, "es", date=datetime.date(2026, 5, 2))
    [near] = near_reports(draft, for_staff=False)
    assert (near.other, near.language, near.runs) == (other, "es", [])


def test_translation_of_the_other_report_is_compared(draft, make):
    other = make(SPANISH, "es", date=datetime.date(2024, 1, 1))
    section = other.sections.get()
    section.write("en", text=TEXT)
    section.save()
    assert found(draft) == [(other.pk, 90)]


# Before submission --------------------------------------------------------------------------------


def test_check_page_shows_it_and_holds_nothing_up(coordinator, draft, earlier):
    browser = signed_in(coordinator)
    page = browser.get(f"/en/workspace/reports/{draft.pk}/check/").content.decode()
    assert re.findall(r"<h2>(Very like .*?)</h2>", page) == ["Very like another report of yours"]
    assert f'<a href="{earlier.get_absolute_url()}">Report of' in page
    assert "90 % the same words" in page
    sent = {"revision": draft.revision, "token": uuid.uuid4()}
    assert browser.post(f"/en/workspace/reports/{draft.pk}/submit/", sent).status_code == 302
    assert Report.objects.get(pk=draft.pk).state == State.SUBMITTED


def test_check_page_without_a_near_report_says_nothing(coordinator, draft):
    page = signed_in(coordinator).get(f"/en/workspace/reports/{draft.pk}/check/").content.decode()
    assert "Very like" not in page


@pytest.mark.parametrize("others", [1, 3])
def test_check_page_asks_as_often_for_one_as_for_three(
    others, coordinator, draft, make, django_assert_num_queries
):
    for year in range(others):
        make(date=datetime.date(2020 + year, 1, 1))
    with django_assert_num_queries(6):
        assert len(near_reports(draft, for_staff=False)) == others


# On review ----------------------------------------------------------------------------------------


def keep(desk, report, other):
    data = {"action": f"keep_both-{other}", "revision": report.revision, "note": "Half typed"}
    return desk.post(f"/en/secretariat/reports/{report.pk}/", data)


def test_keeping_both_is_noted_and_not_asked_again_on_either(reviewer, submitted, earlier):
    desk = signed_in(reviewer)
    before = desk.get(f"/en/secretariat/reports/{submitted.pk}/").content.decode()
    assert f'value="keep_both-{earlier.pk}"' in before

    answer = keep(desk, submitted, earlier.pk)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Very like" not in page
    assert "Half typed" in page
    assert page.count("Kept beside a report that says nearly the same") == 1
    step = Transition.objects.get(report=submitted, verb="keep_both")
    assert (step.note, step.by, step.from_state, step.to_state) == (
        str(earlier.pk), reviewer, State.SUBMITTED, State.SUBMITTED,
    )  # fmt: skip
    assert found(submitted) == found(earlier) == []


def test_what_is_not_near_is_not_kept_beside(reviewer, submitted, make):
    other = make(OTHER)
    for which in (other.pk, submitted.pk, "", "x", "9" * 30):
        assert keep(signed_in(reviewer), submitted, which).status_code == 409
    assert not Transition.objects.filter(verb="keep_both").exists()


def test_decision_reaches_only_reports_of_the_entity(reviewer, submitted):
    with pytest.raises(workflow.NotAllowed):
        workflow.keep_both(submitted, by=reviewer, other=make_report())
    with pytest.raises(workflow.NotAllowed):
        workflow.keep_both(submitted, by=reviewer, other=submitted)


def test_public_history_says_nothing_of_it(reviewer, submitted, earlier, reader):
    workflow.keep_both(submitted, by=reviewer, other=earlier)
    workflow.publish(submitted, by=reviewer, revision=submitted.revision)
    assert "Kept beside" not in reader.get(submitted.get_absolute_url()).content.decode()


def test_public_history_of_a_published_report_does_not_tell_of_one_in_review(
    reviewer, submitted, earlier, reader
):
    workflow.keep_both(earlier, by=reviewer, other=submitted)
    assert [step.verb for step in public_history([earlier])] == []
    assert "Kept beside" not in reader.get(earlier.get_absolute_url()).content.decode()


# Language versions --------------------------------------------------------------------------------


@pytest.fixture
def spanish(make, submitted):
    """The same account in Spanish, published, with more than the submitted one has."""
    other = make(SPANISH, "es")
    make_section(report=other, kind="next", position=1, texts={"es": "Más escuelas."})
    make_citation(report=other, paragraph=make_paragraph(label="17"))
    make_resource(report=other, entity=other.entity)
    other.theme_links.create(theme=make_theme(slug="education"), position=3)
    make_citation(report=submitted, paragraph=make_paragraph(label="18"))
    return other


def link(desk, report, other, **sent):
    data = {"action": f"link-{other.pk}", "revision": report.revision, **sent}
    return desk.post(f"/en/secretariat/reports/{report.pk}/", data)


def test_two_languages_become_one_report_once_published(reviewer, submitted, spanish, reader):
    desk = signed_in(reviewer)
    shown = desk.get(f"/en/secretariat/reports/{submitted.pk}/").text
    assert f'value="link-{spanish.pk}"' in shown

    answer = link(desk, submitted, spanish)

    assert answer.status_code == 200
    assert "It is the next edition of that report now" in answer.text
    assert "Very like" not in answer.text
    now = Report.objects.get(pk=submitted.pk)
    assert (now.lineage, now.edition, now.state, now.revision) == (
        spanish, 2, State.SUBMITTED, submitted.revision + 1,
    )  # fmt: skip
    done = now.sections.get(kind="done")
    assert (done.original_language, done.state_es, done.text_es) == ("en", "official", SPANISH)
    assert not done.is_stale("es")
    assert now.sections.get(kind="next").text_es == "Más escuelas."
    assert [one.paragraph.label for one in now.citations.order_by("position")] == ["18", "17"]
    assert sorted(theme.slug for theme in now.themes.all()) == ["education", "migration"]
    assert now.resources.count() == 1
    assert Report.objects.get(pk=spanish.pk).state == State.PUBLISHED

    workflow.publish(now, by=reviewer, revision=now.revision)

    assert Report.objects.get(pk=spanish.pk).state == State.SUPERSEDED
    page = reader.get(f"/es/reports/{spanish.pk}/").text
    assert SPANISH in page
    assert "twelve schools" in reader.get(f"/en/reports/{spanish.pk}/").text
    assert Report.objects.published().count() == 1


@pytest.mark.parametrize("case", ["same language", "plain", "open edition", "stale", "another's"])
def test_what_is_not_the_same_account_is_not_linked(case, reviewer, submitted, spanish, make):
    sent = {}
    if case == "same language":
        section = spanish.sections.get(kind="done")
        section.write("en", text="Other words.")
        section.save()
    elif case == "plain":
        spanish.sections.update(markup="plain")
        submitted.sections.update(markup="markdown")
    elif case == "open edition":
        workflow.correct(spanish, by=reviewer, note="A figure.")
    elif case == "stale":
        sent = {"revision": submitted.revision + 1}
    else:
        Report.objects.filter(pk=spanish.pk).update(entity=make_report().entity)
    answer = link(signed_in(reviewer), submitted, spanish, **sent)
    assert answer.status_code == 409
    assert Report.objects.get(pk=submitted.pk).edition == 1
