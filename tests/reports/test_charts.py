"""Charts: what is counted, and that each picture says in its table what it draws."""

import datetime
import re

import pytest
from django.utils.translation import override

from reports.chart_numbers import numbers
from reports.chart_page import _years, charts, per_year
from reports.charts import LINE, TALL, Row, bars, columns
from tests.factories import (
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_paragraph,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db

KEYS = [
    "per-year", "per-theme", "per-entity", "per-language", "first-reports", "marks", "silence",
]  # fmt: skip


def day(year):
    return datetime.date(year, 6, 1)


def found(key):
    with override("en"):
        return next(chart for chart in charts("en") if chart.key == key)


@pytest.fixture
def world(db):
    """Two entities asked; one reported in 2012 and 2015, in Spanish, and marked a mandate done."""
    theme = make_theme(slug="health", texts={"en": "Health"})
    reporter, silent = make_entity(slug="peru", texts={"en": "Peru"}), make_entity()
    make_cycle(themes=[theme], asked=[reporter, silent])
    document = make_document(texts={"en": "Plan"}, date=datetime.date(2010, 6, 1))
    mandate = make_paragraph(document=document, themes=[theme])
    first = make_report(entity=reporter, themes=[theme], date=day(2012), texts={"es": "Hecho."})
    make_citation(report=first, paragraph=mandate, mark="done")
    make_report(entity=reporter, themes=[theme], date=day(2015), texts={"es": "Hecho."})


def test_tables_say_what_was_counted(world):
    assert found("per-year").rows == [[2012, 1], [2013, 0], [2014, 0], [2015, 1]]
    assert found("per-theme").rows == [["Health", 2]]
    assert found("per-entity").rows == [["Peru", 2]]
    assert found("per-language").rows == [["Spanish", 2]]
    assert found("first-reports").rows == [["Plan", "2"]]
    assert found("marks").rows == [["Health", 1, 0, 0, 0, 0]]
    assert found("silence").rows == [[2012, 1], [2013, 1], [2014, 1], [2015, 1]]


def test_parts_of_years_are_written_as_the_reader_writes_them():
    plan = make_document(texts={"en": "Plan"}, date=datetime.date(2010, 1, 1))
    make_citation(
        report=make_report(date=day(2011)), paragraph=make_paragraph(document=plan), mark="done"
    )
    told = {"en": "1.4 years", "es": "1,4 años", "fr": "1,4 an", "pt-br": "1,4 ano"}
    for code, words in told.items():
        with override(code):
            chart = next(chart for chart in charts(code) if chart.key == "first-reports")
        assert chart.rows == [["Plan", words.partition(" ")[0]]]
        assert f"{words}<" in chart.svg


@pytest.mark.parametrize(
    ("years", "told"),
    [
        (0.7, ["0.7 years", "0,7 años", "0,7 an", "0,7 ano"]),
        (1.0, ["1 year", "1 año", "1 an", "1 ano"]),
        (1.9, ["1.9 years", "1,9 años", "1,9 an", "1,9 ano"]),
        (2.5, ["2.5 years", "2,5 años", "2,5 ans", "2,5 anos"]),
    ],
)
def test_years_agree_with_their_number_as_each_language_has_it(years, told):
    for code, words in zip(("en", "es", "fr", "pt-br"), told, strict=True):
        with override(code):
            assert _years(years) == words


def test_unpublished_reports_are_not_in_the_pictures(world):
    make_report(state="draft", date=day(2020))
    make_report(state="withdrawn", date=day(2021))
    assert numbers().years == {2012: 1, 2015: 1}


def test_each_bar_leads_to_its_reports(world):
    with override("fr"):
        svg = next(chart for chart in charts("fr") if chart.key == "per-entity").svg
    assert '<a href="/fr/reports/?entity=peru">' in svg


def test_page_shows_all_with_a_title_a_description_and_a_table(reader, world):
    page = reader.get("/en/coverage/charts/")
    assert [chart.key for chart in page.context["charts"]] == KEYS
    for key in KEYS:
        assert f'<title id="{key}-title">' in page.text
        assert f'<desc id="{key}-desc">' in page.text
        assert f'<caption id="{key}-caption">' in page.text
    assert "style=" not in page.text


def test_page_without_reports_says_so_in_each_place(reader, db):
    page = reader.get("/en/coverage/charts/")
    said = page.text.count("Nothing has been published that this picture could show.")
    assert said == len(KEYS)


def above(*values):
    """The numbers above columns of these heights; years stand below."""
    svg, _height = columns(list(enumerate(values, start=2000)))
    found = re.findall(r'<text x="[^"]*" y="([^"]*)"[^>]*>(\d+)</text>', svg)
    return [int(number) for y, number in found if float(y) < LINE + TALL]


def test_every_column_has_its_number_where_they_fit():
    assert above(2, 2, 0, 5, 5) == [2, 2, 5, 5]
    assert above(3, 0) == [3, 0]
    assert above() == []


def test_ends_and_peak_have_their_number_where_not_all_fit():
    assert above(*[4] * 9, *[9] * 9, *[7] * 9) == [4, 9, 7]
    assert above(*[9] * 9, *[4] * 20) == [9, 4]
    assert above(0, *[4] * 20, 4) == [0, 4]


def test_years_are_written_as_far_apart_as_they_fit():
    many, _height = columns([(1990 + n, n % 3) for n in range(40)])
    written = [int(year) for year in re.findall(r">(\d{4})<", many)]
    assert written == [1990, 1996, 2002, 2008, 2014, 2020, 2026]


def test_words_of_bars_are_escaped():
    svg, _height = bars([Row("<b>", 1, '"x"', "/?a=1&b=2")])
    assert "<b>" not in svg
    assert "/?a=1&amp;b=2" in svg


def test_one_year_is_one_column():
    with override("en"):
        assert per_year({2015: 3}, "years").rows == [[2015, 3]]


@pytest.mark.parametrize("rows", [1, 3])
def test_charts_take_the_same_queries_for_any_number_of_rows(
    reader, rows, django_assert_num_queries
):
    theme = make_theme()
    mandate = make_paragraph(themes=[theme])
    for _ in range(rows):
        report = make_report(themes=[theme])
        make_citation(report=report, paragraph=mandate, mark="ongoing")
    with django_assert_num_queries(25):
        reader.get("/en/coverage/charts/")
