"""The citation queue: groups, one decision for many, what readers see of it, and its undo."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publication.models import Revision
from reports import workflow
from reports.citation_queue import Choice, obstacles, waiting
from reports.models import Citation, Report, Resolution
from reports.resolving import CannotUndo, Outdated, resolve, undo
from reports.workflow import NotAllowed
from tests.factories import (
    make_citation,
    make_entity,
    make_paragraph,
    make_person,
    make_report,
    make_theme,
)
from tests.people import signed_in

pytestmark = pytest.mark.django_db
AMBIGUOUS = Citation.State.AMBIGUOUS
QUEUE = "/en/secretariat/citations/"
CONFIRM, DECISIONS = f"{QUEUE}confirm/", f"{QUEUE}decisions/"


@pytest.fixture
def desk(reviewer):
    return signed_in(reviewer)


@pytest.fixture
def theme():
    return make_theme(slug="water")


@pytest.fixture
def pair(theme):
    """Two paragraphs of the same number in two documents."""
    return [make_paragraph(label="17", themes=[theme]) for _n in range(2)]


def ambiguous(candidates, *, entity, typed="17", themes=None, **fields):
    report = make_report(entity=entity, themes=themes, **fields)
    return make_citation(report=report, state=AMBIGUOUS, typed=typed, candidates=candidates)


def token(group, paragraph):
    return Choice(group, paragraph).token


def rows():
    """Everything about citations that a decision may touch."""
    fields = ("pk", "state", "paragraph", "resolved_by", "resolution")
    through = Citation.candidates.through.objects.order_by("citation", "paragraph")
    return (
        list(Citation.objects.order_by("pk").values_list(*fields)),
        list(through.values_list("citation", "paragraph")),
        Resolution.objects.count(),
    )


# Groups ---------------------------------------------------------------------------------------


def test_citations_are_grouped_by_entity_number_and_candidates(entity, pair):
    third = make_paragraph(label="17")
    first, second = (ambiguous(pair, entity=entity) for _n in range(2))
    other_candidates = ambiguous([*pair, third], entity=entity)
    other_number = ambiguous(pair, entity=entity, typed="18")
    other_entity = ambiguous(pair, entity=make_entity())
    found = {frozenset(group.reports) for group in waiting()}
    assert found == {
        frozenset({first.pk, second.pk}),
        *(frozenset({one.pk}) for one in (other_candidates, other_number, other_entity)),
    }


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "superseded", "withdrawn"])
def test_only_published_reports_wait(desk, entity, pair, state):
    ambiguous(pair, entity=entity, state=state)
    assert waiting() == []
    assert "No citation waits" in desk.get(QUEUE).text


def test_screen_shows_texts_reports_and_a_choice(desk, entity, pair):
    citation = ambiguous(pair, entity=entity)
    page = desk.get(QUEUE).text
    for paragraph in pair:
        assert paragraph.html_en in page
        assert paragraph.get_absolute_url() in page
    assert f'href="{citation.report.get_absolute_url()}"' in page
    assert page.count('type="radio"') == 3
    assert "1 group, 1 citation" in " ".join(page.split())


def test_queries_are_fixed(desk, entity, pair):
    counts = []
    for _n in range(2):
        ambiguous(pair, entity=make_entity())
        with CaptureQueriesContext(connection) as queries:
            desk.get(QUEUE)
        counts.append(len(queries))
        ambiguous([make_paragraph(label="17"), make_paragraph(label="17")], entity=entity)
        ambiguous(pair, entity=entity)
    assert counts[0] == counts[1] <= 12


def test_queries_of_decisions_are_fixed(desk, reviewer, pair):
    counts = []
    for count in (1, 2):
        for _n in range(count):
            ambiguous(pair, entity=make_entity())
            resolve([token(waiting()[0], pair[0])], by=reviewer)
        with CaptureQueriesContext(connection) as queries:
            desk.get(DECISIONS)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_decision_is_told_by_number_paragraph_and_entities(desk, reviewer, pair):
    entities = [make_entity() for _n in range(4)]
    for entity in entities:
        ambiguous(pair, entity=entity)
    resolve([token(group, pair[1]) for group in waiting()], by=reviewer)
    page = told_page(desk)
    assert re.findall(r'<span class="cite">(.+?)</span>', page) == ["17"]
    assert f"{pair[1].document.title_en}, paragraph 17" in page
    assert pair[0].document.title_en not in page
    assert [one.name_en in page for one in waiting_order(entities)] == [True, True, True, False]
    assert "and 1 more)" in page


def test_numbers_past_the_third_are_counted(desk, reviewer, entity):
    for number in range(1, 6):
        pair = [make_paragraph(label=str(number)) for _n in range(2)]
        ambiguous(pair, entity=entity, typed=str(number))
    resolve([token(group, group.candidates[0]) for group in waiting()], by=reviewer)
    page = told_page(desk)
    assert re.findall(r'<span class="cite">(.+?)</span>', page) == ["1", "2", "3"]
    assert "<li>and 2 more</li>" in page


def test_decision_whose_records_are_gone_is_counted(desk, reviewer, entity, pair):
    citation = ambiguous(pair, entity=entity)
    resolve([token(waiting()[0], pair[1])], by=reviewer)
    citation.delete()
    assert "1 citation<" in told_page(desk)


def test_paragraph_that_is_gone_is_said_to_be(desk, reviewer, entity, pair):
    citation = ambiguous(pair, entity=entity)
    undo(resolve([token(waiting()[0], pair[1])], by=reviewer), by=reviewer)
    citation.candidates.clear()
    pair[1].delete()
    assert "a paragraph that is gone" in told_page(desk)


def test_decision_taken_back_is_said_once_with_the_zone(desk, reviewer, entity, pair):
    ambiguous(pair, entity=entity)
    undo(resolve([token(waiting()[0], pair[1])], by=reviewer), by=reviewer)
    page = told_page(desk)
    assert page.count("taken back") == 1
    assert page.count("(America/New York)") == 2


def told_page(desk):
    """The list of decisions alone."""
    return desk.get(DECISIONS).text.partition('<ol class="tasks"')[2].partition("</ol>")[0]


def waiting_order(entities):
    """As the queue has them, and a decision that takes all of it."""
    return sorted(entities, key=lambda entity: entity.slug)


# A decision -----------------------------------------------------------------------------------


def test_decision_makes_the_group_certain_and_says_who_and_when(reviewer, entity, pair):
    made = [ambiguous(pair, entity=entity) for _n in range(2)]
    (group,) = waiting()
    resolution = resolve([token(group, pair[1])], by=reviewer)
    for citation in made:
        citation.refresh_from_db()
        assert (citation.state, citation.paragraph, citation.typed) == ("exact", pair[1], "17")
        assert (citation.resolved_by, citation.resolved_at) == (reviewer, resolution.at)
        assert citation.resolution == resolution
        assert list(citation.candidates.all()) == []
        (step,) = citation.report.transitions.all()
        assert (step.verb, step.to_state, step.by) == ("citations_resolved", "published", reviewer)
        assert step.snapshot["citations"][0]["paragraph"] == pair[1].pk
    assert waiting() == []


def test_readers_see_it_at_once_and_its_undo_too(desk, reader, theme, entity, pair):
    citation = ambiguous(pair, entity=entity, themes=[theme])
    addresses = [
        citation.report.get_absolute_url(), "/en/themes/water/", pair[0].get_absolute_url(),
        pair[1].get_absolute_url(), "/data/themes/water.json",
    ]  # fmt: skip

    def seen():
        return [re.sub(r'<p class="version">.*', "", reader.get(a).text) for a in addresses]

    before, number = seen(), Revision.objects.current().number
    assert "document not stated" in before[0]
    (group,) = waiting()
    desk.post(CONFIRM, {"sure": "1", "choice": token(group, pair[0])})
    after = seen()
    assert Revision.objects.current().number == number + 1
    assert "document not stated" not in after[0] + after[1]
    assert '"state": "exact"' in after[4]
    assert '"candidates": []' in after[4]
    assert before[3] != after[3]
    desk.post(f"{DECISIONS}{Resolution.objects.get().pk}/undo/")
    assert Revision.objects.current().number == number + 2
    assert "document not stated" in seen()[0]
    assert seen()[4] == before[4]


def test_one_choice_serves_a_selection_of_groups(desk, entity, theme, pair):
    """A document for those that are ticked; a group's own choice goes before it."""
    other = [make_paragraph(label="18", document=one.document) for one in pair]
    ambiguous(pair, entity=entity)
    ambiguous(other, entity=entity, typed="18")
    ambiguous(pair, entity=make_entity())
    elsewhere = ambiguous([make_paragraph(label="9"), make_paragraph(label="9")],
                          entity=entity, typed="9")  # fmt: skip
    found = waiting()
    own = next(group for group in found if group.entity != entity)
    page = desk.post(CONFIRM, {
        "group": [group.key for group in found],
        "document": pair[0].document_id,
        f"choice-{own.key}": token(own, pair[1]),
    })  # fmt: skip
    means = {choice.group.key: choice.paragraph for choice in page.context["choices"]}
    by_number = {(g.entity.pk, g.typed): means.get(g.key) for g in found}
    assert by_number == {
        (entity.pk, "17"): pair[0], (entity.pk, "18"): other[0],
        (own.entity.pk, "17"): pair[1], (entity.pk, "9"): None,
    }  # fmt: skip
    tokens = re.findall(r'name="choice" value="([^"]+)"', page.text)
    desk.post(CONFIRM, {"sure": "1", "choice": tokens})
    assert Resolution.objects.count() == 1
    assert [list(group.reports) for group in waiting()] == [[elsewhere.pk]]


def test_all_groups_can_be_selected_at_once(desk, entity, pair):
    """Those of the other pages, too."""
    for n in range(27):
        ambiguous(pair, entity=entity, typed=f"17 ({n})")
    page = desk.post(CONFIRM, {"all": "on", "document": pair[1].document_id})
    assert [choice.paragraph for choice in page.context["choices"]] == [pair[1]] * 27


def test_nothing_chosen_changes_nothing(desk, entity, pair):
    ambiguous(pair, entity=entity)
    before = rows()
    answer = desk.post(CONFIRM, {"document": "", "group": [waiting()[0].key]})
    assert (answer.status_code, answer.url) == (302, QUEUE)
    assert rows() == before


def test_confirmation_alone_writes_nothing(desk, entity, pair):
    ambiguous(pair, entity=entity)
    (group,) = waiting()
    before = rows()
    assert desk.post(CONFIRM, {f"choice-{group.key}": token(group, pair[0])}).status_code == 200
    assert rows() == before


def test_confirmed_twice_is_decided_once(desk, entity, pair):
    ambiguous(pair, entity=entity)
    data = {"sure": "1", "choice": token(waiting()[0], pair[0])}
    desk.post(CONFIRM, data)
    before = rows()
    assert desk.post(CONFIRM, data).status_code == 302
    assert rows() == before


# What is refused ------------------------------------------------------------------------------


def odd_tokens(group, pair):
    foreign = make_paragraph(label="17")
    return {
        "paragraph outside the candidates": f"{group.key}:{foreign.pk}",
        "no paragraph": f"{group.key}:",
        "huge number": f"{group.key}:{'9' * 30}",
        "negative": f"{group.key}:-1",
        "unknown group": f"{'0' * 32}:{pair[0].pk}",
        "text": "x",
        "empty": "",
    }


@pytest.mark.parametrize("name", [
    "paragraph outside the candidates", "no paragraph", "huge number", "negative",
    "unknown group", "text", "empty",
])  # fmt: skip
@pytest.mark.parametrize("sure", [True, False])
def test_foreign_ids_are_refused(desk, entity, pair, name, sure):
    ambiguous(pair, entity=entity)
    (group,) = waiting()
    odd = odd_tokens(group, pair)[name]
    before = rows()
    data = {"sure": "1", "choice": odd} if sure else {f"choice-{group.key}": odd, "document": "x"}
    assert desk.post(CONFIRM, data).status_code == 302
    assert rows() == before


@pytest.mark.parametrize("document", ["9" * 19, "9" * 5_000, "0", "٣"])
def test_odd_number_of_a_document_chooses_nothing(desk, entity, pair, document):
    ambiguous(pair, entity=entity)
    before = rows()
    assert desk.post(CONFIRM, {"all": "", "document": document}).status_code == 302
    assert rows() == before


def test_choice_for_a_group_that_has_grown_is_asked_again(desk, reviewer, entity, pair):
    """Nobody decides on a report that was not on the page."""
    ambiguous(pair, entity=entity)
    seen = token(waiting()[0], pair[0])
    ambiguous(pair, entity=entity)
    before = rows()
    with pytest.raises(Outdated):
        resolve([seen], by=reviewer)
    assert rows() == before


def test_report_that_cites_the_paragraph_keeps_its_group_open(desk, entity, pair):
    citation = ambiguous(pair, entity=entity)
    make_citation(report=citation.report, paragraph=pair[0])
    (group,) = waiting()
    page = desk.post(CONFIRM, {f"choice-{group.key}": token(group, pair[0])})
    assert (page.context["choices"], page.context["citations"]) == ([], 0)
    assert "These stay open" in page.text
    before = rows()
    desk.post(CONFIRM, {"sure": "1", "choice": token(group, pair[0])})
    assert rows() == before
    desk.post(CONFIRM, {"sure": "1", "choice": token(group, pair[1])})
    assert waiting() == []


def test_two_numbers_of_a_report_never_mean_one_paragraph(reviewer, entity, pair):
    """ "17" and "17." in one report: of two choices the second is in the way."""
    citation = ambiguous(pair, entity=entity)
    make_citation(report=citation.report, state=AMBIGUOUS, typed="17.", candidates=pair)
    first, second = waiting()
    choices = [Choice(group, pair[0]) for group in (first, second)]
    assert [found.choice for found in obstacles(choices)] == [choices[1]]
    before = rows()
    with pytest.raises(Outdated):
        resolve([choice.token for choice in choices], by=reviewer)
    assert rows() == before


def test_group_with_the_same_number_twice_in_a_report_stays_open(entity, pair):
    citation = ambiguous(pair, entity=entity)
    make_citation(report=citation.report, state=AMBIGUOUS, typed="17", candidates=pair)
    (group,) = waiting()
    assert len(group.reports) == 2
    assert [o.report for o in obstacles([Choice(group, pair[0])])] == [citation.report]


def test_only_who_may_resolve(entity, pair, coordinator, client):
    ambiguous(pair, entity=entity)
    translator = make_person(role="translator")
    for path in (QUEUE, DECISIONS):
        statuses = [c.get(path).status_code
                    for c in (signed_in(coordinator), signed_in(translator), client)]  # fmt: skip
        assert statuses == [404, 403, 302]
    before = rows()
    for person in (coordinator, translator):
        with pytest.raises(NotAllowed):
            resolve([token(waiting()[0], pair[0])], by=person)
    assert rows() == before


# Undo -----------------------------------------------------------------------------------------


def test_undo_gives_back_what_was_there(reviewer, entity, pair):
    citation = ambiguous(pair, entity=entity)
    before = rows()[:2]
    resolution = resolve([token(waiting()[0], pair[0])], by=reviewer)
    undo(resolution, by=reviewer)
    assert rows()[:2] == before
    assert (resolution.undone_by, resolution.undone_at is None) == (reviewer, False)
    verbs = [step.verb for step in citation.report.transitions.order_by("id")]
    assert verbs == ["citations_resolved", "citations_reopened"]
    again = resolve([token(waiting()[0], pair[1])], by=reviewer)
    assert Citation.objects.get().resolution == again


@pytest.mark.parametrize("since", ["undone", "picked anew", "withdrawn", "superseded", "gone"])
def test_decision_that_was_built_upon_stands(desk, reviewer, entity, pair, since):
    citation = ambiguous(pair, entity=entity)
    resolution = resolve([token(waiting()[0], pair[0])], by=reviewer)
    if since == "undone":
        undo(resolution, by=reviewer)
    elif since == "picked anew":
        Citation.objects.update(paragraph=pair[1])
    elif since == "withdrawn":
        workflow.withdraw(citation.report, by=reviewer, reason="A mistake.")
    elif since == "superseded":
        Report.objects.update(state="superseded")
    else:
        pair[1].delete()
    before = rows()
    with pytest.raises(CannotUndo):
        undo(resolution, by=reviewer)
    assert desk.post(f"{DECISIONS}{resolution.pk}/undo/").status_code == 302
    assert rows() == before
    assert "The decision stands" in desk.get(DECISIONS).text


@pytest.mark.parametrize("pk", ["0", "987654", "9" * 30])
def test_undo_of_what_is_not_there(desk, pk):
    assert desk.post(f"{DECISIONS}{pk}/undo/").status_code == 404


def test_looking_undoes_nothing(desk, reviewer, entity, pair):
    ambiguous(pair, entity=entity)
    resolution = resolve([token(waiting()[0], pair[0])], by=reviewer)
    assert desk.get(f"{DECISIONS}{resolution.pk}/undo/").status_code == 405
    assert desk.get(CONFIRM).status_code == 302
    assert Citation.objects.get().state == "exact"
