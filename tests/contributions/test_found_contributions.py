"""Contributions and replies in the search, in step through every step."""

from uuid import uuid4

import pytest
from django.db import transaction

from contributions import workflow
from contributions.merging import CONTRIBUTIONS
from publication.changes import changed
from search.rebuilding import drift, rebuild
from tests import factories

pytestmark = pytest.mark.django_db
SEARCH = "/en/search/"


@pytest.fixture
def submitted(contribution):
    theme = factories.make_theme(slug="education")
    one = contribution(
        state="submitted", texts={"en": "Schools on the river"},
        paragraphs=[factories.make_paragraph(themes=[theme])],
    )  # fmt: skip
    rebuild()
    return one


@pytest.fixture
def published(submitted, reviewer):
    workflow.publish(submitted, by=reviewer, revision=submitted.revision)
    return submitted


def found(reader, query):
    results = reader.get(f"{SEARCH}?{query}&kind=contribution").context["search"].results
    return [one.id for one in results]


def test_found_by_its_words_its_author_and_the_reply(reader, published, minister):
    workflow.reply(published, by=minister, language="fr", text="Le pont est ouvert.", edition=0)
    for query in ("q=river", "q=connected+schools", "q=River+Schools+Network", "q=pont+ouvert",
                  "q=schools&theme=education"):  # fmt: skip
        assert found(reader, query) == [published.pk], query
    page = reader.get(f"{SEARCH}?q=river&kind=contribution").text
    assert "Contribution, not an official report" in page
    assert published.get_absolute_url() in page


def test_not_found_before_and_after(reader, submitted, reviewer):
    assert found(reader, "q=river") == []
    workflow.publish(submitted, by=reviewer, revision=submitted.revision)
    assert found(reader, "q=river") == [submitted.pk]
    reason = "It insults a person."
    workflow.withdraw(submitted, by=reviewer, side="secretariat", reason=reason)
    assert found(reader, "q=river") == []
    assert drift() == []


def test_never_among_the_reports(reader, published):
    screen = reader.get(f"{SEARCH}?q=river&kind=report").context["search"]
    assert screen.results == []


def test_in_step_with_every_change(published, author, reviewer, minister):
    workflow.reply(published, by=minister, language="es", text="No es así.", edition=0)
    workflow.reply(published, by=minister, language="en", text="It is so now.", edition=1)
    assert drift() == []
    with transaction.atomic():
        renamed = published.entity
        renamed.write("en", name="Another Network")
        renamed.save()
        changed([renamed])
    assert drift() == []
    with transaction.atomic():
        [paragraph] = published.paragraphs.all()
        link = factories.make_paragraph_theme(paragraph=paragraph, theme=factories.make_theme())
        changed([link, link.theme])
    assert drift() == []
    same = {"entity": published.entity, "paragraphs": published.paragraphs.all()}
    other = factories.make_contribution(state="draft", **same)
    workflow.submit(other, by=author, revision=other.revision, token=uuid4())
    assert drift() == []


def test_in_step_when_records_are_merged(published):
    kept, state = factories.make_paragraph(), factories.make_entity()
    rebuild()
    with transaction.atomic():
        CONTRIBUTIONS.move(published.paragraphs.get(), kept)
        CONTRIBUTIONS.move(published.about, state)
    assert drift() == []
