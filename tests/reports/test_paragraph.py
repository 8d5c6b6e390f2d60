"""The page of one mandate."""

import datetime
import json
import re

import pytest

from publication.languages import TextState
from reports.coverage_matrix import PARAGRAPHS, Scope, State, matrix
from reports.models import Citation
from tests.factories import (
    in_four,
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_goal,
    make_heading,
    make_paragraph,
    make_paragraph_link,
    make_paragraph_theme,
    make_report,
    make_theme,
)
from tests.page_text import a_document, metas, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def paragraph():
    words = in_four("Open schools.", "Abrir escuelas.", "Ouvrir des écoles.", "Abrir escolas.")
    return make_paragraph(document=a_document("Lima", 2018), label="14 bis", texts=words)


def page(client, language: str = "en", query: str = "", number: str = "14-bis") -> str:
    response = client.get(f"/{language}/documents/lima-2018-plan/{number}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def passages(html: str) -> list[str]:
    return re.findall(r'<div class="passage"(?: lang="([\w-]+)")?>', html)


def facts(html: str) -> dict[str, str]:
    rows = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html, re.DOTALL)
    return {term: " ".join(re.sub(r"<[^>]+>", "", words).split()) for term, words in rows}


def test_the_text_stands_in_every_language_the_readers_first(client, paragraph):
    html = page(client, "es")

    assert passages(html) == ["", "en", "pt-br", "fr"]
    first = texts(r'<div class="passage">(.*?)</div>', html)
    assert first == ["Abrir escuelas."]


def test_another_language_is_one_click_away(client, paragraph):
    html = page(client, query="?text=fr")

    assert '<html lang="en">' in html
    assert passages(html)[0] == "fr"
    assert 'class="note"' not in html


def test_a_missing_language_is_said_and_the_text_that_exists_is_shown(client, paragraph):
    for language in ("en", "pt-br"):
        paragraph.write(language, text="")
    paragraph.save()

    html = page(client)

    assert texts(r'<p class="note">(.*?)</p>', html) == [
        "In Spanish; not yet available in English."
    ]
    assert passages(html)[0] == "es"
    assert texts(r'<p class="quiet">(<span lang="[\w-]+">.*?)</p>', html) == [
        "English (no text yet) · Português (no text yet)"
    ]  # fmt: skip


def test_a_machine_translation_is_called_one(client):
    paragraph = make_paragraph(document=a_document("Lima", 2018), label="9", texts={"es": "Abrir."})
    paragraph.write("en", text="Open.", state=TextState.MACHINE)
    paragraph.save()

    assert texts(r'<p class="note">(.*?)</p>', page(client, number="9")) == ["Machine translation."]


@pytest.mark.parametrize("query", ["?text=de", "?text=%3Cb%3E", "?text=" + "x" * 300])
def test_a_language_that_is_none_is_left_out_with_a_note(client, paragraph, query):
    html = page(client, query=query)

    assert passages(html)[0] == ""
    assert "Part of the address is left out, because it was not understood" in html
    assert "<b>" not in html


def test_of_two_languages_the_last_counts_with_a_note(client, paragraph):
    html = page(client, query="?text=fr&text=es")

    assert passages(html)[0] == "es"
    assert "or has more than one value: language of the text." in html


def test_the_facts_name_themes_addressees_goals_and_groups(client, paragraph):
    make_paragraph_theme(paragraph=paragraph, theme=make_theme(texts={"en": "Education"}))
    paragraph.addressees.add(make_entity(texts={"en": "Chile"}))
    paragraph.goals.add(make_goal(number=4))
    paragraph.affected_groups = ["children", "teachers"]
    paragraph.save()

    assert facts(page(client)) == {
        "Nature": "Operative",
        "Themes": "Education",
        "Addressed to": "Chile",
        "Groups affected": "children, teachers",
        "Sustainable Development Goals": "4 Quality education",
    }


def test_links_say_what_the_other_paragraph_is_to_this_one(client, paragraph):
    later = make_paragraph(document=a_document("Angeles", 2022), label="3")
    akin = make_paragraph(document=a_document("Panama", 2015), label="7")
    make_paragraph_link(source=later, target=paragraph, kind="supersedes")
    make_paragraph_link(source=paragraph, target=akin, kind="same_subject")

    found = facts(page(client))

    assert found["Superseded by"].startswith("3 ")
    assert found["Superseded by"].endswith(", Angeles 2022")
    assert found["Same subject"].endswith(", Panama 2015")


def test_the_life_cycle_has_dates_and_the_reason(client, paragraph):
    paragraph.life_cycle, paragraph.life_cycle_date = "retired", datetime.date(2022, 6, 10)
    paragraph.life_cycle_reason = "A later Summit took it up."
    paragraph.save()

    timeline = page(client).partition('<ol class="timeline"')[2].partition("</ol>")[0]
    steps = texts(r'<p(?: class="meta")?>(.*?)</p>', timeline)

    assert steps == ["Adopted", "Retired", "A later Summit took it up."]


def test_the_reason_says_in_which_language_it_is(client, paragraph):
    paragraph.life_cycle, paragraph.life_cycle_date = "retired", datetime.date(2022, 6, 10)
    paragraph.life_cycle_reason_fr = "Repris plus tard."
    paragraph.life_cycle_reason_es = "Retomado después."
    paragraph.save()

    english, french = page(client), page(client, language="fr")

    assert (
        '<p class="note">In Spanish; not yet available in English.</p>\n'
        '<p class="meta" lang="es">Retomado después.</p>'
    ) in english
    assert '<p class="meta">Repris plus tard.</p>' in french


def test_reports_that_cite_it_stand_before_those_that_may_mean_it(client, paragraph):
    other = make_paragraph(document=a_document("Miami", 1994), label="14 bis")
    chile, peru = (make_entity(texts={"en": name}) for name in ("Chile", "Peru"))
    make_report(entity=chile, citing=[paragraph])
    unsure = make_report(entity=peru)
    make_citation(
        report=unsure, state=Citation.State.AMBIGUOUS, typed="14 bis", candidates=[paragraph, other]
    )
    make_report(citing=[paragraph], state="draft")

    html = page(client)

    assert texts(r"<h3>(.*?)</h3>", html)[1:4] == [
        "Chile", "Reports that may mean it document not stated", "Peru",
    ]  # fmt: skip
    assert "1 report from 1 entity. 1 more may mean this paragraph." in " ".join(html.split())


def test_a_report_that_cites_it_and_may_mean_it_too_is_shown_once(client, paragraph):
    report = make_report(citing=[paragraph])
    make_citation(report=report, state=Citation.State.AMBIGUOUS, candidates=[paragraph])

    assert page(client).count('<article class="report"') == 1


def test_entities_asked_that_are_silent_are_counted(client):
    theme = make_theme()
    document = a_document("Lima", 2018)
    paragraph = make_paragraph(document=document, label="45", themes=[theme])
    entities = [make_entity() for _ in range(3)]
    make_cycle(themes=[theme], asked=entities)
    make_report(entity=entities[0], themes=[theme], citing=[paragraph])

    html = page(client, number="45")

    assert (
        "No report that cites it or may mean it received from 2 of the 3 entities asked."
        in " ".join(html.split())
    )


def test_who_reported_on_its_theme_without_citing_is_told_apart_as_in_the_coverage(client):
    theme, document = make_theme(), a_document("Lima", 2018)
    paragraph = make_paragraph(document=document, label="45", themes=[theme])
    other = make_paragraph(document=document, label="46", themes=[theme])
    uncited, nothing, elsewhere, silent, unasked = (make_entity() for _ in range(5))
    make_cycle(themes=[theme], asked=[uncited, nothing, elsewhere, silent])
    make_report(entity=uncited, themes=[theme])
    make_report(entity=nothing, themes=[theme], nothing_to_report=True)
    make_report(entity=elsewhere, themes=[theme], citing=[other])
    make_report(entity=unasked, themes=[theme])

    html = " ".join(page(client, number="45").split())

    assert (
        "received from 4 of the 4 entities asked. 2 of them have reported on its theme without"
        " citing a paragraph."
    ) in html
    column = matrix(Scope(PARAGRAPHS, document.pk)).columns[paragraph.pk]
    silent_there = [one for one in column.asked if column.cell(one).state == State.SILENT]
    assert len(silent_there) == 4 - 2


def test_the_reports_that_cite_it_are_taken_away_as_files(client, paragraph, kept_connection):
    cites, _other = make_report(citing=[paragraph]), make_report()
    html = page(client)
    for ending in ("csv", "xlsx", "json"):
        address = f"/data/exports/reports.{ending}?paragraph=lima-2018-plan/14-bis"
        assert f'href="{address}"' in html
    file = json.loads(client.get(address).getvalue())
    assert [row["id"] for row in file["records"]] == [cites.pk]


def test_the_neighbours_in_the_document_are_linked(client):
    document = a_document("Lima", 2018)
    for label in ("9", "10", "11"):
        make_paragraph(document=document, label=label)

    html = page(client, number="10")

    assert 'href="/en/documents/lima-2018-plan/9/" rel="prev"' in html
    assert 'href="/en/documents/lima-2018-plan/11/" rel="next"' in html
    assert 'rel="prev"' not in page(client, number="9")
    assert 'rel="next"' not in page(client, number="11")


def test_the_address_prefixes_the_section_where_numbers_restart(client):
    document = make_document(slug="lima-2018-plan", numbering="per_section")
    heading = make_heading(document=document, slug="migration", texts={"en": "Migration"})
    make_paragraph(section=heading, label="1")

    html = page(client, number="migration-1")

    assert texts(r"<h1>(.*?)</h1>", html) == ["Paragraph 1 (Migration)"]
    assert "<title>Paragraph 1 (Migration), " in html
    assert "section Migration" not in metas(html)[0]


@pytest.mark.parametrize("number", ["99", "1.2.3", "a-b"])
def test_an_unknown_paragraph_is_not_found(client, paragraph, number):
    assert client.get(f"/en/documents/lima-2018-plan/{number}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_whatever_it_shows(
    client, paragraph, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_report(citing=[paragraph])
        make_paragraph_link(source=paragraph)
        make_paragraph(document=paragraph.document)
        paragraph.addressees.add(make_entity())

    with django_assert_num_queries(19):
        page(client)


def test_a_settled_citation_no_longer_may_mean_the_other_paragraph(client, paragraph):
    meant = make_paragraph(label="14 bis")
    cited = make_citation(state=Citation.State.AMBIGUOUS, candidates=[paragraph, meant])
    assert "may mean" in page(client)
    Citation.objects.filter(pk=cited.pk).update(state=Citation.State.EXACT, paragraph=meant)
    assert "may mean" not in page(client)
