"""The coverage page: what the address asks for, as a table, a list and a sheet."""

import csv
import io
import re

import pytest
from django.utils.translation import override

from countries.models import Entity
from reports.coverage_sheet import coverage_rows
from tests.factories import (
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_institution,
    make_meeting,
    make_paragraph,
    make_participation,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db


def names(page):
    return [str(row.name) for row in page.context["page"].rows]


def columns(page):
    return [heading.name for heading in page.context["page"].shown]


@pytest.fixture
def education(db):
    return make_theme(slug="education", texts={"en": "Education", "es": "Educación"})


@pytest.fixture
def belize(education):
    """Asked about education, and silent."""
    names = {"en": "Belize", "es": "Belice"}
    entity = make_entity(slug="belize", texts=names, subregion=Entity.Subregion.CENTRAL_AMERICA)
    make_cycle(slug="round", themes=[education], asked=[entity])
    return entity


@pytest.fixture
def reporter(education, belize):
    """Asked about education, with two reports that cite a mandate."""
    entity = make_entity(slug="argentina", texts={"en": "Argentina"})
    make_cycle(themes=[education], asked=[entity])
    mandate = make_paragraph(themes=[education])
    for _ in range(2):
        make_report(entity=entity, themes=[education], citing=[mandate])
    return entity


def test_each_cell_is_a_link_with_a_sentence_for_its_name(reader, reporter):
    html = reader.get("/en/coverage/").text
    assert (
        '<td class="cell reported"><a href="/en/reports/?entity=argentina&amp;theme=education">'
        '<span aria-hidden="true">● 2</span>'
        '<span class="visually-hidden">Argentina, Education: 2 reports</span></a></td>'
    ) in html
    assert (
        '<td class="cell silent"><a href="/en/coverage/belize/?theme=education">'
        '<span aria-hidden="true">·</span>'
        '<span class="visually-hidden">Belize, Education: no report received</span></a></td>'
    ) in html


def test_reports_without_a_citation_have_their_number_too(reader, belize, education):
    for _ in range(2):
        make_report(entity=belize, themes=[education])
    page = reader.get("/en/coverage/")
    assert (
        '<span aria-hidden="true">◐ 2</span><span class="visually-hidden">Belize, Education:'
        " reported without citing it for certain (2)</span></a></td>"
    ) in page.text
    assert "Education</a> (2)</dd>" in page.text
    assert page.text.count("(how many)") == 2


def test_totals_stand_by_row_and_by_column(reader, reporter):
    page = reader.get("/en/coverage/").context["page"]
    assert [(row.figures.reported, row.figures.silent) for row in page.rows] == [(1, 0), (0, 1)]
    assert [(one.reported, one.asked) for one in page.totals] == [(1, 2)]
    assert (page.figures.asked, page.figures.silent) == (2, 1)


def test_totals_say_what_of_them_cites_nothing(reader, reporter, belize, education):
    make_report(entity=belize, themes=[education])
    page = reader.get("/en/coverage/")
    beneath = (
        '<br><small class="quiet"><span aria-hidden="true">1 ◐</span>'
        '<span class="visually-hidden">(1 of them without citing it for certain)</span>'
        "</small></td>"
    )
    assert f'<td class="n">1 of 1{beneath}<td class="n">0</td></tr>' in page.text
    assert f'<td class="n cell">2 of 2{beneath}<td class="n">2 of 2{beneath}' in page.text
    assert page.text.count(beneath) == 3
    assert "1 of 1 reported · 1 of them without citing it for certain</span>" in page.text
    assert '<span class="quiet">1 of 1 reported</span>' in page.text


def test_rows_and_columns_stand_in_the_alphabet_of_the_reader(reader, education):
    health = make_theme(texts={"en": "Health", "es": "Afecciones"})
    asked = [make_entity(texts={"en": "Zeta", "es": "Álava"}), make_entity(texts={"en": "Beta"})]
    make_cycle(themes=[education, health], asked=asked)
    spanish, english = reader.get("/es/coverage/"), reader.get("/en/coverage/")
    assert (names(spanish), columns(spanish)) == (["Álava", "Beta"], ["Afecciones", "Educación"])
    assert (names(english), columns(english)) == (["Beta", "Zeta"], ["Education", "Health"])


def test_most_silent_first(reader, reporter):
    assert names(reader.get("/en/coverage/?sort=silence")) == ["Belize", "Argentina"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=states", ["Argentina", "Belize"]),
        ("kind=institutions", ["Bank"]),
        ("kind=civil_society", []),
        ("subregion=central_america", ["Belize"]),
        ("state=reported", ["Argentina"]),
        ("state=unasked", []),
        ("theme=education&state=silent", ["Bank", "Belize"]),
        ("cycle=round", ["Belize"]),
    ],
)
def test_rows_are_filtered(reader, reporter, education, query, expected):
    bank = make_institution(texts={"en": "Bank"})
    make_cycle(themes=[education], asked=[bank])
    assert names(reader.get(f"/en/coverage/?{query}")) == expected


def test_documents_and_paragraphs_stand_in_the_columns(reader, education):
    meeting = make_meeting(slug="miami", texts={"en": "First Summit"}, short_name_en="Miami 1994")
    document = make_document(slug="plan", meeting=meeting, short_title_en="Plan of Action")
    make_paragraph(document=document, label="17", themes=[education])
    make_participation(meeting=meeting)
    other = make_document(slug="other")
    make_paragraph(document=other, themes=[education])
    make_cycle(themes=[make_theme()], asked=[make_entity()], documents=[other])
    assert columns(reader.get("/en/coverage/?columns=documents")) == ["Miami 1994: Plan of Action"]
    assert columns(reader.get("/en/coverage/?document=plan")) == ["17"]
    assert columns(reader.get("/en/coverage/?columns=documents&meeting=miami")) != []
    assert columns(reader.get("/en/coverage/?meeting=miami")) == ["Education"]


def test_cells_of_documents_lead_to_what_the_list_can_find_else_to_the_reason(reader, education):
    meeting = make_meeting()
    document = make_document(slug="plan", meeting=meeting)
    mandate = make_paragraph(document=document, label="1", slug="1", themes=[education])
    cites, perhaps, uncited = (
        make_participation(meeting=meeting, entity=make_entity(slug=slug)).entity
        for slug in ("cites", "perhaps", "uncited")
    )
    make_report(entity=cites, themes=[education], citing=[mandate])
    report = make_report(entity=perhaps, themes=[education])
    make_citation(report=report, state="ambiguous", candidates=[mandate])
    make_report(entity=uncited, themes=[education])
    html = reader.get("/en/coverage/?document=plan").text
    links = re.findall(r'<td class="cell \w+"><a href="([^"]*)"', html)
    assert sorted(links) == [
        "/en/coverage/uncited/?paragraph=plan/1",
        "/en/reports/?entity=cites&amp;paragraph=plan/1",
        "/en/reports/?entity=perhaps&amp;paragraph=plan/1",
    ]


def test_in_a_cycle_every_cell_leads_to_the_page_that_knows_the_cycle(reader, belize):
    html = reader.get("/en/coverage/?cycle=round").text
    assert 'href="/en/coverage/belize/?theme=education&amp;cycle=round"' in html


def test_page_of_the_earlier_site_is_named_once(reader, education):
    name = {"en": "Page of the earlier site: Education"}
    entity = make_entity(slug="cuba")
    make_cycle(
        texts=name, themes=[education], asked=[entity], is_legacy=True,
        announced_at=None, opens_at=None, due_at=None,
    )  # fmt: skip
    html = reader.get("/en/coverage/cuba/?theme=education").text
    assert "<dt>Source</dt><dd>Page of the earlier site: Education</dd>" in html


def test_odd_values_are_named_and_left_out(reader, reporter):
    page = reader.get("/en/coverage/?columns=x&cycle=y&kind=z&page=q&sort=9&format=exe&theme=none")
    assert page.status_code == 200
    assert page.context["page"].filters.ignored == [
        "Cycle", "Columns", "Kind of entity", "Theme", "Order", "Format",
    ]  # fmt: skip
    twice = reader.get("/en/coverage/?theme=education&theme=none&kind=states&kind=states")
    assert twice.context["page"].filters.ignored == ["Theme"]
    assert names(page) == ["Argentina", "Belize"]


def test_chips_say_what_stands_in_the_columns(reader, belize):
    make_document(slug="plan", texts={"en": "Plan"})
    page = reader.get("/en/coverage/?columns=documents").context["page"]
    assert [chip.text for chip in page.chips] == ["Columns: Documents"]
    page = reader.get("/en/coverage/?columns=documents&document=plan").context["page"]
    assert [chip.text.partition(":")[0] for chip in page.chips] == ["Paragraphs of"]


def test_of_two_things_one_is_shown_and_the_other_named(reader, belize):
    make_document(slug="plan")
    page = reader.get("/en/coverage/belize/?document=plan&theme=education").context["page"]
    assert (page.focus.query, page.ignored) == ("theme=education", ["Document"])
    page = reader.get("/en/coverage/belize/?document=plan&theme=none").context["page"]
    assert (page.focus.query, page.ignored) == ("document=plan", ["Theme"])


def test_years_say_which_reports_count_and_who_has_been_silent_since(reader, education, reporter):
    make_report(entity=reporter, themes=[education], date="2019-05-01")
    page = reader.get("/en/coverage/?since=2017&until=2018")
    assert [(row.cells[0].state, row.figures.asked) for row in page.context["page"].rows] == [
        ("silent", 1), ("silent", 1),
    ]  # fmt: skip
    assert "Only reports dated from 2017 to 2018 are counted." in page.text
    page = reader.get("/en/coverage/?since=2017")
    assert [row.cells[0].state for row in page.context["page"].rows] == ["uncited", "silent"]
    assert "Only reports dated 2017 or later are counted." in page.text
    assert "Only reports" not in reader.get("/en/coverage/").text


def test_who_reported_before_the_years_is_silent_about_these_alone(reader, reporter):
    years = "since=2017&until=2018"
    page = reader.get(f"/en/coverage/?{years}").text
    assert "Argentina, Education: no report from these years</span>" in page
    assert '<span class="silent"><b aria-hidden="true">·</b> no report from these years' in page
    assert '<dt><span aria-hidden="true">·</span> no report from these years</dt>' in page
    assert '<option value="silent">· no report from these years</option>' in page
    cell = reader.get(f"/en/coverage/argentina/?theme=education&{years}").text
    assert "</span> No report from these years</p>" in cell
    assert (
        "</span> No report from these years <"
        in reader.get(f"/en/coverage/argentina/?{years}").text
    )
    assert "In 2 of 2 cells where a report was asked for, none from these years was" in page
    for text in (cell, reader.get(f"/en/coverage/?{years}&format=csv").text):
        assert "no report received" not in text.lower()
    assert "no report from these years" not in reader.get("/en/coverage/").text


def test_years_go_along_from_a_cell_to_its_list_and_to_its_page(reader, education, reporter):
    html = reader.get("/en/coverage/?since=2010&until=2016").text
    years = "&amp;since=2010&amp;until=2016"
    assert f'href="/en/reports/?entity=argentina&amp;theme=education{years}"' in html
    assert f'href="/en/coverage/belize/?theme=education{years}"' in html
    page = reader.get("/en/coverage/argentina/?theme=education&since=2017")
    assert page.context["page"].focus.entries == []
    assert "No report dated in these years was received." in page.text
    assert "Only reports dated 2017 or later are counted." in page.text
    here = reader.get("/en/coverage/argentina/?since=2017").text
    assert '<a href="?theme=education&amp;since=2017">' in here


def test_years_offered_are_those_of_reports_and_the_one_that_is_set(reader, reporter):
    selects = reader.get("/en/coverage/?since=2011").context["page"].selects
    offered = {one.name: [option.value for option in one.options] for one in selects}
    assert (offered["since"], offered["until"]) == (["", "2016", "2011"], ["", "2016"])


def test_last_year_before_the_first_would_make_all_silent_and_is_left_out(reader, reporter):
    page = reader.get("/en/coverage/?since=2016&until=2015").context["page"]
    assert page.filters.ignored == ["Until year"]
    assert page.filters.within == {"since": "2016"}
    assert page.rows[0].cells[0].reports == 2


def test_sheet_is_exactly_the_view(reader, reporter):
    answer = reader.get("/es/coverage/?sort=silence&format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="coverage-themes-es-0.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row[:2] for row in rows[1:]] == [["Belice", "belize"], ["Argentina", "argentina"]]
    assert rows[0][3:] == ["Educación"]


def test_rows_of_the_sheet_are_plain_for_whoever_writes_another_format(rf, reporter):
    with override("en"):
        header, rows = coverage_rows(rf.get("/", {"kind": "states"}).GET, "en")
        assert header == ["Entity", "Address part", "Kind", "Education"]
        assert list(rows) == [
            ["Argentina", "argentina", "state", "reported: 2"],
            ["Belize", "belize", "state", "no report received"],
        ]


def test_formulas_in_names_are_harmless(reader, education):
    make_cycle(themes=[education], asked=[make_entity(texts={"en": "=1+1"})])
    assert "'=1+1" in reader.get("/en/coverage/?format=csv").text


def test_without_anybody_asked_the_page_says_so(reader):
    assert "Nobody has been asked to report yet." in reader.get("/en/coverage/").text


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("query", ["", "columns=documents"])
def test_page_takes_the_same_queries_for_any_number_of_rows(
    reader, education, rows, query, django_assert_num_queries
):
    meeting = make_meeting()
    for _ in range(rows):
        mandate = make_paragraph(document=make_document(meeting=meeting), themes=[education])
        entity = make_participation(meeting=meeting).entity
        make_report(entity=entity, themes=[education], citing=[mandate])
    with django_assert_num_queries(21 if query else 16):
        reader.get(f"/en/coverage/?{query}")


# One entity -----------------------------------------------------------------------------------


def test_silence_has_a_page_that_says_who_asked_and_when_it_is_due(reader, belize):
    page = reader.get("/en/coverage/belize/?theme=education")
    focus = page.context["page"].focus
    assert (focus.cell.state, [one.cycle.slug for one in focus.because]) == ("silent", ["round"])
    assert "No report received" in page.text
    assert "due" in page.text


def test_cell_page_shows_what_the_cell_counts(reader, reporter):
    focus = reader.get("/en/coverage/argentina/?theme=education").context["page"].focus
    assert (focus.cell.reports, len(focus.entries)) == (2, 2)


def test_who_took_part_is_told_where(reader, education):
    meeting = make_meeting(slug="miami")
    document = make_document(slug="plan", meeting=meeting)
    make_paragraph(document=document, slug="17", label="17", themes=[education])
    state = make_participation(meeting=meeting).entity
    for query in ("document=plan", "paragraph=plan/17", "theme=education"):
        focus = reader.get(f"/en/coverage/{state.slug}/?{query}").context["page"].focus
        assert [one.slug for one in focus.took_part] == ["miami"]


def test_without_a_theme_all_themes_stand_by_state(reader, reporter):
    groups = reader.get("/en/coverage/argentina/").context["page"].groups
    assert [(state, len(cells)) for state, cells in groups] == [("reported", 1)]


def test_odd_focus_is_named_and_left_out(reader, belize):
    page = reader.get("/en/coverage/belize/?theme=education&theme=education&cycle=x&cycle=round")
    assert page.context["page"].ignored == ["Cycle"]
    assert page.context["page"].focus.name == "Education"
    page = reader.get("/en/coverage/belize/?theme=none&paragraph=no/such&cycle=x&document=%20")
    assert page.context["page"].ignored == ["Cycle", "Theme", "Document", "Paragraph"]
    assert page.context["page"].focus is None


def test_unknown_entity_is_not_there(reader):
    assert reader.get("/en/coverage/nowhere/").status_code == 404


def test_kinds_of_entities_are_offered_once_each(reader):
    select = next(one for one in reader.get("/en/coverage/").context["page"].selects
                  if one.name == "kind")  # fmt: skip
    assert [(option.value, option.words) for option in select.options] == [
        ("", "All"), ("states", "States"), ("institutions", "Institutions"),
        ("department", "Department"), ("process", "Process"),
    ]  # fmt: skip


def test_a_cell_says_how_many_of_its_reports_may_mean_it(reader, education):
    mandate = make_paragraph(label="1", slug="1", themes=[education])
    entity = make_report(themes=[education], citing=[mandate]).entity
    make_citation(
        report=make_report(entity=entity, themes=[education]), state="ambiguous",
        candidates=[mandate],
    )  # fmt: skip
    html = reader.get(f"/en/coverage/?document={mandate.document.slug}").text
    assert f"{entity}, 1: 2 reports, of which 1 may mean it" in html


def test_where_nobody_is_silent_it_says_so(reader, education):
    entity = make_entity()
    make_cycle(themes=[education], asked=[entity])
    make_report(entity=entity, themes=[education])
    html = reader.get("/en/coverage/?theme=education").text
    assert "A report was received in the 1 cell where one was asked for." in html
    empty = reader.get("/en/coverage/?theme=education&state=silent").text
    assert "No row fits these filters." in empty


def test_who_took_part_is_not_told_to_be_asked_where_a_cycle_asks_others(reader, education):
    document = make_document()
    make_paragraph(document=document, themes=[education])
    here = make_participation(meeting=document.meeting).entity
    make_cycle(themes=[education], asked=[make_entity()])
    html = reader.get(f"/en/coverage/{here.slug}/?theme=education").text
    assert "No report was asked for here" in html
    assert "Took part" not in html
    assert "No report received yet" not in html
