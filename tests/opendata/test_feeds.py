"""Atom feeds of published reports."""

import datetime
from xml.etree import ElementTree

import pytest

from opendata import feeds
from publication.languages import TextState
from reports.models import Report
from tests.factories import (
    make_contribution,
    make_document,
    make_entity,
    make_meeting,
    make_organization,
    make_paragraph,
    make_report,
    make_section,
    make_theme,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(reader, address: str) -> ElementTree.Element:
    answer = reader.get(f"/feeds/{address}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def ids(tree: ElementTree.Element) -> list[str]:
    return [one.findtext(f"{ATOM}id") for one in tree.iterfind(f"{ATOM}entry")]


def tag(report: Report) -> str:
    return f"tag:localhost,2026:reports/{report.public_id}/{report.edition}"


def published(day: int, **fields) -> Report:
    moment = datetime.datetime(2026, 1, day, tzinfo=datetime.UTC)
    return make_report(published_at=moment, **fields)


def test_the_newest_published_stands_first(reader):
    second, first = published(2), published(1)
    make_report(state=Report.State.DRAFT)
    tree = feed(reader, "en/reports.atom")
    assert ids(tree) == [tag(second), tag(first)]
    assert tree.findtext(f"{ATOM}updated") == "2026-01-01T19:00:00-05:00"


def test_entry_says_its_language_and_where_it_is_read(reader):
    entity = make_entity(texts={"en": "Chile", "fr": "Chili"})
    theme = make_theme(slug="health", texts={"en": "Health", "fr": "Santé"})
    report = published(1, entity=entity, themes=[theme], texts={"es": "Se hizo."})
    tree = feed(reader, "fr/reports.atom")
    [entry] = tree.iterfind(f"{ATOM}entry")
    assert (tree.get(LANG), entry.get(LANG)) == ("fr", "es")
    assert entry.find(f"{ATOM}title").get(LANG) == "fr"
    assert entry.findtext(f"{ATOM}summary") == "Se hizo."
    assert entry.find(f"{ATOM}link").get("href") == f"http://localhost:8000/fr/reports/{report.pk}/"
    assert [one.get("term") for one in entry.iterfind(f"{ATOM}category")] == ["health"]


def test_entries_of_one_entity_are_told_apart_by_the_day_of_the_report(reader):
    entity = make_entity(texts={"en": "Chile", "fr": "Chili"})
    published(1, entity=entity, date=datetime.date(2011, 5, 12))
    published(2, entity=entity, date=datetime.date(2012, 3, 1), date_precision="month")
    for language, days in (
        ("en", ["March 2012", "12 May 2011"]), ("fr", ["mars 2012", "12 mai 2011"])
    ):  # fmt: skip
        entries = feed(reader, f"{language}/reports.atom").iterfind(f"{ATOM}entry")
        titles = [entry.findtext(f"{ATOM}title").partition(", ")[2] for entry in entries]
        assert titles == days


def test_entry_without_a_text_says_what_its_page_says(reader):
    published(1, texts={}, nothing_to_report=True)
    published(2, texts={}, available_in=["pt-br"])
    published(3, texts={})
    tree = feed(reader, "en/reports.atom")
    assert [entry.findtext(f"{ATOM}summary") for entry in tree.iterfind(f"{ATOM}entry")] == [
        "No text has reached the portal yet.",
        "A text exists in Portuguese; it has not reached the portal yet.",
        "Nothing to report for this period.",
    ]


def test_machine_translation_says_so_above_the_text(reader):
    section = make_section(report=published(1, texts={}), texts={"fr": "Fait."})
    section.write("en", state=TextState.MACHINE, text="Done.")
    section.save()
    told = {
        code: feed(reader, f"{code}/reports.atom").findtext(f"{ATOM}entry/{ATOM}summary")
        for code in ("en", "fr")
    }
    assert told == {"en": "Machine translation.\nDone.", "fr": "Fait."}


def test_each_record_has_its_feed_which_its_page_names(reader):
    theme, entity = make_theme(slug="health"), make_entity(slug="chile")
    document = make_document(slug="miami-1994", meeting=make_meeting(slug="miami"))
    paragraph = make_paragraph(document=document, label="3", themes=[theme])
    report = published(1, entity=entity, themes=[theme], citing=[paragraph])
    published(2)
    for path in ("themes/health", "countries/chile", "documents/miami-1994", "summits/miami",
                 "documents/miami-1994/3"):  # fmt: skip
        assert ids(feed(reader, f"en/{path}/reports.atom")) == [tag(report)], path
        assert f'href="/feeds/en/{path}/reports.atom">' in reader.get(f"/en/{path}/").text


def test_filtered_list_has_its_feed(reader):
    theme = make_theme(slug="health")
    report = published(1, themes=[theme])
    published(2)
    tree = feed(reader, "en/reports.atom?theme=health&year=never")
    assert ids(tree) == [tag(report)]
    assert tree.find(f"{ATOM}link[@rel='alternate']").get("href") == (
        "http://localhost:8000/en/reports/?theme=health"
    )
    page = reader.get("/en/reports/?theme=health&page=2").text
    assert 'href="/feeds/en/reports.atom?theme=health"' in page


def test_contributions_have_a_feed_by_the_filters_of_their_list(reader):
    theme = make_theme(slug="health")
    moment = datetime.datetime(2026, 2, 3, tzinfo=datetime.UTC)
    author = make_organization(texts={"en": "River network"})
    older = make_contribution(
        entity=author, texts={"es": "Escuelas"}, submitted_at=moment, published_at=moment,
        paragraphs=[make_paragraph(themes=[theme])],
    )  # fmt: skip
    make_contribution(state="submitted"), make_contribution(state="withdrawn")
    newer = make_contribution(submitted_at=moment, published_at=moment + datetime.timedelta(days=1))
    tags = [f"tag:localhost,2026:contributions/{one.pk}" for one in (newer, older)]
    assert ids(feed(reader, "en/contributions.atom")) == tags
    tree = feed(reader, "en/contributions.atom?theme=health&kind=none")
    [entry] = tree.iterfind(f"{ATOM}entry")
    assert ids(tree) == tags[1:]
    assert (entry.get(LANG), entry.findtext(f"{ATOM}title")) == ("es", "Escuelas")
    assert entry.find(f"{ATOM}title").get(LANG) == "es"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "River network"
    assert entry.findtext(f"{ATOM}summary") == "Escuelas are not connected."
    assert entry.find(f"{ATOM}link").get("href") == (
        f"http://localhost:8000/en/contributions/{older.pk}/"
    )
    assert tree.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}published")
    assert tree.find(f"{ATOM}link[@rel='alternate']").get("href") == (
        "http://localhost:8000/en/contributions/?theme=health"
    )
    page = reader.get("/en/contributions/?theme=health&page=2").text
    assert 'href="/feeds/en/contributions.atom?theme=health"' in page


def test_ids_of_feeds_differ_and_stay(reader):
    make_theme(slug="health")
    addresses = ["en/reports.atom", "es/reports.atom", "en/reports.atom?theme=health",
                 "en/themes/health/reports.atom"]  # fmt: skip
    found = [feed(reader, one).findtext(f"{ATOM}id") for one in addresses]
    assert len(set(found)) == 4
    odd = feed(reader, "en/reports.atom?page=3&theme=health&year=x")
    assert odd.findtext(f"{ATOM}id") == found[2]


def test_control_characters_do_not_break_it(reader):
    report = published(1, texts={"en": "A\x0bb & <c> \ud83d".encode("utf-8", "ignore").decode()})
    assert ids(feed(reader, "en/reports.atom")) == [tag(report)]


def test_feed_is_bounded(reader, monkeypatch):
    monkeypatch.setattr(feeds, "MOST", 2)
    monkeypatch.setattr(feeds, "LONGEST", 10)
    for day in (1, 2, 3):
        published(day, texts={"en": "word " * 10})
    tree = feed(reader, "en/reports.atom")
    assert len(ids(tree)) == 2
    assert tree.findtext(f"{ATOM}entry/{ATOM}summary") == "word word […]"


def test_reader_that_has_it_gets_304(reader):
    published(1)
    tag_of = reader.get("/feeds/en/reports.atom")["ETag"]
    again = reader.get("/feeds/en/reports.atom", HTTP_IF_NONE_MATCH=tag_of)
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "xx/reports.atom",
        "en/themes/none/reports.atom",
        "en/workspace/reports.atom",
        "en/reports/1/reports.atom",
        "en/about/reports.atom",
    ],  # fmt: skip
)
def test_what_has_no_feed_is_not_found(reader, address):
    assert reader.get(f"/feeds/{address}").status_code == 404


def test_queries_are_fixed(reader, django_assert_num_queries):
    for _ in range(2):
        published(1, citing=[make_paragraph()])
        with django_assert_num_queries(9):
            reader.get("/feeds/en/reports.atom")
        published(2)
        make_contribution()
        with django_assert_num_queries(2):
            reader.get("/feeds/en/contributions.atom")
