"""Indicators and the goals of the 2030 Agenda as everybody reads them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reports.indicator_chart import HEIGHT, LEFT, RIGHT, WIDTH, Chart
from reports.measuring import ValueForm
from tests.admin_forms import filled_in
from tests.factories import (
    make_entity,
    make_goal,
    make_indicator,
    make_indicator_target,
    make_indicator_value,
    make_paragraph,
    make_report,
    make_theme,
)
from tests.page_text import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal():
    return make_goal(number=10, texts={"en": "Reduced inequalities"})


@pytest.fixture
def indicator(goal):
    found = make_indicator(
        slug="schools", texts={"en": "Schools"}, baseline=100, baseline_year=2010, target=1500,
        target_year=2030, by_sex=True, decimals=1,
    )  # fmt: skip
    found.write(
        "en", name="Schools", definition="All **schools**.", unit="schools", source="Census"
    )
    found.save()
    make_indicator_target(indicator=found, goal=goal)
    return found


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_what_is_measured_from_where_to_where(client, indicator):
    html = page(client, "/en/indicators/schools/")
    assert texts(r'<dl class="figures">(.*?)</dl>', html) == [
        "baseline, 2010100.0 target, 20301,500.0"
    ]
    assert texts(r'<dl class="facts">(.*?)</dl>', html) == [
        "SourceCensus Broken downby sex Sustainable Development Goals10.7 Reduced inequalities"
    ]


def test_values_stand_by_entity_and_year_the_whole_before_its_parts(client, indicator):
    peru = make_entity(texts={"en": "Peru"})
    make_indicator_value(indicator=indicator, entity=peru, year=2016, value=120)
    make_indicator_value(indicator=indicator, entity=peru, year=2016, value=70, sex="female")
    make_indicator_value(indicator=indicator, entity=peru, year=2015, value=Decimal("1110.55"))
    html = page(client, "/en/indicators/schools/")
    rows = texts(r"<tr>(<th scope=\"row\">.*?)</tr>", html)
    assert rows == ["2015all1,110.6", "2016all120.0", "2016female70.0"]
    assert texts(r"<svg class=\"values\".*?<title>(.*?)</title>", html) == [
        "2015: 1,110.6; 2016: 120.0; target for 2030: 1,500.0"
    ]


@pytest.mark.parametrize(
    ("language", "number"),
    [("en", "1,110.6"), ("es", "1 110,6"), ("fr", "1 110,6"), ("pt-br", "1.110,6")],
)
def test_numbers_are_written_as_the_reader_does(client, indicator, language, number):
    make_indicator_value(indicator=indicator, value=Decimal("1110.55"))
    html = page(client, f"/{language}/indicators/schools/")
    [found] = texts(r'<td class="n">(.*?)</td>', html)
    assert found.replace("\xa0", " ").replace("\u202f", " ") == number


def test_the_list_counts_entities_with_values(client, indicator):
    for year in (2015, 2016):
        make_indicator_value(indicator=indicator, entity=make_entity(), year=year)
    html = page(client, "/en/indicators/")
    assert texts(r'<p class="meta">(.*?)</p>', html) == [
        "schools · values of 2 entities, the last for 2016"
    ]


def test_indicators_stand_on_the_pages_they_are_about(client, indicator):
    theme = make_theme(slug="education")
    paragraph = make_paragraph(themes=[theme])
    indicator.paragraphs.add(paragraph)
    entity = make_entity(slug="peru")
    make_indicator_value(indicator=indicator, entity=entity)
    for address in (
        "/en/themes/education/", paragraph.document.get_absolute_url(),
        paragraph.get_absolute_url(), "/en/countries/peru/",
    ):  # fmt: skip
        assert 'href="/en/indicators/schools/"' in page(client, address), address
    assert paragraph.get_absolute_url() in page(client, "/en/indicators/schools/")


def test_a_goals_page_has_mandates_reports_and_indicators(client, indicator, goal):
    paragraph = make_paragraph(label="77")
    paragraph.goals.add(goal)
    make_report(citing=[paragraph], texts={"en": "We reported."})
    make_report(texts={"en": "Elsewhere."})
    html = page(client, "/en/sdg/10/")
    assert texts(r'<dl class="figures">(.*?)</dl>', html) == ["mandate1 report1 indicator1"]
    assert texts(r'<p class="num">(.*?)</p>', html) == ["77"]
    assert "We reported." in html
    assert "Elsewhere." not in html
    assert texts(r'<p class="meta">(\d+ mandate.*?)</p>', page(client, "/en/sdg/")) == [
        "1 mandate · 1 indicator"
    ]


@pytest.mark.parametrize("number", ["0", "18", "99999999999999999999"])
def test_there_are_seventeen_goals(client, number):
    assert client.get(f"/en/sdg/{number}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"), [("indicators/", 3), ("indicators/schools/", 8), ("sdg/10/", 10)]
)
def test_queries_do_not_grow(
    client, indicator, goal, rows, address, queries, django_assert_num_queries
):
    for _ in range(rows):
        paragraph = make_paragraph(themes=[make_theme()])
        paragraph.goals.add(goal)
        indicator.paragraphs.add(paragraph)
        make_report(citing=[paragraph])
        make_indicator_value(indicator=indicator)
        make_indicator_target(indicator=make_indicator(), goal=goal)
    with django_assert_num_queries(queries):
        page(client, f"/en/{address}")


def test_a_chart_reaches_from_the_first_year_to_the_last_and_from_nought():
    points = [(2010, Decimal(0)), (2015, Decimal(50)), (2020, Decimal(100))]
    chart = Chart(points, None, None, 0)
    assert [chart._x(year) for year, _ in points] == [LEFT, WIDTH / 2, WIDTH - RIGHT]
    assert [chart._y(value) for _, value in points] == [124.0, 75.0, 26.0]
    assert "<line" not in chart.svg


@pytest.mark.parametrize("value", [Decimal(0), Decimal(-5), Decimal("9999999999999999.9999")])
def test_a_chart_of_one_value_stays_in_its_box(value):
    chart = Chart([(2010, value)], Decimal(3), 2030, 4)
    assert 0 <= chart._y(value) <= HEIGHT
    assert "2010" in chart.svg


@pytest.mark.parametrize(
    ("number", "taken"),
    [("123456789012345", True), ("12345678901.2345", True), ("123456789012.2345", False),
     ("1234567890123456", False)],
)  # fmt: skip
def test_value_has_no_more_digits_than_both_databases_give_back(indicator, number, taken):
    form = ValueForm({"year": 2016, "value": number}, indicator=indicator)
    assert form.is_valid() is taken
    if taken:
        made = make_indicator_value(indicator=indicator, value=form.cleaned_data["value"])
        made.refresh_from_db()
        assert made.value == Decimal(number)


def test_number_too_long_is_an_error_in_the_administration_too(editor_client, indicator):
    address = reverse("admin:mandates_indicator_change", args=[indicator.pk])
    page = editor_client.get(address)
    typed = filled_in(page, baseline="1234567890123456", baseline_year="2015")
    answer = editor_client.post(address, typed)
    assert list(answer.context["adminform"].form.errors) == ["baseline"]
    indicator.refresh_from_db()
    assert indicator.baseline == 100
