"""The theme page: what was agreed, what was reported, filters, languages and queries."""

import datetime
import re

import pytest

from mandates.models import Meeting
from reports.models import Citation, Section
from tests.factories import (
    in_four,
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_heading,
    make_institution,
    make_meeting,
    make_paragraph,
    make_report,
    make_report_theme,
    make_resource,
    make_section,
    make_theme,
)
from tests.page_text import a_document, metas, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return make_theme(
        slug="migration", texts=in_four("Migration", "Migración", "Migration", "Migração")
    )


def page(client, query: str = "", language: str = "en") -> str:
    response = client.get(f"/{language}/themes/migration/{query}")
    assert response.status_code == 200
    return response.content.decode()


def asked_about(theme, *entities) -> None:
    make_cycle(themes=[theme], asked=entities)


# What was agreed ------------------------------------------------------------------------------


def test_meetings_stand_newest_first_and_mandates_in_the_themes_order(client, theme):
    older, newer = a_document("Miami", 1994), a_document("Lima", 2018)
    for document, label in ((older, "20"), (older, "3"), (newer, "45")):
        make_paragraph(document=document, label=label, themes=[theme])

    html = page(client)

    assert re.findall(r'<h3 id="(\w+-\d+)"', html) == ["lima-2018", "miami-1994"]
    assert texts(r'<p class="num">(.*?)</p>', html) == ["45", "20", "3"]


def test_a_mandate_says_who_cites_it_and_its_other_themes(client, theme):
    work = make_theme(slug="work", texts={"en": "Work"})
    document = a_document("Lima", 2018)
    paragraph = make_paragraph(document=document, label="45", themes=[theme, work])
    entity = make_entity()
    make_report(entity=entity, themes=[theme], citing=[paragraph])
    make_report(entity=entity, themes=[theme], citing=[paragraph])
    make_report(themes=[theme], citing=[paragraph], state="draft")

    assert metas(page(client))[0] == "Operative · Work · 2 reports from 1 entity"


def test_the_quiet_line_of_a_mandate_without_report_says_so(client, theme):
    make_paragraph(
        document=a_document("Lima", 2018),
        themes=[theme],
        nature="informative",
        life_cycle="retired",
        life_cycle_date=datetime.date(2020, 1, 1),
    )

    assert metas(page(client))[0] == "retired · Informative · no report yet"


def test_a_section_is_named_where_numbers_restart(client, theme):
    document = a_document("Lima", 2018, numbering="per_section")
    heading = make_heading(document=document, slug="migration", texts={"en": "Migration"})
    make_paragraph(section=heading, label="1", themes=[theme])

    html = page(client)

    assert 'href="/en/documents/lima-2018-plan/migration-1/"' in html
    assert texts(r'<h4 class="meta">(.*?)</h4>', html)[0].endswith("· section Migration")


def test_a_mandate_in_another_language_says_so_and_carries_its_language(client, theme):
    texts_there = {"fr": "Renforcer le dialogue.", "es": "Fortalecer el diálogo."}
    make_paragraph(document=a_document("Lima", 2018), themes=[theme], texts=texts_there)

    html = page(client)

    note = texts(r'<p class="note">(.*?)</p>', html)
    assert note == ["In Spanish; not yet available in English. · Français"]
    assert '<div class="passage" lang="es"><p>Fortalecer el diálogo.</p></div>' in html


def test_a_theme_without_anything_says_what_would_be_here(client, theme):
    html = page(client)

    assert texts(r'<p class="empty">(.*?)</p>', html) == [
        "No mandate is filed under this theme yet. "
        "Mandates appear here when the Secretariat files them.",
        "Nobody was asked about this theme yet, and no report has come.",
        "No ministerial meeting is linked to this theme yet. Meetings appear here when the "
        "Secretariat links them. All ministerial meetings",
        "No entity has named a resource on this theme yet.",
    ]


# What was reported ----------------------------------------------------------------------------


def test_entities_stand_a_to_z_in_the_readers_language_states_first(client, theme):
    chile = make_entity(texts=in_four("Chile", "Chile", "Chili", "Chile"))
    states = make_entity(
        texts=in_four("United States", "Estados Unidos", "États-Unis", "Estados Unidos")
    )
    bank = make_institution(texts=in_four("Bank", "Banco", "Banque", "Banco"))
    asked_about(theme, chile, states, bank)

    assert texts(r"<h4>(.*?)</h4>", page(client)) == ["Chile", "United States", "Bank"]
    assert texts(r"<h4>(.*?)</h4>", page(client, language="es")) == [
        "Chile", "Estados Unidos", "Banco",
    ]  # fmt: skip
    assert texts(r"<h4>(.*?)</h4>", page(client, language="fr")) == [
        "Chili",
        "États-Unis",
        "Banque",
    ]


def test_an_entitys_reports_stand_newest_first(client, theme):
    entity, made = make_entity(), {}
    for day, place in (("2016-05-01", 0), ("2023-05-01", 100), ("2019-05-01", 1)):
        report = make_report(entity=entity, date=datetime.date.fromisoformat(day))
        make_report_theme(report=report, theme=theme, position=place)
        made[report.pk] = day[:4]

    shown = re.findall(r'<a href="/en/reports/(\d+)/">permalink</a>', page(client))

    assert [made[int(number)] for number in shown] == ["2023", "2019", "2016"]


def test_silent_entities_are_shown_and_counted(client, theme):
    speaker, silent = make_entity(slug="speaker"), make_entity(slug="silent")
    asked_about(theme, speaker, silent)
    make_report(entity=speaker, themes=[theme])

    html = page(client)

    assert '<section class="entity silent" id="silent">' in html
    assert texts(r"<dd>(\d+ of \d+)</dd>", html) == ["1 of 2"]
    assert "1 report. 1 of the 2 entities asked have reported." in html


def test_an_entity_that_reported_unasked_is_shown_and_not_counted_among_the_asked(client, theme):
    asked, guest = make_entity(slug="asked"), make_entity(slug="guest")
    asked_about(theme, asked)
    make_report(entity=guest, themes=[theme])

    html = page(client)

    assert '<section class="entity" id="guest">' in html
    assert texts(r"<dd>(\d+ of \d+)</dd>", html) == ["0 of 1"]
    assert "1 entity reported without being asked." in html


def test_a_cycle_in_preparation_asks_nobody_yet(client, theme):
    make_cycle(themes=[theme], asked=[make_entity(slug="later")], announced_at=None)

    assert 'id="later"' not in page(client)


def test_an_exact_citation_links_to_the_paragraph(client, theme):
    paragraph = make_paragraph(document=a_document("Lima", 2018), label="45", themes=[theme])
    report = make_report(themes=[theme], citing=[paragraph])

    html = page(client)

    assert metas(html)[1] == "cites 45 Lima 2018 · permalink"
    assert f'<a href="/en/reports/{report.pk}/">permalink</a>' in html
    assert re.search(
        r'<a class="cite" href="/en/documents/lima-2018-plan/45/" aria-label="[^"]+">', html
    )


def test_an_ambiguous_citation_names_all_it_may_mean(client, theme):
    candidates = [
        make_paragraph(document=a_document(place, year), label="17", themes=[theme])
        for place, year in (("Plata", 2005), ("Trinidad", 2009))
    ]
    report = make_report(themes=[theme])
    make_citation(report=report, state=Citation.State.AMBIGUOUS, candidates=candidates)

    html = page(client)

    assert metas(html)[-1] == (
        "cites 17, document not stated: Plata 2005 or Trinidad 2009 · permalink"
    )
    assert metas(html)[0] == "Operative · 1 report may mean it"


def test_an_unresolved_citation_stands_as_typed(client, theme):
    report = make_report(themes=[theme])
    make_citation(report=report, state=Citation.State.UNRESOLVED, typed="17 <b>")

    assert '<span class="cite">17 &lt;b&gt;</span> not found' in page(client)


def test_a_report_without_citation_says_so(client, theme):
    make_report(themes=[theme])

    assert metas(page(client))[0] == "cites no paragraph · permalink"


def test_a_stub_says_in_which_language_its_text_exists(client, theme):
    make_report(themes=[theme], texts={}, available_in=["es"])

    assert "A text exists in Spanish; it has not reached the portal yet." in page(client)


def test_nothing_to_report_is_an_answer(client, theme):
    make_report(themes=[theme], texts={}, nothing_to_report=True)

    assert metas(page(client)) == ["○ nothing to report · cites no paragraph · permalink"]


def test_a_short_text_stands_open_and_a_long_one_folds(client, theme):
    make_report(themes=[theme], texts={"en": "Ten schools."})
    make_report(themes=[theme], texts={"en": "A school was opened. " * 60})

    html = page(client)

    assert '<div class="passage"><p>Ten schools.</p></div>' in html
    assert html.count('<details class="more">') == 1
    lede = texts(r'<div class="passage lede">(.*?)</div>', html)[0]
    assert lede.endswith(" …")
    assert len(lede) <= 302


def test_a_report_in_another_language_carries_language_chip_and_note(client, theme):
    make_report(themes=[theme], texts={"pt-br": "Dez escolas."})

    html = page(client)

    assert '<div class="passage" lang="pt-br"><p>Dez escolas.</p></div>' in html
    assert metas(html) == ["Portuguese · cites no paragraph · permalink"]
    assert "In Portuguese; not yet available in English." in html


def test_further_sections_stand_under_their_names(client, theme):
    report = make_report(themes=[theme], texts={"en": "A school was opened. " * 60})
    make_section(report=report, kind=Section.Kind.NEXT, texts={"en": "More schools."}, position=1)

    html = page(client)

    assert (
        '<p class="quiet">Next steps</p>\n<div class="passage"><p>More schools.</p></div>' in html
    )


def test_only_the_current_edition_is_shown(client, theme):
    entity = make_entity()
    first = make_report(entity=entity, themes=[theme], state="superseded", texts={"en": "Old."})
    make_report(entity=entity, themes=[theme], lineage=first, edition=2, texts={"en": "New."})
    make_report(entity=entity, themes=[theme], state="withdrawn", texts={"en": "Wrong."})

    html = page(client)

    assert texts(r'<div class="passage">(.*?)</div>', html) == ["New."]
    assert f'<a href="/en/reports/{first.pk}/">permalink</a>' in html


def test_years_are_drawn_and_said(client, theme):
    entity = make_entity()
    for year in (2014, 2016, 2016):
        make_report(entity=entity, themes=[theme], date=datetime.date(year, 5, 1))

    assert texts(r"<title>(Reports.*?)</title>", page(client)) == [
        "Reports per year, 2014 to 2016: 1 in 2014, 2 in 2016"
    ]


def test_resources_and_ministerial_meetings_stand_at_the_end(client, theme):
    meeting = make_meeting(
        kind=Meeting.Kind.MINISTERIAL, slug="ministers", texts={"en": "Ministers"}
    )
    earlier = make_meeting(
        kind=Meeting.Kind.MINISTERIAL, texts={"en": "Earlier"}, starts_on=datetime.date(1998, 7, 20)
    )
    meeting.themes.add(theme)
    earlier.themes.add(theme)
    for _ in range(2):
        make_document(meeting=meeting)
    make_document()
    entity = make_entity(texts={"en": "Barbados"})
    make_resource(entity=entity, theme=theme, title="Manual consular", language="es")

    html = page(client)

    assert '<a href="/en/ministerials/ministers/">Ministers</a>' in html
    meetings = html[html.index('id="ministerials"') : html.index('id="resources"')]
    shown = texts(r'<p class="meta">(.*?)</p>', meetings)
    assert [line.partition(" · ")[2] for line in shown] == ["2 documents", ""]
    resources = html[html.index('id="resources"') : html.index('id="take"')]
    assert texts(r"<li>(.*?)</li>", resources) == ["Manual consular (Spanish, named by Barbados)"]


def test_demonstration_is_said_and_kept_from_search_engines(client, theme):
    make_report(themes=[theme], is_demonstration=True)

    html = page(client)

    assert '<meta name="robots" content="noindex">' in html
    assert "Demonstration data." in html
    assert metas(html)[0].startswith("demonstration · ")


def test_an_unknown_theme_is_not_found(client, db):
    assert client.get("/en/themes/nothing/").status_code == 404


# Queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("query", ["", "?year=2016&language=en"])
def test_the_page_takes_eight_queries_whatever_it_shows(
    client, theme, rows, query, django_assert_num_queries
):
    asked_about(theme, *[make_entity() for _ in range(rows)])
    for _ in range(rows):
        document = a_document(f"Place{_}", 2010 + _)
        paragraph = make_paragraph(document=document, label="17", themes=[theme, make_theme()])
        report = make_report(themes=[theme], citing=[paragraph])
        make_citation(report=report, state=Citation.State.AMBIGUOUS, candidates=[paragraph])
        make_section(report=report, kind=Section.Kind.NEXT, position=1)
        make_resource(theme=theme)

    with django_assert_num_queries(11):
        page(client, query)
