"""Coverage: five states, who is asked, and the same figures wherever they are shown."""

import pytest
from django.db import transaction
from django.urls import reverse

from mandates.models import Paragraph, Participation
from publication.changes import changed
from reports.asked import asked_by_paragraph
from reports.coverage import Figures, asked_by_theme
from reports.coverage_matrix import DOCUMENTS, PARAGRAPHS, Cell, Scope, State, matrix
from reports.figures import theme_rows
from reports.models import Citation, Report, Standing
from tests.factories import (
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_meeting,
    make_paragraph,
    make_paragraph_theme,
    make_participation,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db


def cell(scope, column, entity):
    return matrix(scope).columns[column.pk].cell(entity.pk)


@pytest.fixture
def theme(db):
    return make_theme()


@pytest.fixture
def asked(theme):
    """An entity asked about the theme."""
    entity = make_entity()
    make_cycle(themes=[theme], asked=[entity])
    return entity


# Themes ---------------------------------------------------------------------------------------


def test_report_that_cites_the_theme_counts_with_the_number_of_reports(theme, asked):
    mandate = make_paragraph(themes=[theme])
    make_report(entity=asked, themes=[theme], citing=[mandate])
    make_report(entity=asked, themes=[theme])
    assert cell(Scope(), theme, asked) == Cell(State.REPORTED, 2)


def test_ambiguous_citation_counts_as_reported_for_the_theme(theme, asked):
    first, second = make_paragraph(themes=[theme]), make_paragraph(themes=[theme])
    report = make_report(entity=asked, themes=[theme])
    make_citation(report=report, state="ambiguous", candidates=[first, second])
    assert cell(Scope(), theme, asked) == Cell(State.REPORTED, 1)


@pytest.mark.parametrize("state", ["none", "unresolved", "elsewhere", "informative", "retired"])
def test_report_that_cites_nothing_that_counts_there_is_uncited(theme, asked, state):
    report = make_report(entity=asked, themes=[theme])
    if state == "unresolved":
        make_citation(report=report, state="unresolved")
    if state == "elsewhere":
        make_citation(report=report, paragraph=make_paragraph(themes=[make_theme()]))
    if state == "informative":
        mandate = make_paragraph(themes=[theme], nature="informative")
        make_citation(report=report, paragraph=mandate)
    if state == "retired":
        ended = {"life_cycle": "retired", "life_cycle_date": "2018-01-01"}
        make_citation(report=report, paragraph=make_paragraph(themes=[theme], **ended))
    assert cell(Scope(), theme, asked) == Cell(State.UNCITED, 1)


def test_nothing_to_report_silent_and_not_asked_are_states_of_their_own(theme, asked):
    silent, unasked = make_entity(), make_entity()
    make_cycle(themes=[theme], asked=[silent])
    make_cycle(themes=[make_theme()], asked=[unasked])
    make_report(entity=asked, themes=[theme], texts={}, nothing_to_report=True)
    states = [cell(Scope(), theme, entity).state for entity in (asked, silent, unasked)]
    assert states == [State.NOTHING, State.SILENT, State.UNASKED]


def test_who_was_not_asked_and_reported_is_counted_as_reports_only(theme, asked):
    make_report(themes=[theme])
    assert matrix().columns[theme.pk].figures == Figures(asked=1, reported=0, reports=1)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "superseded", "withdrawn"])
def test_only_published_reports_count(theme, asked, state):
    make_report(entity=asked, themes=[theme], state=state)
    assert cell(Scope(), theme, asked) == Cell(State.SILENT)


def test_cycle_counts_its_own_reports_and_asks_its_own_entities(theme, asked):
    cycle = make_cycle(themes=[theme], asked=[asked])
    other = make_entity()
    make_cycle(themes=[theme], asked=[other])
    make_report(entity=asked, themes=[theme])
    scope = Scope(cycle=cycle.pk)
    assert cell(scope, theme, asked) == Cell(State.SILENT)
    assert cell(scope, theme, other) == Cell(State.UNASKED)
    make_report(entity=asked, themes=[theme], cycle=cycle)
    assert cell(scope, theme, asked) == Cell(State.UNCITED, 1)


def test_figures_are_those_of_the_list_of_themes(theme, asked):
    make_report(entity=asked, themes=[theme])
    make_report(themes=[theme, make_theme()])
    columns = matrix().columns
    for row in theme_rows(asked_by_theme(), "en"):
        assert columns[row.theme.pk].figures == row.figures


# Documents and paragraphs ---------------------------------------------------------------------


@pytest.fixture
def summit(theme):
    """A Summit where one state took part, with a document of two mandates on the theme."""
    meeting = make_meeting()
    document = make_document(meeting=meeting)
    mandates = [make_paragraph(document=document, themes=[theme]) for _ in range(2)]
    state = make_participation(meeting=meeting).entity
    return document, mandates, state


def test_who_took_part_is_asked_about_what_was_agreed_there_and_nobody_else(summit, asked):
    document, [first, _second], state = summit
    elsewhere = make_participation().entity
    scope = Scope(DOCUMENTS)
    assert cell(scope, document, state).state == State.SILENT
    assert cell(scope, document, elsewhere).state == State.UNASKED
    assert cell(Scope(PARAGRAPHS, document.pk), first, state).state == State.SILENT


@pytest.mark.parametrize("columns", [DOCUMENTS, PARAGRAPHS])
def test_only_citations_in_reports_of_the_years_count(theme, asked, columns):
    mandate = make_paragraph(themes=[theme])
    of = mandate.document if columns == DOCUMENTS else mandate
    make_report(entity=asked, themes=[theme], citing=[mandate], date="2012-12-31")
    make_report(entity=asked, themes=[theme], citing=[mandate], date="2014-01-01")
    unsure = make_report(entity=asked, themes=[theme], date="2013-06-01")
    make_citation(report=unsure, state="ambiguous", candidates=[mandate])
    where = {"columns": columns, "document": mandate.document_id if of == mandate else None}
    assert cell(Scope(**where), of, asked) == Cell(State.REPORTED, 3, 1)
    assert cell(Scope(**where, since=2013), of, asked) == Cell(State.REPORTED, 2, 1)
    assert cell(Scope(**where, since=2013, until=2013), of, asked) == Cell(State.UNCITED, 1, 1)
    assert cell(Scope(**where, until=2012), of, asked) == Cell(State.REPORTED, 1)
    assert cell(Scope(**where, since=2015), of, asked) == Cell(State.SILENT)


def test_cycle_asks_about_its_documents_where_it_names_some(summit, theme):
    document, [first, _second], state = summit
    entity, other = make_entity(), make_document()
    elsewhere = make_paragraph(document=other, themes=[theme])
    make_cycle(themes=[theme], documents=[document], asked=[entity])
    places = Paragraph.objects.counted().places()
    by_paragraph = asked_by_paragraph(places)
    assert by_paragraph[first.pk] == {entity.pk, state.pk}
    assert by_paragraph[elsewhere.pk] == set()


def test_exact_ambiguous_uncited_and_other_reports_on_a_paragraph(summit, theme):
    document, [first, second], state = summit
    doubtful, uncited, other = (
        make_participation(meeting=document.meeting).entity for _ in range(3)
    )
    make_report(entity=state, themes=[theme], citing=[first])
    report = make_report(entity=doubtful, themes=[theme])
    make_citation(report=report, state="ambiguous", candidates=[first, make_paragraph()])
    make_report(entity=uncited, themes=[theme])
    make_report(entity=other, themes=[theme], citing=[second])
    scope = Scope(PARAGRAPHS, document.pk)
    found = [cell(scope, first, entity) for entity in (state, doubtful, uncited, other)]
    assert found == [
        Cell(State.REPORTED, 1),
        Cell(State.UNCITED, 1, perhaps=1),
        Cell(State.UNCITED, 1),
        Cell(State.SILENT),
    ]
    assert cell(Scope(DOCUMENTS), document, doubtful) == Cell(State.UNCITED, 1, perhaps=1)
    assert cell(Scope(DOCUMENTS), document, other) == Cell(State.REPORTED, 1)


def test_number_is_that_of_the_list_where_some_may_mean_it(summit, theme):
    document, [first, second], state = summit
    make_report(entity=state, themes=[theme], citing=[first])
    both = make_report(entity=state, themes=[theme], citing=[first])
    make_citation(report=both, state="ambiguous", candidates=[first, second])
    doubtful = make_report(entity=state, themes=[theme])
    make_citation(report=doubtful, state="ambiguous", candidates=[first, second])
    by_paragraph = Scope(PARAGRAPHS, document.pk)
    assert cell(by_paragraph, first, state) == Cell(State.REPORTED, 3, perhaps=1)
    assert cell(by_paragraph, second, state) == Cell(State.UNCITED, 2, perhaps=2)
    assert cell(Scope(DOCUMENTS), document, state) == Cell(State.REPORTED, 3, perhaps=1)


def test_a_report_that_cites_two_paragraphs_counts_once_for_their_document(summit, theme):
    document, mandates, state = summit
    make_report(entity=state, themes=[theme], citing=mandates)
    assert cell(Scope(DOCUMENTS), document, state) == Cell(State.REPORTED, 1)


def test_paragraphs_that_do_not_count_have_no_column(summit, theme):
    document, [first, second], _state = summit
    informative = make_paragraph(document=document, themes=[theme], nature="informative")
    columns = matrix(Scope(PARAGRAPHS, document.pk)).columns
    assert set(columns) == {first.pk, second.pk}
    assert informative.pk not in columns


# In step --------------------------------------------------------------------------------------


def test_standings_follow_a_report_a_citation_and_a_paragraph(theme, asked):
    mandate = make_paragraph(themes=[theme])
    report = make_report(entity=asked, themes=[theme], citing=[mandate])
    mandate.nature = Paragraph.Nature.INFORMATIVE
    with transaction.atomic():
        mandate.save()
        changed([mandate])
    assert Standing.objects.get().state == Standing.State.UNCITED
    Citation.objects.all().delete()
    Report.objects.update(nothing_to_report=True)
    with transaction.atomic():
        changed([report])
    assert Standing.objects.get().state == Standing.State.NOTHING
    assert Standing.objects.drift() == (0, 0)


def test_standing_follows_a_theme_that_a_cited_paragraph_is_given(theme, asked):
    mandate = make_paragraph(themes=[])
    make_report(entity=asked, themes=[theme], citing=[mandate])
    assert Standing.objects.get().state == Standing.State.UNCITED
    with transaction.atomic():
        changed([make_paragraph_theme(paragraph=mandate, theme=theme)])
    assert Standing.objects.get().state == Standing.State.CITED


@pytest.mark.parametrize("by", ["page", "action"])
def test_standing_follows_a_candidate_that_is_deleted(by, theme, asked, editor_client):
    """Nothing but the citation pointed at it, and that forgets it with the deletion."""
    mandate = make_paragraph(themes=[theme])
    report = make_report(entity=asked, themes=[theme])
    make_citation(report=report, state="ambiguous", candidates=[mandate])
    Standing.objects.rebuild()
    address = reverse("admin:mandates_paragraph_changelist")
    if by == "page":
        answer = editor_client.post(f"{address}{mandate.pk}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": mandate.pk, "post": "yes"}
        answer = editor_client.post(address, chosen)
    assert (answer.status_code, Paragraph.objects.count()) == (302, 0)
    assert Standing.objects.get().state == Standing.State.UNCITED
    assert Standing.objects.drift() == (0, 0)


def test_drift_is_found_and_mended(theme, asked):
    make_report(entity=asked, themes=[theme])
    Standing.objects.update(year=1900)
    assert Standing.objects.drift() == (1, 1)
    assert Standing.objects.rebuild() == 1
    assert Standing.objects.drift() == (0, 0)


def test_matrix_is_worked_out_once_for_each_data_version(theme, asked, django_assert_num_queries):
    with transaction.atomic():
        changed([])
    matrix()
    with django_assert_num_queries(1):  # the data version
        before = matrix()
    with transaction.atomic():
        changed([])
    assert matrix() is not before


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("scope", [Scope(), Scope(DOCUMENTS)])
def test_matrix_takes_the_same_queries_for_any_number_of_rows(
    theme, rows, scope, django_assert_num_queries
):
    for _ in range(rows):
        mandate = make_paragraph(themes=[theme])
        report = make_report(themes=[theme], citing=[mandate])
        make_participation(entity=report.entity)
    expected = 7 if scope.columns == DOCUMENTS else 3
    with django_assert_num_queries(expected + 1):
        matrix(scope)
    assert Participation.objects.count() == rows
