"""What everybody reads: the list, the page, the panels; and that nothing of it counts."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Report, Standing
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/en/contributions/"


def titles(response):
    return [str(row.title) for row in response.context["list"].rows]


def queries(reader, address):
    reader.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert reader.get(address).status_code == 200
    return len(seen)


# The page ---------------------------------------------------------------------------------------


def test_page_says_whose_it_is_and_that_it_is_no_report(reader, contribution):
    one = contribution(source_url="https://example.org/study")
    page = reader.get(one.get_absolute_url())
    assert page.status_code == 200
    for words in ("Not an official report.", "Written by a civil-society organization.",
                  "River Schools Network", "<strong>Schools on the river</strong>",
                  'href="https://example.org/study" rel="noopener nofollow"',
                  "No reply so far."):  # fmt: skip
        assert words in page.text
    assert 'id="citation"' in page.text


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_is_not_published_is_not_there(reader, contribution, state):
    one = contribution(state=state)
    assert reader.get(one.get_absolute_url()).status_code == 404
    assert titles(reader.get(LIST)) == []


@pytest.mark.parametrize(("side", "by"), [("author", "its author"), ("secretariat", "the Sec")])
def test_withdrawn_says_why_and_who_and_shows_nothing_else(reader, contribution, side, by):
    one = contribution(state="withdrawn", withdrawn_by=side, withdrawal_reason="A wrong figure.")
    factories.make_reply(contribution=one, texts={"en": "Not so."})
    page = reader.get(one.get_absolute_url())
    assert page.status_code == 410
    assert "A wrong figure." in page.text and f"Withdrawn by:</p> {by}" not in page.text
    assert f"Withdrawn by: {by}" in page.text
    assert "are not connected" not in page.text and "Not so." not in page.text


def test_reply_stands_beside_with_its_edition(reader, contribution):
    one = contribution()
    factories.make_reply(contribution=one, texts={"en": "They are connected now."}, edition=2)
    page = reader.get(one.get_absolute_url()).text
    assert page.count('<section class="voice"') == 2
    assert "They are connected now." in page and "edition 2" in page


def test_no_place_for_a_reply_where_no_state_is_concerned(reader, contribution):
    page = reader.get(contribution(about=None).get_absolute_url()).text
    assert page.count('<section class="voice"') == 1


def test_a_text_elsewhere_says_its_language_and_the_original_stays_at_hand(reader, contribution):
    one = contribution(texts={"es": "Las escuelas", "fr": "Les écoles"})
    page = reader.get(one.get_absolute_url()).text
    assert "In Spanish; not yet available in English." in page
    french = reader.get(one.get_absolute_url().replace("/en/", "/fr/")).text
    assert "Les écoles" in french and '<div class="passage" lang="es">' in french


@pytest.mark.parametrize("number", ["999999", "9" * 30])
def test_a_number_that_is_nobody_s_answers_404(reader, db, number):
    assert reader.get(f"{LIST}{number}/").status_code == 404


@pytest.mark.parametrize("ending", ["bib", "ris"])
def test_cited_under_its_author_s_name(reader, contribution, ending):
    one = contribution()
    cited = reader.get(f"/data/cite{one.get_absolute_url()}cite.{ending}")
    assert cited.status_code == 200
    assert "River Schools Network" in cited.text
    assert "Schools on the river, contribution, 8 May 2024" in cited.text
    assert not re.search(r"^(AU|  author) .*Secretariat", cited.text, re.MULTILINE)
    for other in (contribution(state="draft"), contribution(state="withdrawn")):
        assert reader.get(f"/data/cite{other.get_absolute_url()}cite.{ending}").status_code == 404


def test_feeds_are_of_reports_alone(reader, contribution):
    address = contribution().get_absolute_url()
    assert reader.get(f"/feeds{address}reports.atom").status_code == 404


def test_who_contributes_is_not_called_silent(reader, contribution):
    one = contribution()
    listed = reader.get("/en/institutions/").context["list"]
    assert listed.figures.asked == len(listed.rows) == 0
    page = reader.get(one.entity.get_absolute_url()).text
    assert "no reports of its own" in page and 'class="figures"' not in page


# The list ---------------------------------------------------------------------------------------


@pytest.fixture
def three(entity):
    theme, other = factories.make_theme(slug="education"), factories.make_theme(slug="health")
    on = {name: [factories.make_paragraph(themes=[one])]
          for name, one in (("education", theme), ("health", other))}  # fmt: skip
    ombuds = factories.make_organization(kind="human_rights_institution", slug="ombuds")
    network = factories.make_organization(slug="network")
    make = factories.make_contribution
    make(texts={"en": "A"}, entity=network, about=entity, paragraphs=on["education"])
    make(texts={"en": "B"}, entity=ombuds, paragraphs=on["health"])
    make(texts={"en": "C"}, entity=network, paragraphs=on["education"] + on["health"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["C", "B", "A"]),
        ("theme=education", ["C", "A"]),
        ("theme=health", ["C", "B"]),
        ("kind=civil_society", ["C", "A"]),
        ("kind=human_rights_institution", ["B"]),
        ("entity=ombuds", ["B"]),
        ("theme=health&kind=civil_society", ["C"]),
        ("theme=none&kind=odd&about=%00x", ["C", "B", "A"]),
        ("page=99", ["C", "B", "A"]),
    ],
)
def test_filters(reader, three, query, found):
    if "%00" in query:  # refused before it gets here, as on every page
        query = query.replace("%00", "")
    page = reader.get(f"{LIST}?{query}")
    assert (page.status_code, titles(page)) == (200, found)


def test_filter_by_the_state_concerned(reader, three, entity):
    assert titles(reader.get(f"{LIST}?about={entity.slug}")) == ["A"]


def test_what_makes_no_sense_is_named(reader, three):
    page = reader.get(f"{LIST}?theme=none&kind=odd")
    assert page.context["list"].ignored == ["Theme", "Written by"]


def test_pages_of_twenty(reader, organization):
    for number in range(21):
        factories.make_contribution(entity=organization, texts={"en": f"No. {number}"})
    assert len(titles(reader.get(LIST))) == 20
    assert titles(reader.get(f"{LIST}?page=2")) == ["No. 0"]


def test_empty_list_says_what_would_be_here(reader, db):
    assert "No contribution has been published yet." in reader.get(LIST).text


def test_the_same_queries_for_one_and_for_three(reader, contribution):
    contribution(about=None)
    one = queries(reader, LIST)
    for _ in range(2):
        factories.make_reply(contribution=contribution())
    assert queries(reader, LIST) == one + 1  # the states concerned, of which the first has none


# Files ------------------------------------------------------------------------------------------


def test_files_hold_what_the_list_shows(reader, contribution):
    one = contribution(source_url="https://example.org/study")
    contribution(state="submitted")
    factories.make_reply(contribution=one, texts={"es": "No es así."})
    body = b"".join(reader.get("/data/exports/contributions.json").streaming_content)
    [row] = json.loads(body)["records"]
    [cited] = one.paragraphs.all()
    wanted = {
        "id": one.pk, "entity": one.entity.slug, "entity_kind": "civil_society",
        "about": one.about.slug, "title_en": "Schools on the river", "title_es": None,
        "original_language": "en", "paragraphs": [f"{cited.document.slug}/{cited.slug}"],
        "source": "https://example.org/study", "published_on": "2024-05-08",
        "reply_es": "No es así.", "reply_language": "es", "reply_edition": 1,
        "reply_on": "2024-05-20", "is_demonstration": False,
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert row["url"].endswith(f"/contributions/{one.pk}/")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_files_of_every_format_with_filters(reader, contribution, ending):
    contribution()
    answer = reader.get(f"/data/exports/contributions.{ending}?kind=civil_society")
    assert answer.status_code == 200
    assert answer.getvalue()  # read to its end, which gives its place free


# Panels and what does not count ------------------------------------------------------------------


@pytest.fixture
def mandate():
    return factories.make_paragraph(themes=[factories.make_theme(slug="education")])


def places(mandate, one):
    return [
        mandate.get_absolute_url(), "/en/themes/education/", one.entity.get_absolute_url(),
        one.about.get_absolute_url(),
    ]  # fmt: skip


def test_panels_on_pages_of_paragraph_theme_and_entities(reader, mandate, contribution):
    one = contribution(paragraphs=[mandate])
    for address in places(mandate, one):
        page = reader.get(address)
        assert page.text.count('<li class="voice">') == 1, address
        assert "Schools on the river" in page.text
        assert "These are not official reports" in page.text
        assert one.get_absolute_url() in page.text


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
def test_panels_show_what_is_published(reader, mandate, contribution, state):
    one = contribution(paragraphs=[mandate], state=state)
    for address in places(mandate, one):
        assert 'id="contributions"' not in reader.get(address).text


def test_real_pages_show_real_contributions_only(reader, mandate, contribution):
    one = contribution(paragraphs=[mandate], is_demonstration=True)
    for address in places(mandate, one):
        assert 'id="contributions"' not in reader.get(address).text


def test_panels_ask_the_same_for_one_and_for_many(reader, mandate, contribution):
    one = contribution(paragraphs=[mandate])
    before = [queries(reader, address) for address in places(mandate, one)]
    for _ in range(7):
        factories.make_reply(contribution=contribution(paragraphs=[mandate]))
    assert [queries(reader, address) for address in places(mandate, one)] == before
    assert reader.get(mandate.get_absolute_url()).text.count('<li class="voice">') == 5


def test_nothing_of_it_counts(reader, mandate, contribution):
    before = (Report.objects.count(), Standing.objects.count())
    seen = [reader.get(address).text for address in ("/en/coverage/", "/en/reports/")]
    factories.make_reply(contribution=contribution(paragraphs=[mandate]))
    assert (Report.objects.count(), Standing.objects.count()) == before
    assert [reader.get(a).text for a in ("/en/coverage/", "/en/reports/")] == seen
    line = reader.get(mandate.get_absolute_url()).context["page"].line
    assert (line.reports, line.entities, line.perhaps) == (0, 0, 0)


def test_demonstration_says_so_and_is_not_indexed(reader, contribution):
    one = contribution(is_demonstration=True)
    page = reader.get(one.get_absolute_url()).text
    assert 'content="noindex"' in page and "demonstration" in page
    assert f"/contributions/{one.pk}/" not in reader.get("/sitemap-contributions.xml").text


def test_sitemap_has_the_published_ones(reader, contribution):
    one, hidden = contribution(), contribution(state="withdrawn")
    sitemap = reader.get("/sitemap-contributions.xml").text
    assert f"/fr/contributions/{one.pk}/" in sitemap
    assert f"/contributions/{hidden.pk}/" not in sitemap
