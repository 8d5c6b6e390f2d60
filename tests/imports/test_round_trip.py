"""Generated pages with every trap come back from the theme's JSON as they were written."""

import datetime

import pytest

from imports.legacy_page import parse
from opendata.bundles import theme_bundle
from publication.models import Revision
from tests import factories
from tests.imports.fingerprint import fingerprint
from tests.imports.legacy_generator import LANGUAGES, generate
from tests.imports.written_pages import MANDATES, TEXTS, done, page, take_in

pytestmark = pytest.mark.django_db
KNOWN_DOCUMENTS = [
    ("Declaration of the Valley", "Lima, Peru", "2010-03"),
    ("Commitment of the Coast", "Quito , Ecuador", "2016-07"),
]
KNOWN_ENTITIES = ["Peru", "Organization of River States (ORS)"]


@pytest.fixture
def theme():
    """A theme, two documents and two entities that the pages name among unknown ones."""
    for name, _place, month in KNOWN_DOCUMENTS:
        factories.make_document(
            texts={"en": name}, date=datetime.date.fromisoformat(f"{month}-01"),
            date_precision="month",
        )  # fmt: skip
    factories.make_entity(texts={"en": "Peru"})
    factories.make_institution(texts={"es": "Organización"}, aliases=[KNOWN_ENTITIES[1]])
    return factories.make_theme(slug="migration")


def written(seed, language=None):
    text, expected = generate(seed, language, documents=KNOWN_DOCUMENTS, entities=KNOWN_ENTITIES)
    return text.encode(), expected


def as_published(theme):
    """The theme's bundle in the words of the generator: what a page says, and no more."""
    bundle = theme_bundle(theme)
    return {
        "documents": [
            {
                "date": document["date"],
                "paragraphs": [
                    {"number": one["number"], "text": one["text"]} for one in document["paragraphs"]
                ],
            }
            for document in bundle["documents"]
        ],
        "entities": [
            {
                "reports": [
                    {
                        "date": report["date"],
                        "original_language": report["original_language"],
                        "available_in": report["available_in"],
                        "text": report["text"],
                        "citations": [{"number": c["number"]} for c in report["citations"]],
                    }
                    for report in entity["reports"]
                ],
                "resources": [{"title": one["title"]} for one in entity["resources"]],
            }
            for entity in bundle["entities"]
        ],
    }


def without_names(expected):
    """Known documents and entities are published under their own names."""
    return {
        "documents": [
            {key: value for key, value in one.items() if key != "title"}
            for one in expected["documents"]
        ],
        "entities": [
            {key: value for key, value in one.items() if key != "name"}
            for one in expected["entities"]
        ],
    }


CAMPAIGN = [pytest.param(seed, marks=pytest.mark.deep) for seed in range(50, 1000)]


@pytest.mark.parametrize("seed", [*range(50), *CAMPAIGN])
def test_generated_page_comes_back_unchanged(theme, seed):
    data, expected = written(seed)
    first = take_in(data, create_missing=True)
    assert as_published(theme) == without_names(expected)
    names = [entity["name"] for entity in expected["entities"]]
    there = [entity["name"] for entity in theme_bundle(theme)["entities"]]
    known = {KNOWN_ENTITIES[1]: "Organización"}
    assert there == [known.get(name, name) for name in names]
    before, version = fingerprint(), Revision.objects.current().number
    second = take_in(data, create_missing=True)
    assert done(second)[:2] == (0, 0)
    held = [first.holds[name] for name in ("paragraphs", "reports", "resources")]
    assert second.unchanged == sum(held)
    assert second.counts()["citations"] == first.counts()["citations"]
    assert fingerprint() == before
    assert Revision.objects.current().number == version


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_in_another_language_fills_the_same_records(theme, language):
    data, _expected = written(11, language)
    take_in(data, create_missing=True)
    before = as_published(theme)
    other = {"en": "es", "es": "fr", "fr": "pt-br", "pt-br": "en"}[language]
    translated = translation(parse(data.decode()), other)
    plan = take_in(translated)
    assert plan.created == 0
    after = as_published(theme)
    for record in texts_of(after):
        assert other in record
        record.pop(other)
    assert texts_of(after) == [
        {code: text for code, text in record.items() if code != other}
        for record in texts_of(before)
    ]
    assert done(take_in(translated))[:2] == (0, 0)


def translation(rows, language):
    """The same page in another language: every text anew."""
    return page(
        language=language,
        documents=[
            (one.title, [(p.number, f"{MANDATES[language]} ({p.line})") for p in one.paragraphs])
            for one in rows.documents
        ],
        entities=[
            (
                one.name,
                [
                    (r.date.isoformat(), r.citations_as_printed, f"{TEXTS[language]} ({r.line})")
                    for r in one.reports
                ],
            )
            for one in rows.entities
        ],
    )


def texts_of(published):
    """Every text record: of paragraphs, then of reports."""
    paragraphs = [one for document in published["documents"] for one in document["paragraphs"]]
    reports = [one for entity in published["entities"] for one in entity["reports"]]
    return [record["text"] for record in (*paragraphs, *reports)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_citations_follow_the_date_rule(theme, language):
    """Recounted from the bundle alone: every number, its candidates, and what was published."""
    data, _expected = written(7, language)
    take_in(data, create_missing=True)
    bundle = theme_bundle(theme)
    numbered = [
        (one["number"].lower(), document["date"][:7], f"{document['slug']}/{one['slug']}")
        for document in bundle["documents"]
        for one in document["paragraphs"]
    ]
    states = set()
    for entity in bundle["entities"]:
        for report in entity["reports"]:
            for citation in report["citations"]:
                meant = [
                    place
                    for number, month, place in numbered
                    if number == citation["number"].lower() and month <= report["date"][:7]
                ]
                state = "exact" if len(meant) == 1 else "ambiguous" if meant else "unresolved"
                assert citation["state"] == state
                if state == "exact":
                    assert meant[0].startswith(citation["document"] + "/")
                else:
                    assert sorted(citation["candidates"]) == sorted(meant)
                states.add(state)
    assert states >= {"exact", "unresolved"}
