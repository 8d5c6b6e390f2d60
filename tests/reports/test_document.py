"""The page of a document: all its paragraphs, and how many reports cite each."""

import datetime
import re

import pytest

from reports.models import Citation
from tests.factories import (
    in_four,
    make_citation,
    make_document,
    make_heading,
    make_meeting,
    make_paragraph,
    make_report,
    make_theme,
)
from tests.page_text import metas, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    titles = in_four("Plan of Action", "Plan de Acción", "Plan d’action", "Plano de Ação")
    meeting = make_meeting(slug="lima-2018", texts={"en": "Eighth Summit"})
    return make_document(
        slug="lima-plan", meeting=meeting, texts=titles, date=datetime.date(2018, 4, 14)
    )


def page(client, language: str = "en", slug: str = "lima-plan") -> str:
    response = client.get(f"/{language}/documents/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


def test_paragraphs_stand_in_the_documents_order_under_their_headings(client, document):
    health = make_heading(document=document, texts={"en": "Health"})
    work = make_heading(document=document, texts={"en": "Work"})
    make_paragraph(section=work, label="20", position=2)
    make_paragraph(section=health, label="3", position=1)
    make_paragraph(section=work, label="4", position=3)

    html = page(client)

    assert texts(r"<h2>(.*?)</h2>", html) == ["Health", "Work", "Take it away"]
    assert texts(r'<p class="num">(.*?)</p>', html) == ["3", "20", "4"]
    assert texts(r'<li><a href="#s\d">(.*?)</a>', html) == ["Health 1", "Work 2"]


def test_a_document_without_headings_needs_no_jump_list(client, document):
    make_paragraph(document=document, label="1")

    html = page(client)

    assert texts(r"<h2>(.*?)</h2>", html) == ["Paragraphs", "Take it away"]
    assert 'class="jump"' not in html


def test_each_paragraph_says_how_many_reports_cite_it(client, document):
    theme = make_theme(texts={"en": "Work"})
    certain = make_paragraph(document=document, label="1", position=1, themes=[theme])
    perhaps = make_paragraph(document=document, label="2", position=2)
    for _ in range(2):
        make_report(citing=[certain])
    make_citation(state=Citation.State.AMBIGUOUS, candidates=[certain, perhaps])

    assert metas(page(client))[3:] == [
        "Operative · Work · 2 reports from 2 entities · 1 report may mean it",
        "Operative · 1 report may mean it",
    ]


def test_the_head_says_what_the_document_is(client, document):
    make_paragraph(document=document)

    assert metas(page(client))[0] == (
        "Plan of action · adopted 14 April 2018 · Eighth Summit · 1 paragraph in this portal"
    )


def test_official_texts_are_linked_in_each_language_that_has_one(client, document):
    document.write("es", source="https://summits.example/plan-es.pdf")
    document.save()

    html = page(client)

    assert metas(html)[1] == "Official text: Español"
    assert '<a href="https://summits.example/plan-es.pdf" lang="es" hreflang="es"' in html


def test_a_document_says_when_no_official_text_is_known(client, document):
    assert metas(page(client))[1] == "No link to the official text is known yet."


def test_a_document_without_paragraphs_says_what_would_be_here(client, document):
    assert "No paragraph of this document is in the portal yet." in page(client)


def test_the_title_is_in_the_readers_language(client, document):
    html = page(client, "es")

    assert re.search("<h1>(.*?)</h1>", html)[1] == "Plan de Acción"
    assert "“Plan de Acción”" in texts(r'<p class="citation" id="citation">(.*?)</p>', html)[0]


def test_a_title_in_another_language_carries_it(client):
    make_document(slug="only-french", texts={"fr": "Plan d’action"})

    assert '<h1><span lang="fr">Plan d’action</span></h1>' in page(client, slug="only-french")


@pytest.mark.parametrize(
    ("kind", "above"),
    [
        ("summit", ["/en/summits/", "/en/summits/lima/"]),
        ("ministerial", ["/en/ministerials/", "/en/ministerials/lima/"]),
        ("regional_conference", ["/en/ministerials/", "/en/meetings/lima/"]),
    ],
)
def test_a_document_stands_below_its_meeting_and_the_list_of_its_kind(client, kind, above):
    document = make_document(meeting=make_meeting(kind=kind, slug="lima"))
    html = client.get(document.get_absolute_url()).text
    crumbs = html[html.index('class="crumbs"') :]
    assert re.findall(r'href="([^"]+)"', crumbs[: crumbs.index("</nav>")])[1:] == above


def test_an_unknown_document_is_not_found(client):
    assert client.get("/en/documents/nothing/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_six_queries_whatever_it_shows(
    client, document, rows, django_assert_num_queries
):
    for _ in range(rows):
        heading = make_heading(document=document)
        paragraph = make_paragraph(section=heading, themes=[make_theme(), make_theme()])
        make_report(citing=[paragraph])

    with django_assert_num_queries(6):
        page(client)
