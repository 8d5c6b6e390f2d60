"""Two reports that say nearly the same made one, on review: what it will say, and what is left."""

import datetime
import re

import pytest
from django.utils import timezone

from accounts.models import Mail
from publication.languages import digest
from reports import folding, workflow
from reports.models import Report, ReportTheme, Transition
from reports.near import near_reports
from reports.word_diff import Run
from tests.access.world import attach
from tests.factories import (
    make_citation,
    make_cycle,
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
SCHOOLS = (
    "In the course of the year the Ministry of Education opened {} schools for the children of"
    " migrants in the north of the country and trained forty teachers in two languages."
)
BOOKS = "Textbooks were printed that the schools of three provinces have used since."
MEALS = "Every school serves a warm meal at noon, paid by the provinces."
TEN, TWELVE = SCHOOLS.format("ten"), SCHOOLS.format("twelve")
SPANISH = "Durante el año se abrieron diez escuelas."


@pytest.fixture
def theme():
    return make_theme(slug="migration")


@pytest.fixture
def published(entity, theme):
    """The earlier report, with a paragraph, a section, a translation and more of its own."""
    found = make_report(
        entity=entity, themes=[theme, make_theme(slug="education")],
        citing=[make_paragraph(label="17")], date=datetime.date(2025, 5, 1),
        texts={"en": f"{TEN}\n\n{BOOKS}", "es": SPANISH},
    )  # fmt: skip
    make_section(report=found, kind="next", position=1, texts={"en": "More schools."})
    make_resource(report=found, entity=entity, url="https://example.org/both")
    make_resource(report=found, entity=entity, url="https://example.org/theirs")
    return found


@pytest.fixture
def submitted(entity, theme):
    found = make_report(
        entity=entity, themes=[theme], state=State.SUBMITTED, date=datetime.date(2026, 5, 1),
        texts={"en": f"{TWELVE}\n\n{MEALS}"}, submitted_at=timezone.now(),
    )  # fmt: skip
    make_section(report=found, kind="obstacles", position=2, texts={"en": "The winter."})
    make_resource(report=found, entity=entity, url="https://example.org/both")
    make_citation(report=found, paragraph=make_paragraph(label="18"))
    return found


def merge(report, other, by, **given):
    mark = folding.mark(folding.folds(report, other))
    seen = {"revision": report.revision, "mark": mark, **given}
    return workflow.merge(report, by=by, other=other, **seen)


def texts(report):
    return {
        (section.kind, code): text
        for section in report.sections.order_by("position")
        for code, text in section.texts("text").items()
    }


BOTH = {
    ("done", "en"): f"{TWELVE}\n\n{BOOKS}\n\n{MEALS}", ("done", "es"): SPANISH,
    ("next", "en"): "More schools.", ("obstacles", "en"): "The winter.",
}  # fmt: skip


# Texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "own", "both"),
    [
        (TEN, TWELVE, TWELVE),
        (TEN, TEN, TEN),
        (f"{TEN}\n\n{BOOKS}", TWELVE, f"{TWELVE}\n\n{BOOKS}"),
        (f"{BOOKS}\n\n{TEN}", f"{TWELVE}\n\n{BOOKS}", f"{TWELVE}\n\n{BOOKS}"),
        (f"{TEN}\n\n{MEALS}\n\n{BOOKS}", f"{TEN}\n\n{BOOKS}", f"{TEN}\n\n{MEALS}\n\n{BOOKS}"),
        (f"{TEN}\r\n\r\n{BOOKS}", f"{TEN}\n\n\n{BOOKS}", f"{TEN}\n\n\n{BOOKS}"),
        (MEALS, f"{TEN}\n\n{BOOKS}", f"{MEALS}\n\n{TEN}\n\n{BOOKS}"),
        (MEALS, BOOKS, f"{MEALS}\n\n{BOOKS}"),
        (f"{TEN}\n\n{TEN}", TWELVE, TWELVE),
    ],
)
def test_merged_text_has_what_only_one_says_and_nothing_twice(theirs, own, both):
    assert folding.merged(theirs, own) == both


def test_plain_text_that_was_imported_reads_the_same_in_the_markup_of_ours(submitted, published):
    published.sections.update(markup="plain")
    section = published.sections.get(kind="done")
    section.write("en", text=f"{TEN}\n\nOf a*b")
    section.save()
    first = folding.folds(submitted, Report.objects.get(pk=published.pk))[0]
    assert first.after["en"] == f"{TWELVE}\n\nOf a\\*b\n\n{MEALS}"


def test_sections_on_other_paragraphs_stay_apart(entity, theme):
    one, other = (
        make_report(entity=entity, themes=[theme], texts={}, state=state)
        for state in (State.SUBMITTED, State.PUBLISHED)
    )
    for report, label in ((one, "1"), (other, "2")):
        make_section(report=report, paragraph=make_paragraph(label=label), texts={"en": TEN})
    assert [(row.mine is None, row.other is None) for row in folding.folds(one, other)] == [
        (True, False), (False, True),
    ]  # fmt: skip


# The step -------------------------------------------------------------------------------------


def test_two_reports_become_one_once_published(reviewer, submitted, published, reader):
    merge(submitted, published, reviewer)
    now = Report.objects.get(pk=submitted.pk)
    assert (now.lineage, now.edition, now.state) == (published, 2, State.SUBMITTED)
    assert texts(now) == BOTH
    assert sorted(theme.slug for theme in now.themes.all()) == ["education", "migration"]
    assert [one.paragraph.label for one in now.citations.order_by("position")] == ["18", "17"]
    assert sorted(one.url[-6:] for one in now.resources.all()) == ["g/both", "theirs"]
    assert Report.objects.get(pk=published.pk).state == State.PUBLISHED

    workflow.publish(now, by=reviewer, revision=now.revision)

    assert Report.objects.get(pk=published.pk).state == State.SUPERSEDED
    assert Report.objects.published().count() == 1
    page = reader.get(published.get_absolute_url()).text
    assert "twelve schools" in page
    assert "Every school serves" in page
    assert "ten schools" in reader.get(f"{published.get_absolute_url()}editions/1/").text
    assert "Made the next edition" not in page


def test_both_histories_stay(reviewer, submitted, published):
    workflow.keep_both(submitted, by=reviewer, other=published)
    merge(submitted, published, reviewer)
    steps = Transition.objects.of_reports([submitted.pk]).order_by("id")
    assert [(step.verb, step.note, step.by) for step in steps] == [
        ("keep_both", str(published.pk), reviewer), ("merge", "1", reviewer),
    ]  # fmt: skip


def test_translation_of_the_former_text_shows_as_older(reviewer, submitted, published):
    merge(submitted, published, reviewer)
    done = submitted.sections.get(kind="done")
    assert (done.original_language, done.state_es, done.is_stale("es")) == ("en", "official", True)
    assert done.digest_es == digest(f"{TEN}\n\n{BOOKS}")


def test_translation_of_a_text_that_stays_is_not_older(reviewer, submitted, published):
    section = submitted.sections.get(kind="done")
    section.write("en", text=f"{TEN}\n\n{BOOKS}")
    section.save()
    merge(Report.objects.get(pk=submitted.pk), published, reviewer)
    assert not submitted.sections.get(kind="done").is_stale("es")


def everything():
    return [list(Report.objects.order_by("pk").values()), Transition.objects.count()]


def test_second_press_changes_nothing(reviewer, submitted, published):
    late, mark = Report.objects.get(pk=submitted.pk), folding.folds(submitted, published)
    merge(submitted, published, reviewer)
    before = everything()
    for revision in (late.revision, submitted.revision):
        with pytest.raises((workflow.Stale, workflow.NotAllowed, workflow.Taken)):
            workflow.merge(
                Report.objects.get(pk=late.pk), by=reviewer, other=published, revision=revision,
                mark=folding.mark(mark),
            )  # fmt: skip
    assert everything() == before


def _text_moved(submitted, published, by):
    section = published.sections.get(kind="next")
    section.write("en", text="Fewer schools.")
    section.save()


def _withdrawn(submitted, published, by):
    workflow.withdraw(published, by=by, reason="A mistake.")


def _next_edition(submitted, published, by):
    workflow.correct(published, by=by, note="A figure.")


def _typing_put_right(submitted, published, by):
    section = published.sections.get(kind="next")
    workflow.correct_typing(
        published, by=by, texts={section.pk: {"en": "Many schools."}}, note="A word."
    )


def _returned(submitted, published, by):
    workflow.return_(
        Report.objects.get(pk=submitted.pk), by=by, revision=submitted.revision, note="No."
    )


def _entity_changed(submitted, published, by):
    Report.objects.filter(pk=published.pk).update(entity=make_report().entity)


def _linked_elsewhere(submitted, published, by):
    other = make_report(entity=submitted.entity, texts={"fr": "Écoles."})
    workflow.link_languages(
        Report.objects.get(pk=submitted.pk), by=by, other=other, revision=submitted.revision
    )


MEANWHILE = [_text_moved, _withdrawn, _next_edition, _typing_put_right, _returned,
             _entity_changed, _linked_elsewhere]  # fmt: skip


@pytest.mark.parametrize("happened", MEANWHILE, ids=lambda one: one.__name__)
def test_what_happened_since_it_was_looked_at_stops_it(happened, reviewer, submitted, published):
    mark = folding.mark(folding.folds(submitted, published))
    seen = submitted.revision
    happened(submitted, published, reviewer)
    before = everything()
    with pytest.raises((workflow.Stale, workflow.NotAllowed, workflow.Taken)):
        workflow.merge(submitted, by=reviewer, other=published, revision=seen, mark=mark)
    assert everything() == before


def test_later_edition_is_not_folded_into_another_report(reviewer, submitted, published, theme):
    own = make_report(entity=submitted.entity, themes=[theme])
    Report.objects.filter(pk=submitted.pk).update(lineage=own, edition=2)
    with pytest.raises(workflow.NotAllowed):
        merge(Report.objects.get(pk=submitted.pk), published, reviewer)


# The screen -----------------------------------------------------------------------------------


@pytest.fixture
def alike(submitted, published):
    """The two say nearly the same as a whole, so that the screen shows them."""
    for report, text in ((submitted, TWELVE), (published, TEN)):
        report.sections.exclude(kind="done").delete()
        section = report.sections.get()
        section.write("en", text=f"{text} {BOOKS} {MEALS}")
        section.save()
    return submitted


def post(desk, report, action, **sent):
    data = {"action": action, "revision": report.revision, "note": "Half “typed”", **sent}
    return desk.post(f"/en/secretariat/reports/{report.pk}/", data)


def test_merge_is_asked_about_shown_and_done(reviewer, alike, published):
    desk, before = signed_in(reviewer), everything()
    shown = desk.get(f"/en/secretariat/reports/{alike.pk}/").text
    assert f'value="merge-{published.pk}"' in shown
    asked = post(desk, alike, f"merge-{published.pk}", against="previous")
    assert asked.status_code == 200
    assert everything() == before
    (row,) = asked.context["rows"]
    assert row.title == "What was done"
    assert row.changes()[0][1][1:3] == [Run("removed", "ten "), Run("added", "twelve ")]
    assert (row.kept, row.changes()[1]) == ({"es"}, ("es", [Run("same", SPANISH)]))
    assert asked.text.count("stays as it is in the published report") == 1
    mark = re.search(r'name="mark" value="(\w+)"', asked.text)[1]
    assert 'name="note" value="Half “typed”"' in asked.text

    back = post(desk, alike, "leave")
    assert "Half “typed”" in back.text
    assert everything() == before

    done = post(desk, alike, f"merged-{published.pk}", mark=mark)
    assert done.status_code == 200
    assert "with what both say. Publish it." in done.text
    assert "Half “typed”" in done.text
    assert "Very like" not in done.text
    assert Report.objects.get(pk=alike.pk).lineage == published


@pytest.mark.parametrize("action", ["merge", "merged"])
@pytest.mark.parametrize("case", ["stale", "unknown", "no number", "another mark"])
def test_question_about_something_else_is_a_conflict(reviewer, alike, published, action, case):
    if (action, case) == ("merge", "another mark"):
        return  # which nobody has been asked about yet
    which = {"unknown": make_report().pk, "no number": "x"}.get(case, published.pk)
    sent = {"revision": alike.revision + 1} if case == "stale" else {"mark": "0"}
    before = everything()
    answer = post(signed_in(reviewer), alike, f"{action}-{which}", **sent)
    assert answer.status_code == 409
    assert "Half “typed”" in answer.text
    assert everything() == before


def test_what_is_not_published_offers_no_merge(reviewer, alike, published):
    Report.objects.filter(pk=published.pk).update(
        state=State.SUBMITTED, published_at=None, submitted_at=timezone.now()
    )
    page = signed_in(reviewer).get(f"/en/secretariat/reports/{alike.pk}/").text
    assert f"keep_both-{published.pk}" in page
    assert "merge-" not in page


# Two published ones ---------------------------------------------------------------------------


@pytest.fixture
def both_public(alike, published):
    Report.objects.filter(pk=alike.pk).update(state=State.PUBLISHED, published_at=timezone.now())
    return Report.objects.get(pk=alike.pk)


def merge_published(report, other, by, **given):
    mark = folding.mark(folding.folds(report, other))
    seen = {"revision": report.revision, "mark": mark, **given}
    return workflow.merge_published(report, by=by, other=other, **seen)


def test_two_published_reports_become_one_at_the_earlier_address(
    reviewer, both_public, published, reader, client
):
    edition = merge_published(both_public, published, reviewer)
    assert (edition.state, edition.lineage, edition.edition) == (State.PUBLISHED, published, 2)
    assert list(Report.objects.published()) == [edition]
    assert texts(edition) == {
        ("done", "en"): f"{TWELVE} {BOOKS} {MEALS}", ("done", "es"): SPANISH,
    }  # fmt: skip
    assert [one.paragraph.label for one in edition.citations.order_by("position")] == ["18", "17"]
    gone = Report.objects.get(pk=both_public.pk)
    assert (gone.state, gone.merged_into) == (State.WITHDRAWN, published)

    file = attach(gone, is_public=True)
    own = gone.get_absolute_url()
    for address in (own, f"{own}editions/1/", f"{own}files/{file.token}/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, published.get_absolute_url())
    page = reader.get(published.get_absolute_url()).text
    assert "twelve schools" in page
    assert "Made one with another published report that says nearly the same" in page
    assert "ten schools" in reader.get(f"{published.get_absolute_url()}editions/1/").text
    told = client.get(f"/api/v1/reports/{gone.pk}/")
    assert told.status_code == 410
    assert f"/api/v1/reports/{published.pk}/" in told.text


def test_address_of_a_merged_report_leads_on_when_that_one_is_merged_again(
    reviewer, both_public, published, client, entity, theme
):
    edition = merge_published(both_public, published, reviewer)
    first = make_report(entity=entity, themes=[theme], date=datetime.date(2024, 1, 1))
    merge_published(edition, first, reviewer)
    answer = client.get(both_public.get_absolute_url(), follow=True)
    assert [status for _address, status in answer.redirect_chain] == [301, 301]
    assert answer.redirect_chain[-1][0] == first.get_absolute_url()


def test_people_of_the_entity_are_told_once_of_the_merging(
    reviewer, both_public, published, entity
):
    coordinator = make_person(role="coordinator", entity=entity)
    edition = merge_published(both_public, published, reviewer)
    (mail,) = Mail.objects.filter(to=coordinator)
    assert mail.kind == "merged"
    assert f"/reports/{published.pk}/" in mail.text
    assert edition.pk != published.pk


def test_earlier_report_is_not_merged_into_the_later_one(reviewer, both_public, published):
    before = everything()
    with pytest.raises(workflow.NotAllowed):
        merge_published(published, both_public, reviewer)
    assert everything() == before


@pytest.mark.parametrize("which", ["later", "earlier"])
def test_edition_on_its_way_keeps_published_reports_apart(reviewer, both_public, published, which):
    workflow.correct({"later": both_public, "earlier": published}[which], by=reviewer, note="No.")
    before = everything()
    with pytest.raises(workflow.Taken):
        merge_published(both_public, published, reviewer)
    assert everything() == before


def test_demonstration_is_not_merged_with_a_real_report(reviewer, both_public, published):
    Report.objects.filter(pk=published.pk).update(is_demonstration=True)
    with pytest.raises(workflow.NotAllowed):
        merge_published(both_public, Report.objects.get(pk=published.pk), reviewer)


def test_published_twins_are_shown_asked_about_and_merged(reviewer, both_public, published):
    desk, before = signed_in(reviewer), everything()
    earlier = desk.get(f"/en/secretariat/reports/{published.pk}/").text
    assert (f"keep_both-{both_public.pk}" in earlier, "merge-" in earlier) == (True, False)
    shown = desk.get(f"/en/secretariat/reports/{both_public.pk}/").text
    assert f'value="merge-{published.pk}"' in shown
    assert re.findall(r'name="revision" value="(\d+)"', shown) == [str(both_public.revision)]
    asked = post(desk, both_public, f"merge-{published.pk}")
    assert "Both reports are published." in asked.text
    assert everything() == before
    mark = re.search(r'name="mark" value="(\w+)"', asked.text)[1]
    done = post(desk, both_public, f"merged-{published.pk}", mark=mark, internal="Ask Lima.")
    edition = Report.objects.get(lineage=published)
    assert (done.status_code, done["Location"]) == (302, f"/en/secretariat/reports/{edition.pk}/")
    assert edition.comments.get().text == "Ask Lima."
    assert Report.objects.get(pk=both_public.pk).state == State.WITHDRAWN


def test_published_report_in_two_languages_is_merged_into_one(reviewer, entity, theme):
    day = datetime.date(2026, 5, 1)
    one, other = (
        make_report(entity=entity, themes=[theme], date=day, original_language=code,
                    texts={code: f"{text} " * 3})
        for code, text in (("en", TEN), ("es", SPANISH))
    )  # fmt: skip
    (near,) = near_reports(other, for_staff=True)
    assert (near.other, near.may_link, near.may_merge) == (one, False, True)
    edition = merge_published(other, one, reviewer)
    assert sorted(code for _kind, code in texts(edition)) == ["en", "es"]
    assert edition.sections.get().original_language == "es"


def test_the_round_that_one_of_them_answers_stays_answered(reviewer, both_public, published, theme):
    cycle = make_cycle(themes=[theme], asked=[published.entity])
    Report.objects.filter(pk=published.pk).update(cycle=cycle)
    edition = merge_published(both_public, Report.objects.get(pk=published.pk), reviewer)
    assert (edition.cycle, edition.filed_by_secretariat) == (cycle, False)
    assert not ReportTheme.objects.filter(report=edition, open_cycle__isnull=False).exists()


@pytest.mark.parametrize("answering", ["published", "submitted", "both"])
def test_submitted_report_takes_the_round_and_place_of_the_published(
    answering, reviewer, submitted, published, theme
):
    cycle = make_cycle(themes=published.themes.all(), asked=[published.entity])
    for name, report in (("published", published), ("submitted", submitted)):
        if answering in (name, "both"):
            Report.objects.filter(pk=report.pk).update(cycle=cycle)
    if answering != "published":
        submitted.theme_links.update(open_cycle=cycle, open_entity=submitted.entity)
    merge(*(Report.objects.get(pk=one.pk) for one in (submitted, published)), reviewer)
    now = Report.objects.get(pk=submitted.pk)
    assert now.cycle == cycle
    held = ReportTheme.objects.filter(open_cycle=cycle, open_entity=now.entity)
    assert {(link.report, link.theme) for link in held} == {
        (now, theme) for theme in published.themes.all()
    }


def test_place_that_another_open_report_has_stays_its_own(reviewer, submitted, published, theme):
    cycle = make_cycle(themes=published.themes.all(), asked=[published.entity])
    Report.objects.filter(pk=published.pk).update(cycle=cycle)
    education = published.themes.get(slug="education")
    draft = workflow.start(
        by=None, entity=published.entity, themes=[education], cycle=cycle, on_behalf=True,
        language="en", date=datetime.date(2026, 5, 1),
    )  # fmt: skip
    merge(submitted, Report.objects.get(pk=published.pk), reviewer)
    held = ReportTheme.objects.filter(open_cycle=cycle, open_entity=published.entity)
    assert {(link.report, link.theme) for link in held} == {(submitted, theme), (draft, education)}


def test_answers_to_two_rounds_stay_two(reviewer, submitted, published, theme):
    for report in (submitted, published):
        cycle = make_cycle(themes=[theme], asked=[report.entity])
        Report.objects.filter(pk=report.pk).update(cycle=cycle)
    before = everything()
    with pytest.raises(workflow.NotAllowed):
        merge(*(Report.objects.get(pk=one.pk) for one in (submitted, published)), reviewer)
    assert everything() == before
