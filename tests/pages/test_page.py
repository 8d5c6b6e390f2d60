"""Editable pages: the text that exists, links to our own pages, what is missing."""

import pytest

from pages.links import with_addresses
from pages.models import Page
from tests.factories import make_page

pytestmark = pytest.mark.django_db
SLUGS = ("about", "accessibility", "privacy", "contact", "figures", "data")


@pytest.mark.parametrize("slug", SLUGS)
def test_page_has_its_address(reader, slug):
    make_page(slug=slug)
    assert reader.get(f"/en/{slug}/").status_code == 200


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "data"])  # has files, too
def test_page_that_is_not_written_is_not_found(reader, slug):
    assert reader.get(f"/en/{slug}/").status_code == 404


def test_page_is_in_the_language_of_the_reader(reader):
    make_page()
    text = reader.get("/fr/about/").text
    assert "<h1>À propos</h1>" in text
    assert "<strong>À propos</strong>" in text
    assert '<p class="note">' not in text


def test_page_in_another_language_says_so(reader):
    make_page(texts={"es": "Acerca de"})
    text = reader.get("/fr/about/").text
    assert '<h1><span lang="es">Acerca de</span></h1>' in text
    assert '<p class="note">' in text
    assert '<div class="passage prose" lang="es">' in text


def write(body):
    page = Page(slug="about")
    page.write("en", title="About", body=body)
    page.save()
    return page


def test_headings_follow_the_title_of_the_page():
    assert write("# One\n\n## Two").html_en == "<h2>One</h2>\n<h3>Two</h3>"


def test_link_to_a_page_of_ours_gets_the_language_of_the_reader(reader):
    write("[figures](page:figures) and [themes](page:themes)")
    text = reader.get("/es/about/").text
    assert '<a href="/es/figures/">figures</a>' in text
    assert '<a href="/es/themes/">themes</a>' in text


def test_link_to_a_page_that_does_not_exist_leaves_its_words(reader):
    write("See [the **map**](page:map).")
    assert "See the <strong>map</strong>." in reader.get("/en/about/").text


def test_other_links_stay_as_they_are():
    html = '<a href="https://example.org/" rel="noopener nofollow">x</a>'
    assert with_addresses(html) == html


@pytest.mark.parametrize("body", ["[x](javascript:alert(1))", "<script>alert(1)</script>"])
def test_nothing_dangerous_survives(reader, body):
    write(body)
    text = reader.get("/en/about/").text
    assert "<script>alert" not in text
    assert 'href="javascript:' not in text


def test_page_takes_three_queries(reader, django_assert_num_queries):
    make_page()
    with django_assert_num_queries(3):
        reader.get("/en/about/")
