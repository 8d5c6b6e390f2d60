"""What machines read: the theme's file, the sitemaps, robots.txt."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from mandates.models import Meeting
from opendata import sitemaps
from publication.languages import LANGUAGES
from reports.models import Report
from tests.factories import (
    make_document,
    make_editor,
    make_entity,
    make_institution,
    make_meeting,
    make_newsletter,
    make_page,
    make_paragraph,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db
NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def locations(reader, address):
    tree = ElementTree.fromstring(reader.get(address).content)
    return [loc.text for loc in tree.iterfind(".//s:loc", NAMESPACES)]


# A theme --------------------------------------------------------------------------------------


def test_theme_as_json_is_utf_8_for_every_site(reader):
    make_theme(slug="migration", texts={"es": "Migración"})
    answer = reader.get("/data/themes/migration.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Migración".encode() in answer.content
    assert json.loads(answer.content)["theme"] == {"es": "Migración"}


def test_unknown_theme_is_not_found(reader):
    assert reader.get("/data/themes/nothing.json").status_code == 404


def test_theme_takes_nine_queries(reader, django_assert_num_queries):
    theme = make_theme(slug="migration")
    make_report(themes=[theme], citing=[make_paragraph(themes=[theme])])
    with django_assert_num_queries(9):
        reader.get("/data/themes/migration.json")


# Sitemaps -------------------------------------------------------------------------------------


def test_index_names_a_file_for_each_kind(reader):
    kinds = (
        "lists",
        "pages",
        "themes",
        "meetings",
        "documents",
        "programmes",
        "indicators",
        "actions",
        "paragraphs",
        "entities",
        "reports",
        "contributions",
        "newsletters",
    )
    assert locations(reader, "/sitemap.xml") == [
        f"http://localhost:8000/sitemap-{kind}.xml" for kind in kinds
    ]


def test_page_is_there_in_four_languages_with_its_alternates(reader):
    make_theme(slug="health")
    tree = ElementTree.fromstring(reader.get("/sitemap-themes.xml").content)
    addresses = [
        f"http://localhost:8000/{code}/themes/health/" for code in ("en", "es", "fr", "pt-br")
    ]
    assert [loc.text for loc in tree.iterfind(".//s:loc", NAMESPACES)] == addresses
    first = tree.find("s:url", NAMESPACES)
    links = {
        link.get("hreflang"): link.get("href") for link in first.iterfind("x:link", NAMESPACES)
    }
    alternates = dict(zip(("en", "es", "fr", "pt-br"), addresses, strict=True))
    assert links == {**alternates, "x-default": "http://localhost:8000/themes/health/"}
    assert first.find("s:lastmod", NAMESPACES) is not None


def test_every_address_of_the_sitemaps_answers(reader):
    document = make_document()
    make_paragraph(document=document, label="14 bis", themes=[make_theme()])
    make_entity()
    make_institution()
    make_page()
    for kind in Meeting.Kind:
        make_meeting(kind=kind)
    make_newsletter(month=date(2016, 4, 1), sent_at=timezone.now(), sent_by=make_editor())
    first = make_report(state=Report.State.SUPERSEDED)
    make_report(entity=first.entity, lineage=first, edition=2)
    for file in locations(reader, "/sitemap.xml"):
        for address in locations(reader, file.removeprefix("http://localhost:8000")):
            path = address.removeprefix("http://localhost:8000")
            assert reader.get(path).status_code == 200, path


def test_demonstration_and_drafts_stay_out(reader):
    make_report(state=Report.State.DRAFT, entity=make_entity(is_demonstration=True))
    make_report(is_demonstration=True)
    make_document(is_demonstration=True)
    make_paragraph(is_demonstration=True, document=make_document(slug="real"))
    assert locations(reader, "/sitemap-reports.xml") == []
    assert locations(reader, "/sitemap-paragraphs.xml") == []
    assert len(locations(reader, "/sitemap-documents.xml")) == 4


def test_newsletters_are_listed_once_they_are_sent(reader):
    sent = {"sent_at": timezone.now(), "sent_by": make_editor()}
    make_newsletter(month=date(2016, 3, 1), has_demonstration=True, **sent)
    make_newsletter(month=date(2016, 4, 1), **sent)
    make_newsletter(month=date(2016, 5, 1))
    assert locations(reader, "/sitemap-newsletters.xml") == [
        f"http://localhost:8000/{code}/follow/newsletter/2016-04/" for code in LANGUAGES
    ]
    lists = locations(reader, "/sitemap-lists.xml")
    assert {"/fr/search/", "/fr/follow/newsletter/"} < {one.partition("8000")[2] for one in lists}


def test_long_sitemap_is_cut(reader, monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_FILE", 1)
    make_theme()
    make_theme()
    files = locations(reader, "/sitemap.xml")
    assert "http://localhost:8000/sitemap-themes.xml?p=2" in files
    assert len(locations(reader, "/sitemap-themes.xml?p=2")) == 4


@pytest.mark.parametrize(
    "address", ["/sitemap-x.xml", "/sitemap-themes.xml?p=9", "/sitemap-themes.xml?p=x"]
)
def test_unknown_part_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


def test_robots_names_the_sitemap(reader):
    answer = reader.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://localhost:8000/sitemap.xml" in answer.text
