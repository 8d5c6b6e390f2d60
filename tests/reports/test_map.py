"""The map of the Americas: all states, each with a link and a name, and its list beside."""

import re

import pytest
from django.core.management import call_command

from countries.models import Entity
from reports.coverage_matrix import Cell, State
from reports.map_page import shapes, together
from tests.factories import make_cycle, make_entity, make_paragraph, make_report, make_theme

pytestmark = pytest.mark.django_db


def test_all_states_of_the_reference_are_drawn_and_linked_once(reader):
    call_command("load_reference", verbosity=0)
    states = list(Entity.objects.states())
    assert len(states) == 35
    assert {state.iso_3166_1 for state in states} == set(shapes()["states"])
    picture = reader.get("/en/coverage/map/").text
    picture = picture[picture.index('<svg class="map" role="group"') :]
    links = re.findall(r'<a href="/en/coverage/([\w-]+)/"', picture[: picture.index("</figure>")])
    assert sorted(links) == sorted(state.slug for state in states)


def test_islands_too_small_to_hit_are_circles():
    small = {code for code, shape in shapes()["states"].items() if "circle" in shape}
    assert {"AG", "BB", "BS", "DM", "GD", "KN", "LC", "VC"} <= small


@pytest.fixture
def brazil(db):
    theme = make_theme(slug="health", texts={"en": "Health"})
    brazil = make_entity(slug="brazil", iso_3166_1="BR", texts={"en": "Brazil"})
    haiti = make_entity(slug="haiti", iso_3166_1="HT", texts={"en": "Haiti"})
    make_cycle(themes=[theme], asked=[brazil, haiti])
    mandate = make_paragraph(themes=[theme])
    make_report(entity=brazil, themes=[theme], citing=[mandate])
    return brazil


def test_a_state_has_the_class_the_pattern_and_the_sentence_of_what_is_known(reader, brazil):
    html = reader.get("/en/coverage/map/?theme=health").text
    assert (
        '<a href="/en/coverage/brazil/?theme=health" aria-label="Brazil, Health: 1 report">'
        '<title>Brazil, Health: 1 report</title><path class="reported" fill="url(#p-reported)"'
    ) in html
    assert '<path class="silent" fill="url(#p-silent)"' in html


def test_the_list_says_the_same(reader, brazil):
    groups = reader.get("/en/coverage/map/").context["page"].groups
    found = [(state, [place.slug for place in places]) for state, places in groups]
    assert found == [("reported", ["brazil"]), ("silent", ["haiti"])]


def test_odd_theme_is_named_and_left_out(reader, brazil):
    page = reader.get("/en/coverage/map/?theme=nothing").context["page"]
    assert (page.ignored, page.theme) == (["Theme"], None)


def test_of_two_themes_the_last_is_shown_and_the_other_named(reader, brazil):
    page = reader.get("/en/coverage/map/?theme=nothing&theme=health").context["page"]
    assert (page.ignored, page.theme.slug) == (["Theme"], "health")


def test_several_columns_give_the_fullest_state_and_all_reports():
    cells = [Cell(State.SILENT), Cell(State.UNCITED, 2), Cell(State.REPORTED, 3)]
    assert together(cells) == Cell(State.REPORTED, 5)
    assert together([]) == Cell(State.UNASKED)


@pytest.mark.parametrize("rows", [1, 3])
def test_map_takes_the_same_queries_for_any_number_of_states(
    reader, rows, django_assert_num_queries
):
    theme = make_theme()
    for _ in range(rows):
        make_report(themes=[theme])
    with django_assert_num_queries(10):
        reader.get("/en/coverage/map/")
