"""The page of one report: editions, languages, citations, provenance."""

import datetime
import re

import pytest

from publication.languages import TextState
from reports.models import Citation, Section
from tests.factories import (
    make_citation,
    make_entity,
    make_paragraph,
    make_report,
    make_section,
    make_theme,
    make_transition,
    make_user,
)
from tests.page_text import a_document, metas, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return make_report(
        entity=make_entity(slug="chile", texts={"en": "Chile", "es": "Chile"}),
        themes=[make_theme(slug="migration", texts={"en": "Migration"})],
        date=datetime.date(2015, 6, 12),
        texts={"es": "Diez escuelas.", "fr": "Dix écoles."},
    )


def page(client, report, query: str = "", language: str = "en") -> str:
    response = client.get(f"/{language}/reports/{report.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_title_says_whose_report_it_is_and_on_what(client, report):
    html = page(client, report)

    assert texts(r"<h1>(.*?)</h1>", html) == ["Chile on Migration"]
    assert metas(html)[0] == "12 June 2015 · Migration"
    assert texts(r"<title>(.*?)</title>", html) == [
        "Chile on Migration, 12 June 2015 · Summits of the Americas"
    ]


def test_a_name_in_another_language_says_so_wherever_it_is_joined(client):
    report = make_report(
        entity=make_entity(slug="cote", texts={"fr": "Côte <b>"}),
        themes=[
            make_theme(slug="agua", texts={"es": "Agua & suelo"}),
            make_theme(slug="land", texts={"en": "Land"}),
        ],
        date=datetime.date(2015, 6, 12),
    )
    joined = (
        '<span lang="fr">Côte &lt;b&gt;</span> on <span lang="es">Agua &amp; suelo</span>, Land'
    )
    html = page(client, report)

    assert f"<h1>{joined}</h1>" in html
    assert f'<p class="citation" id="citation">{joined}, 12 June 2015, edition 1.' in html
    assert "<title>Côte &lt;b&gt; on Agua &amp; suelo, Land, 12 June 2015" in html
    report.state, report.withdrawal_reason = "withdrawn", "A mistake."
    report.save()
    gone = client.get(f"/en/reports/{report.pk}/")
    assert gone.status_code == 410
    assert f"<h1>{joined}</h1>" in gone.text


def test_the_text_falls_back_to_a_language_that_exists_and_says_so(client, report):
    html = page(client, report)

    assert texts(r'<p class="note">(.*?)</p>', html) == [
        "In Spanish; not yet available in English."
    ]
    assert '<div class="passage" lang="es"><p>Diez escuelas.</p></div>' in html
    assert metas(html)[1] == (
        "Text: Español (original) · Français · English (no text yet) · Português (no text yet)"
    )


def test_another_language_is_one_click_away_and_keeps_the_page(client, report):
    html = page(client, report, "?text=fr")

    assert '<html lang="en">' in html
    assert '<div class="passage" lang="fr"><p>Dix écoles.</p></div>' in html
    assert 'class="note"' not in html


def test_a_machine_translation_is_marked_among_the_languages(client):
    report = make_report(texts={})
    section = make_section(report=report, texts={"fr": "Dix écoles."})
    section.write("en", state=TextState.MACHINE, text="Ten schools.")
    section.save()
    report.original_language = "fr"
    report.save()

    assert metas(page(client, report))[1] == (
        "Text: English (machine translation) · Français (original) · Español (no text yet)"
        " · Português (no text yet)"
    )


def test_the_readers_own_language_needs_no_mark(client, report):
    html = page(client, report, language="fr")

    assert '<div class="passage"><p>Dix écoles.</p></div>' in html


@pytest.mark.parametrize("query", ["?text=de", "?text=%3Cscript%3E", "?text=&x=1&text=pt"])
def test_odd_parameters_never_break_the_page(client, report, query):
    html = page(client, report, query)

    assert "Diez escuelas." in html
    assert "<script>" not in html


def test_all_sections_are_shown_under_their_names(client, report):
    make_section(report=report, kind=Section.Kind.OBSTACLES, position=1, texts={"en": "Rain."})

    html = page(client, report)

    assert texts(r"<h2>(.*?)</h2>", html)[:2] == ["What was done", "Obstacles"]


def test_cited_paragraphs_stand_there_in_full(client, report):
    paragraph = make_paragraph(
        document=a_document("Lima", 2010), label="45", texts={"en": "Protect migrants."}
    )
    make_citation(
        report=report, paragraph=paragraph, mark=Citation.Mark.DONE,
        evidence_url="https://chile.example/law",
    )  # fmt: skip

    html = page(client, report)

    assert '<div class="passage"><p>Protect migrants.</p></div>' in html
    assert metas(html)[2].endswith(", Lima 2010 · done · evidence")


def test_an_ambiguous_citation_shows_all_it_may_mean(client, report):
    candidates = [
        make_paragraph(document=a_document(place, year), label="17", texts={"en": text})
        for place, year, text in (("Plata", 2005, "Fight smuggling."), ("Trinidad", 2009, "Work."))
    ]
    make_citation(report=report, state=Citation.State.AMBIGUOUS, candidates=candidates)

    html = page(client, report)

    assert "Paragraph 17, document not stated. It may be one of these:" in html
    named = re.findall(r"<summary>[^<]*, (\w+ \d+)</summary>", html)
    assert named == ["Plata 2005", "Trinidad 2009"]
    assert "Fight smuggling." in html


def test_an_unresolved_citation_stands_as_typed(client, report):
    make_citation(report=report, state=Citation.State.UNRESOLVED, typed="17 <b>")

    assert "Paragraph 17 &lt;b&gt; was not found" in page(client, report)


def test_a_report_without_citation_says_so(client, report):
    assert "This report cites no paragraph." in page(client, report)


def test_a_stub_says_where_the_text_is(client):
    stub = make_report(texts={}, available_in=["es"])

    assert "A text exists in Spanish; it has not reached the portal yet." in page(client, stub)


def test_nothing_to_report_is_said(client):
    empty = make_report(texts={}, nothing_to_report=True)

    assert "Nothing to report for this period." in page(client, empty)


def test_how_to_cite_names_edition_data_version_and_address(client, report):
    cited = texts(r'<p class="citation" id="citation">(.*?)</p>', page(client, report))[0]

    assert re.fullmatch(
        r"Chile on Migration, 12 June 2015, edition 1\. Summits of the Americas Secretariat, "
        rf"data version \d+, http://[\w.:]+/en/reports/{report.pk}/",
        cited,
    )


def test_the_history_names_steps_and_no_person(client, report):
    person = make_user(email="ana@example.org", name="Ana Pérez")
    make_transition(report=report, by=person, note="private remark")

    html = page(client, report)

    assert "Published, edition 1" in html
    assert "Ana" not in html
    assert "private remark" not in html


def test_reports_of_the_same_entity_are_linked_in_time(client, report):
    older = make_report(entity=report.entity, date=datetime.date(2014, 1, 1))
    newer = make_report(entity=report.entity, date=datetime.date(2016, 1, 1))
    make_report(entity=report.entity, date=datetime.date(2015, 7, 1), state="draft")

    html = page(client, report)

    assert f'href="/en/reports/{older.pk}/" rel="prev"' in html
    assert f'href="/en/reports/{newer.pk}/" rel="next"' in html


# Editions -------------------------------------------------------------------------------------


@pytest.fixture
def editions():
    entity = make_entity()
    first = make_report(entity=entity, state="superseded", texts={"en": "Nine schools."})
    second = make_report(entity=entity, lineage=first, edition=2, texts={"en": "Ten schools."})
    return first, second


def test_the_address_shows_the_current_edition(client, editions):
    first, _second = editions

    html = page(client, first)

    assert "Ten schools." in html
    assert "Nine schools." not in html
    assert f'href="/en/reports/{first.pk}/editions/1/"' in html


def test_an_earlier_edition_carries_a_notice(client, editions):
    first, _second = editions

    html = client.get(f"/en/reports/{first.pk}/editions/1/").content.decode()

    assert "Nine schools." in html
    assert "This is edition 1." in html
    assert f'<a href="/en/reports/{first.pk}/">Read the current edition</a>' in html


def test_the_current_editions_own_address_leads_to_the_report(client, editions):
    first, _second = editions

    response = client.get(f"/en/reports/{first.pk}/editions/2/")

    assert (response.status_code, response["Location"]) == (302, f"/en/reports/{first.pk}/")


def test_a_later_editions_id_is_no_address(client, editions):
    _first, second = editions

    assert client.get(f"/en/reports/{second.pk}/").status_code == 404


@pytest.mark.parametrize("number", [0, 3, 99999999999999999999])
def test_an_unknown_edition_is_not_found(client, editions, number):
    assert client.get(f"/en/reports/{editions[0].pk}/editions/{number}/").status_code == 404


@pytest.mark.parametrize("address", ["/en/reports/", "/en/reports/{}/"])
@pytest.mark.parametrize(
    ("available_in", "named"),
    [
        (["es", "en"], "English and Spanish"),
        (["pt-br", "en", "fr"], "English, French and Portuguese"),
    ],
)
def test_a_stub_names_all_its_languages_in_one_sentence(client, address, available_in, named):
    stub = make_report(texts={}, available_in=available_in)
    html = client.get(address.format(stub.pk)).text

    assert html.count(f"A text exists in {named}; it has not reached the portal yet.") == 1
    assert html.count("A text exists in") == 1


def test_a_withdrawn_report_leaves_a_page_with_the_reason(client, editions):
    first, second = editions
    second.state, second.withdrawal_reason = "withdrawn", "Filed under another country."
    second.save()

    for address in (f"/en/reports/{first.pk}/", f"/en/reports/{first.pk}/editions/1/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Filed under another country." in response.content.decode()
        assert "schools" not in response.content.decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_was_never_public_is_not_found(client, state):
    report = make_report(state=state)

    assert client.get(f"/en/reports/{report.pk}/").status_code == 404
    assert client.get(f"/en/reports/{report.pk}/editions/1/").status_code == 404


@pytest.mark.parametrize("number", [0, 10**9, 10**30])
def test_an_unknown_number_is_not_found(client, number):
    assert client.get(f"/en/reports/{number}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_whatever_it_shows(
    client, report, rows, django_assert_num_queries
):
    kinds = [Section.Kind.NEXT, Section.Kind.PARTNERS, Section.Kind.FINANCING]
    for place in range(rows):
        make_section(report=report, kind=kinds[place])
        make_citation(report=report)
        make_transition(report=report)
        make_report(entity=report.entity)

    with django_assert_num_queries(11):
        page(client, report)
