"""The lists of themes, countries and institutions."""

import datetime
import re

import pytest

from countries.models import Entity
from mandates.models import Theme
from reports.coverage import Figures
from tests.factories import (
    make_cycle,
    make_entity,
    make_institution,
    make_paragraph,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db


def names(rows):
    return [str(row.name) for row in rows]


# Themes ---------------------------------------------------------------------------------------


def test_themes_stand_in_the_alphabet_of_the_reader(reader):
    for en, es in (("Education", "Educación"), ("Energy", "Énergía"), ("Health", "Salud")):
        make_theme(texts={"en": en, "es": es})
    make_theme(texts={"en": "Water", "es": "Agua"})
    rows = reader.get("/es/themes/").context["rows"]
    found = [row.theme.name_es or row.theme.name_en for row in rows]
    assert found == ["Agua", "Educación", "Énergía", "Salud"]


def test_theme_counts_mandates_reports_and_who_reported(reader):
    theme, asked, unasked = make_theme(), make_entity(), make_entity()
    make_cycle(themes=[theme], asked=[asked, make_entity()])
    make_paragraph(themes=[theme])
    make_report(entity=asked, themes=[theme])
    make_report(entity=asked, themes=[theme])
    make_report(entity=unasked, themes=[theme])
    [row] = reader.get("/en/themes/").context["rows"]
    assert (row.mandates, row.figures) == (1, Figures(asked=2, reported=1, reports=3))


def test_theme_without_anything_says_so(reader):
    make_theme()
    page = reader.get("/en/themes/")
    assert page.context["rows"][0].is_empty
    assert "no mandate and no report yet" in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_themes_take_nine_queries(reader, rows, django_assert_num_queries):
    for _ in range(rows):
        theme = make_theme()
        make_paragraph(themes=[theme])
        make_report(themes=[theme])
    with django_assert_num_queries(9):
        reader.get("/en/themes/")


# Countries and institutions -------------------------------------------------------------------


def test_countries_stand_by_subregion_with_accents_aside(reader):
    for name in ("Zeta", "Équateur", "Estonie"):
        make_entity(texts={"fr": name})
    make_entity(texts={"fr": "Canada"}, subregion=Entity.Subregion.NORTH_AMERICA)
    make_institution()
    groups = reader.get("/fr/countries/").context["list"].groups
    assert [names(group.rows) for group in groups] == [["Canada"], ["Équateur", "Estonie", "Zeta"]]


def test_country_shows_how_much_it_reported_and_when(reader):
    entity = make_entity()
    make_report(entity=entity, date=datetime.date(2012, 5, 1))
    make_report(entity=entity, date=datetime.date(2014, 5, 1))
    [row] = reader.get("/en/countries/").context["list"].rows
    assert (row.years, row.last.isoformat()) == ([2012, 2014], "2014-05-01")


def test_small_bars_name_the_years_they_tell_and_are_drawn_alike_in_both_lists(reader):
    entity, bank = make_entity(), make_institution()
    for year in (1998, 2016):
        make_report(entity=entity, date=datetime.date(year, 5, 1))
    make_report(entity=bank, date=datetime.date(2026, 5, 1))
    [row] = reader.get("/en/countries/").context["list"].rows
    assert row.spark.title == (
        "Reports per year, 1998 to 2026, drawn from 2009: 1 in 1998, 1 in 2016"
    )
    [row] = reader.get("/en/institutions/").context["list"].rows
    assert row.spark.title == "Reports per year, 2009 to 2026: 1 in 2026"


def test_silent_country_stands_in_its_place_and_is_counted(reader):
    reporter = make_report(entity=make_entity()).entity
    silent = make_entity(texts={"en": "Silentia"})
    make_cycle(themes=[make_theme()], asked=[reporter, silent])
    page = reader.get("/en/countries/")
    assert page.context["list"].figures == Figures(asked=2, reported=1, reports=1)
    assert "Silentia" in page.text
    assert "no report yet" in page.text


@pytest.mark.parametrize("address", ["/en/countries/", "/en/institutions/"])
def test_who_is_not_asked_is_not_silent_and_the_figures_are_those_of_the_home_page(reader, address):
    is_state = "countries" in address
    make = make_entity if is_state else make_institution
    reporter, silent, unasked, told = (make() for _ in range(4))
    make_cycle(themes=[make_theme()], asked=[reporter, silent])
    for entity in (reporter, told, told):
        make_report(entity=entity)
    page = reader.get(address)
    assert page.context["list"].figures == Figures(asked=2, reported=1, reports=3)
    home = reader.get("/en/").context["states" if is_state else "institutions"]
    assert page.context["list"].figures == home
    figures = re.findall(r"<dt>([\w ]+)</dt><dd>(\d+)</dd>", page.text)
    assert figures == [
        ("in the list", "4"), ("asked", "2"), ("have reported", "1"), ("no report received", "1"),
        ("reports", "3"),
    ]  # fmt: skip
    assert "1 of 2 asked have reported" in page.text
    assert (page.text.count("no report yet"), page.text.count(">not asked<")) == (1, 1)


def test_where_nobody_of_a_group_is_asked_it_says_so(reader):
    make_report(entity=make_entity())
    assert '<p class="quiet">not asked</p>' in reader.get("/en/countries/").text


def test_invented_entities_stand_apart(reader):
    make_entity(texts={"en": "Real"})
    make_report(entity=make_entity(is_demonstration=True, texts={"en": "Invented"}))
    page = reader.get("/en/countries/")
    listed = page.context["list"]
    assert (names(listed.rows), names(listed.invented)) == (["Real"], ["Invented"])
    assert listed.figures.reports == 0
    assert "noindex" in page.text


def test_institutions_are_everybody_else_by_kind(reader):
    make_entity()
    make_institution(texts={"en": "Bank"})
    make_entity(kind=Entity.Kind.PROCESS, texts={"en": "Forum"})
    groups = reader.get("/en/institutions/").context["list"].groups
    assert [names(group.rows) for group in groups] == [["Bank"], ["Forum"]]


def test_who_contributes_beside_the_reports_is_not_called_silent(reader):
    make_entity(kind=Entity.Kind.CIVIL_SOCIETY, texts={"en": "League"})
    league = make_entity(kind=Entity.Kind.CIVIL_SOCIETY, texts={"en": "League that reported"})
    make_report(entity=league)
    groups = reader.get("/en/institutions/").context["list"].groups
    assert [names(group.rows) for group in groups] == [["League that reported"]]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["/en/countries/", "/en/institutions/"])
def test_lists_take_eight_queries(reader, rows, address, django_assert_num_queries):
    for _ in range(rows):
        make_report(entity=make_entity())
        make_report(entity=make_institution())
    with django_assert_num_queries(8):
        reader.get(address)


def test_themes_in_forms_stand_in_the_order_of_the_reader():
    names = ("Énergie", "Zones rurales", "Eau", "droits humains", "Démocratie")
    for name in names:
        make_theme(texts={"fr": name})
    found = Theme.objects.in_order_of_name("fr")
    assert [theme.name_fr for theme in found] == [
        "Démocratie", "droits humains", "Eau", "Énergie", "Zones rurales",
    ]  # fmt: skip


def test_nothing_to_order_is_no_fault():
    assert list(Theme.objects.in_order_of_name("fr")) == []
