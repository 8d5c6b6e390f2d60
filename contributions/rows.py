"""Contributions in a list: by whom, about what, with the first words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.db.models import Prefetch
from django.utils.html import strip_tags
from django.utils.text import Truncator

from countries.models import Entity
from mandates.models import Document, Heading, Paragraph
from publication.passages import Passage, passage

from .models import Contribution
from .models.contributions import ContributionQuerySet

WORDS = 40  # of a text in a list


@dataclass(frozen=True, slots=True)
class Row:
    """`words` are the first of the text; `has_reply` says whether the state has answered."""

    contribution: Contribution
    title: Passage
    words: str
    text: Passage | None
    entity: Entity
    about: Entity | None
    paragraphs: list[Paragraph]
    has_reply: bool

    @property
    def is_demonstration(self) -> bool:
        return self.contribution.is_demonstration

    @property
    def changed_at(self) -> datetime.datetime:
        return self.contribution.changed_at


def for_rows(contributions: ContributionQuerySet, language: str) -> ContributionQuerySet:
    """With what a row shows of each: six queries for any number."""
    documents = Document.objects.read_in(language, "title", "short_title")
    headings = Heading.objects.read_in(language, "title")
    paragraphs = Paragraph.objects.in_order_of_documents().read_in(language)
    paragraphs = paragraphs.prefetch_related(
        Prefetch("document", documents), Prefetch("section", headings)
    )
    names = Entity.objects.read_in(language, "name")
    return (
        contributions.with_replies()
        .read_in(language, "title", "html")
        .prefetch_related(
            Prefetch("entity", names),
            Prefetch("about", names),
            Prefetch("paragraphs", paragraphs),
        )
    )


def rows(contributions: Iterable[Contribution], language: str) -> list[Row]:
    """The rows of what `for_rows` loads."""
    return [_row(one, language) for one in contributions]


def _row(one: Contribution, language: str) -> Row:
    text = passage(one, "html", language)
    words = Truncator(unescape(strip_tags(text.text))).words(WORDS) if text else ""
    return Row(
        one,
        passage(one, "title", language),
        words,
        text,
        one.entity,
        one.about,
        list(one.paragraphs.all()),
        one.has_reply,
    )
